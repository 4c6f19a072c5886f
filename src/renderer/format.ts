/** Numbers and times as people read them; the same in every view. */

/** The sign of negative numbers, which a hyphen is not: beside others it reads as a range. */
function signed(number: string): string {
  return number.replaceAll('-', '−')
}

const WHOLE = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })

/** `12,345`; a dash where there is none. */
export function count(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : signed(WHOLE.format(value))
}

/** `84–85`, `1,200` where both are the same. */
export function range(least: number, most: number): string {
  return least === most ? count(least) : `${count(least)}–${count(most)}`
}

/** `12,345 files`, `1 file`, `1 study` */
export function counted(value: number, plural: string): string {
  const one =
    plural === 'series' ? plural : plural.endsWith('ies') ? `${plural.slice(0, -3)}y` : plural.replace(/s$/, '')
  return `${count(value)} ${value === 1 ? one : plural}`
}

/** `34.5 %`; what is not nothing is never shown as nothing, nor what is not all as all. */
export function percent(share: number): string {
  if (share > 0 && share < 0.0005) return '< 0.1 %'
  if (share < 1 && share > 0.9995) return '> 99.9 %'
  return `${(share * 100).toFixed(1)} %`
}

/** Of a figure such as a silhouette or a distance. */
export function decimal(value: number | null | undefined, digits = 3): string {
  return value === null || value === undefined || Number.isNaN(value) ? '–' : signed(value.toFixed(digits))
}

/** `45 s`, `12 min`, `2 h 05 min` */
export function duration(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`
  if (seconds < 90) return `${Math.round(seconds)} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`
}

/** `12 Mar 2026, 14:05` in this machine's time. */
export function moment(iso: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit'
  }).format(new Date(iso))
}

/** `12 Mar, 14:05:09` in this machine's time. */
export function clock(iso: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit'
  }).format(new Date(iso))
}

/** A number of an axis or a histogram, of up to four significant digits. */
export function tick(value: number): string {
  if (value === 0) return '0'
  const size = Math.abs(value)
  return signed(size >= 1e6 || size < 1e-3 ? value.toExponential(1) : String(Number(value.toPrecision(4))))
}

/** A value of an image or of its window, exact to six digits. */
export function exact(value: number): string {
  return signed(String(Number.isInteger(value) ? value : Number(value.toPrecision(6))))
}

/** `−79 to −1`, in words that no sign can be taken for. */
export function between(from: number, to: number): string {
  return `${tick(from)} to ${tick(to)}`
}

/** The last parts of a path, which tell files apart. */
export function shortPath(path: string, parts = 3): string {
  const steps = path.split(/[/\\]/).filter((step) => step !== '')
  return steps.length <= parts ? path : `…/${steps.slice(-parts).join('/')}`
}

/** `0.280 ± 0.023`: mean and standard deviation. */
export function spread({ mean, sd }: { mean: number; sd: number | null }): string {
  return sd === null ? decimal(mean) : `${decimal(mean)} ± ${decimal(sd)}`
}

/** `< 0.001`, `0.012` */
export function probability(p: number | null): string {
  return p === null ? '–' : p < 0.001 ? '< 0.001' : p.toFixed(3)
}

/** By the bands of Kaufman and Rousseeuw (1990). */
export function structureWords(structure: 'none' | 'weak' | 'reasonable' | 'strong' | null): string {
  if (structure === null) return 'a silhouette takes at least two clusters'
  return structure === 'none' ? 'no substantial structure' : `${structure} structure`
}

/** `best K = 4, silhouette 0.35: weak structure`; no K is the best where no silhouette is above 0. */
export function bestWords({
  k,
  silhouette,
  structure,
  fits
}: {
  k: number
  silhouette: number | null
  structure: Parameters<typeof structureWords>[0]
  fits: boolean
}): string {
  if (silhouette === null) return `K = ${k}: ${structureWords(structure)}`
  if (!fits) return `no best K: the highest silhouette is ${decimal(silhouette, 2)}`
  return `best K = ${k}, silhouette ${decimal(silhouette, 2)}: ${structureWords(structure)}`
}

/** `silhouette 0.12 to 0.45`; one figure where the two read alike. */
export function silhouetteWords(least: number, most: number): string {
  const [low, high] = [decimal(least, 2), decimal(most, 2)]
  return low === high ? `silhouette ${high}` : `silhouette ${low} to ${high}`
}
