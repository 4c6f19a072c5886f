import type { Distinguishing } from '../catalogue/stored/clustering.ts'
import type { LabelTerm } from './label-terms.ts'

/** What several numbers together say about a cluster, and how much more often than elsewhere. */
interface DerivedTerm {
  term: LabelTerm
  gain: number
}

const PLANE = 1
const WEIGHTING = 2

function detail(rank: number, text: string, gain: number): DerivedTerm {
  return { term: { slot: 'detail', rank, text }, gain }
}

/** A number, or a range of them, that holds for most of a cluster. */
interface Typical {
  low: number
  high: number
  gain: number
}

/**
 * The plane of the slices and the weighting of MR images, which DICOM gives in numbers only.
 *
 * @param common the values that hold for most of a cluster
 */
export function derivedTerms(common: readonly Distinguishing[]): DerivedTerm[] {
  const numbers = new Map<string, Typical>()
  for (const { keyword, value, share, shareElsewhere } of common) {
    const range = rangeOf(value)
    if (range !== undefined) numbers.set(keyword, { ...range, gain: share - shareElsewhere })
  }
  const isGradientEcho = common.some(
    ({ keyword, value }) => /^ScanningSequence/.test(keyword) && /^(?:GR|EP)$/.test(value)
  )
  return [plane(numbers), isGradientEcho ? undefined : weighting(numbers)].filter((term) => term !== undefined)
}

/** `0.9` or `0.9–1.5`. */
function rangeOf(value: string): { low: number; high: number } | undefined {
  const [low, high = low, ...more] = value.split('–').map((end) => (end === '' ? NaN : Number(end)))
  return more.length === 0 && Number.isFinite(low) && Number.isFinite(high) ? { low, high } : undefined
}

/**
 * From the direction cosines of the rows (x, y, z) and columns (x, y, z), in the patient's axes x to the left, y to the
 * back, z to the head (PS3.3 section C.7.6.2.1.1). Axial columns run along y, sagittal rows do; coronal rows run
 * along x, not y, and coronal columns along z.
 */
function plane(numbers: ReadonlyMap<string, Typical>): DerivedTerm | undefined {
  const cosine = (position: number, from: number, to: number): Typical | undefined => {
    const found = numbers.get(`ImageOrientationPatient[${position}]`)
    const ends = found === undefined ? [] : [Math.abs(found.low), Math.abs(found.high)]
    return ends.every((end) => end >= from && end <= to) ? found : undefined
  }
  const along = (position: number): Typical | undefined => cosine(position, 0.8, 1.1)
  const [rowX, rowY, columnY, columnZ] = [1, 2, 5, 6].map(along)
  if (columnY !== undefined) return detail(PLANE, 'axial', columnY.gain)
  if (rowY !== undefined) return detail(PLANE, 'sagittal', rowY.gain)
  const row = rowX ?? cosine(2, 0, 0.3)
  if (row !== undefined && columnZ !== undefined) return detail(PLANE, 'coronal', Math.max(row.gain, columnZ.gain))
  return undefined
}

/**
 * From the times in milliseconds, for spin echo only, as textbooks draw the lines (McRobbie et al., MRI from Picture to
 * Proton, 2017, chapter 3: T1 short TR and short TE, PD long TR and short TE, T2 long TR and long TE); what lies between
 * them is not named. A long inversion time with a long TE suppresses fluid (FLAIR).
 */
function weighting(numbers: ReadonlyMap<string, Typical>): DerivedTerm | undefined {
  const [echo, repetition, inversion] = ['EchoTime', 'RepetitionTime', 'InversionTime'].map((name) => numbers.get(name))
  if (echo === undefined || repetition === undefined) return undefined
  const gain = Math.max(echo.gain, repetition.gain)
  const isShort = echo.high <= 30
  const isLong = echo.low >= 70
  if (isLong && repetition.low >= 2000) {
    return inversion !== undefined && inversion.low >= 1500
      ? detail(WEIGHTING, 'FLAIR', gain)
      : detail(WEIGHTING, 'T2', gain)
  }
  if (isShort && repetition.low >= 2000) return detail(WEIGHTING, 'PD', gain)
  if (isShort && repetition.low >= 300 && repetition.high <= 900) return detail(WEIGHTING, 'T1', gain)
  return undefined
}
