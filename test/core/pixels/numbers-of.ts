import type { Frame } from '../../../src/core/pixels/read-frame.ts'

/** A frame in a few numbers, as `../shared/faults` writes them. */
export function numbersOf({ values }: Pick<Frame, 'values'>): string {
  const all = Array.from(values)
  const list = (numbers: number[]): string => `[${numbers.join(', ')}]`
  const [min, max] = [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))]
  const sum = all.reduce((a, b) => a + b, 0)
  return `n=${all.length} min=${min} max=${max} sum=${sum} first4=${list(all.slice(0, 4))} last3=${list(all.slice(-3))}`
}
