import { count, counted as countedAlways } from '../quantities.ts'

export { count, duration } from '../quantities.ts'

/** Numbers as a report writes them; what belongs together stays on one line. */

/** `12,345 images`, `1 image`, `no images` */
export function counted(value: number, plural: string): string {
  return value === 0 ? `no ${plural}` : countedAlways(value, plural)
}

/** `84–85`, `1,200` where all are the same. */
export function range(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return least === most ? count(least) : `${count(least)}–${count(most)}`
}

/** `34.5 %` */
export function percent(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits)}\u00a0%`
}

/** `0.312`, `−0.020`; `–` where there is none. */
export function decimal(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–'
  const text = Math.abs(value).toFixed(digits)
  return value < 0 && Number(text) !== 0 ? `−${text}` : text
}

/** Three significant digits: `0.00123`, `1.23 × 10⁻⁹` */
export function significant(value: number): string {
  if (value === 0) return '0'
  const exponent = Math.floor(Math.log10(Math.abs(value)))
  if (exponent >= -4 && exponent < 6) return decimal(value, Math.max(0, 2 - exponent))
  return `${decimal(value / 10 ** exponent, 2)} × 10${[...String(exponent)].map((sign) => RAISED[sign]).join('')}`
}

const RAISED: Record<string, string> = Object.fromEntries(
  [...'-0123456789'].map((sign, i) => [sign, [...'⁻⁰¹²³⁴⁵⁶⁷⁸⁹'][i]])
)

/** `p < 0.001`, `p = 0.012` */
export function pValue(p: number): string {
  return p < 0.001 ? 'p\u00a0<\u00a00.001' : `p\u00a0=\u00a0${p.toFixed(3)}`
}

/** `0.28 ± 0.023` */
export function spread({ mean, sd }: { mean: number; sd: number | null }): string {
  return sd === null ? decimal(mean) : `${decimal(mean)}\u00a0±\u00a0${decimal(sd)}`
}

/** `2026-11-23 10:31 UTC` */
export function moment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
}
