/** Numbers, durations, ranges and plurals as people read them, the same in a shell, a window and a report. */

/** The sign of negative numbers, which a hyphen is not: beside others it reads as a range. What rounds to zero has none. */
function signed(number: string): string {
  return Number(number) === 0 ? number.replace('-', '') : number.replaceAll('-', '−')
}

const WHOLE = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })

/** `12,345`; `–` where there is none. */
export function count(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : signed(WHOLE.format(value))
}

/** `12,345 files`, `1 file`, `1 study`, `1 class` */
export function counted(value: number, plural: string): string {
  return `${count(value)} ${value === 1 ? singular(plural) : plural}`
}

function singular(plural: string): string {
  if (plural.endsWith('ies')) return plural === 'series' ? plural : `${plural.slice(0, -3)}y`
  return plural.endsWith('sses') ? plural.slice(0, -2) : plural.replace(/s$/, '')
}

/** `84–85`, from the least to the most; `1,200` where all are the same. */
export function range(...values: number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return least === most ? count(least) : `${count(least)}–${count(most)}`
}

/** `34.5 %`; what is more than nothing is never shown as nothing, nor what is less than all as all. */
export function percent(share: number, digits = 1): string {
  const least = 10 ** -digits
  const shown = share * 100
  if (shown > 0 && shown < least / 2) return `< ${least.toFixed(digits)} %`
  if (shown < 100 && shown > 100 - least / 2) return `> ${(100 - least).toFixed(digits)} %`
  return `${signed(shown.toFixed(digits))} %`
}

/** `0.312`, `−0.020`; `–` where there is none. */
export function decimal(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–'
  return signed(value.toFixed(digits))
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

/** `0.280 ± 0.023`: mean and standard deviation. */
export function spread({ mean, sd }: { mean: number; sd: number | null }): string {
  return sd === null ? decimal(mean) : `${decimal(mean)} ± ${decimal(sd)}`
}

/** `0.012`, `< 0.001`; `–` where there is none. */
export function probability(p: number | null): string {
  return p !== null && p < 0.001 ? '< 0.001' : decimal(p)
}

/** `0.012`, `5.18 × 10⁻¹⁰`, also where it is far below what decides; `–` where there is none. */
export function exactProbability(p: number | null): string {
  return p !== null && p < 0.001 ? significant(p) : decimal(p)
}

/** `p = 0.012`, `p < 0.001` */
export function pValue(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${decimal(p)}`
}

/** What was measured: `820 ms`, `3.4 s`, `2 min 05 s`, `1 h 12 min` */
export function duration(seconds: number): string {
  // What rounds up to a whole unit is told in that unit.
  const milliseconds = Math.round(seconds * 1000)
  if (milliseconds < 1000) return `${milliseconds} ms`
  const tenths = seconds.toFixed(1)
  if (Number(tenths) < 60) return `${tenths} s`
  const whole = Math.round(seconds)
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${pad(whole % 60)} s`
  return `${Math.floor(whole / 3600)} h ${pad(Math.floor((whole % 3600) / 60))} min`
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}

/** What is expected, no more exact than that can be: `45 s`, `12 min`, `3.2 h`, `8.1 days` */
export function estimate(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`
  if (seconds < 48 * 3600) return `${(seconds / 3600).toFixed(1)} h`
  return `${(seconds / 86_400).toFixed(1)} days`
}

/** `812 bytes`, `33 kB`, `12.3 MB`, `4.2 GB`, `9.8 TB`, in powers of ten */
export function size(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'bytes')
  if (bytes < 1e5) return `${Math.round(bytes / 1000)} kB`
  if (bytes < 1e9) return `${(bytes / 1e6).toFixed(1)} MB`
  return bytes < 1e12 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e12).toFixed(1)} TB`
}

/** `12 Mar 2026, 14:05` in this machine's time. */
export function moment(iso: string): string {
  return MOMENT.format(new Date(iso))
}

/** `12 Mar, 14:05:09` in this machine's time. */
export function clock(iso: string): string {
  return CLOCK.format(new Date(iso))
}

const MOMENT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit'
})
const CLOCK = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit'
})

/** `2026-11-23 10:31 UTC`, for a page that is read elsewhere. */
export function utcMoment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
}

/** A number of an axis or a histogram, of up to four significant digits. */
export function tick(value: number): string {
  if (value === 0) return '0'
  const magnitude = Math.abs(value)
  return signed(magnitude >= 1e6 || magnitude < 1e-3 ? value.toExponential(1) : String(Number(value.toPrecision(4))))
}

/** A number among others that are about so far apart, with as many digits as tell them apart, four at least. @param apart 0: not known */
export function numberOfRange(value: number, apart: number): string {
  if (value === 0 || apart <= 0) return tick(value)
  const digits = Math.ceil(Math.log10(Math.abs(value) / apart)) + 1
  return digits <= 4 ? tick(value) : signed(String(Number(value.toPrecision(Math.min(17, digits)))))
}

/** A value of an image or of its window, exact to six digits. */
export function exact(value: number): string {
  return signed(String(Number.isInteger(value) ? value : Number(value.toPrecision(6))))
}

/** `−79 to −1`, in words that no sign can be taken for. */
export function between(from: number, to: number): string {
  return `${tick(from)} to ${tick(to)}`
}
