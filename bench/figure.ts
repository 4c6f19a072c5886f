/** One measured figure, beside what it is measured against. */
export interface Figure {
  name: string
  value: number
  unit: string
  peer?: string
  peerValue?: number
  target?: string
  holds?: boolean
}

export function megabytes(bytes: number): number {
  return bytes / 1e6
}

export function printFigures(figures: Figure[]): void {
  for (const { name, value, unit, peer, peerValue, target, holds } of figures) {
    const beside =
      peer === undefined ? '' : ` | ${peer}: ${format(peerValue!)} ${unit} (ours is ${format(value / peerValue!)} ×)`
    const aim = target === undefined ? '' : ` | target ${target}: ${holds ? 'holds' : 'FALLS SHORT'}`
    console.log(`${name}: ${format(value)} ${unit}${beside}${aim}`)
  }
}

function format(value: number): string {
  return value.toLocaleString('en-GB', { maximumSignificantDigits: value >= 1000 ? 6 : 3, maximumFractionDigits: 3 })
}
