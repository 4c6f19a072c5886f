import * as format from '../../messages/format.ts'

export { count, decimal, duration, exactProbability, range, significant, utcMoment } from '../../messages/format.ts'

/** Numbers as a report writes them: what belongs together stays on one line. */

/** `12,345 images`, `1 image`, `no images` */
export function counted(value: number, plural: string): string {
  return value === 0 ? `no ${plural}` : format.counted(value, plural)
}

/** `34.5 %` */
export function percent(share: number, digits = 1): string {
  return together(format.percent(share, digits))
}

/** `p < 0.001`, `p = 0.012` */
export function pValue(p: number): string {
  return together(format.pValue(p))
}

/** `0.28 ± 0.023` */
export function spread(figures: { mean: number; sd: number | null }): string {
  return together(format.spread(figures))
}

function together(text: string): string {
  return text.replaceAll(' ', '\u00a0')
}
