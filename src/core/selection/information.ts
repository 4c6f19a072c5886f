import type { RankingTask } from '../features/rank.ts'
import { classesOf, MODALITY } from '../evaluation/target.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'
import { levelsOf, MOST_LEVELS, together } from './levels.ts'

/** What says which machine made an image, and with what program. */
export const SCANNER: ReadonlySet<string> = new Set(['Manufacturer', 'ManufacturerModelName', 'SoftwareVersions'])

/**
 * How much each tag tells of all others but the scanner: the relevance of unsupervised mRMR, which is its mean mutual information
 * with all others (Xu et al., J. Computer Research and Development 49, 2012; after Peng, Long and Ding, IEEE TPAMI 27, 2005),
 * here without the scanner among them, times the share of what the tag says that the scanner does not:
 *
 *   J(t) = w(t) · mean over u ≠ t of I(t; u),   w(t) = 1 − I(t; scanner | modality) / H(t)
 *
 * Levels are those of `levelsOf`; the scanner is manufacturer and model. A tag of several columns has the mean of theirs. Scanner
 * tags are no u, and have 0.
 * @returns a score for each tag in nats, 0 or more; the higher the better
 * @throws CancelledError
 */
export async function informationScores(
  { source, images, tags }: Pick<RankingTask, 'source' | 'images' | 'tags'>,
  work?: Work
): Promise<Float64Array> {
  const isScanner = tags.map(({ feature }) => feature.path === '' && SCANNER.has(feature.keyword))
  const columns = tags.map((tag) => tag.columns.map((column) => variableOf(levelsOf(column))))
  const sums = new Float64Array(tags.length)
  for (const [t, ofTag] of columns.entries()) {
    throwIfCancelled(work)
    work?.onProgress?.({ stage: 'Ranking tags', done: t, total: tags.length, unit: 'tags' })
    if (isScanner[t]) continue
    for (let u = 0; u < t; u++) {
      if (isScanner[u]) continue
      const shared = mean(ofTag.flatMap((a) => columns[u].map((b) => mutualInformation(a, b))))
      sums[t] += shared
      sums[u] += shared
    }
    await breathe()
  }
  const others = isScanner.filter((is) => !is).length - 1
  const codes = (keyword: string): Int32Array => classesOf(source, { keyword }, images).codes
  const scanner = together(codes('Manufacturer'), codes('ManufacturerModelName')).codes
  const modality = codes(MODALITY.keyword)
  return sums.map((sum, t) => {
    if (isScanner[t] || others < 1) return 0
    return (sum / others) * mean(columns[t].map((column) => ownShare(column.levels, scanner, modality)))
  })
}

/** A column as levels, with its entropy. */
interface Variable {
  levels: Uint8Array
  entropy: number
}

function variableOf(levels: Uint8Array): Variable {
  return { levels, entropy: entropyOf(levels) }
}

const counts = new Uint32Array(MOST_LEVELS ** 2)

/** I(a; b) = H(a) + H(b) − H(a, b), in nats. */
function mutualInformation(a: Variable, b: Variable): number {
  const rows = a.levels.length
  counts.fill(0)
  for (let row = 0; row < rows; row++) counts[a.levels[row] * MOST_LEVELS + b.levels[row]]++
  return Math.max(0, a.entropy + b.entropy - entropyOfCounts(counts, rows))
}

/** 1 − I(t; scanner | modality) / H(t): 1 where the scanner tells nothing of it, 0 where it tells all. */
export function ownShare(levels: ArrayLike<number>, scanner: ArrayLike<number>, modality: ArrayLike<number>): number {
  const entropy = entropyOf(levels)
  if (entropy === 0) return 0
  const ofScanner = together(scanner, modality).codes
  const shared =
    entropyOf(together(levels, modality).codes) +
    entropyOf(ofScanner) -
    entropyOf(together(levels, ofScanner).codes) -
    entropyOf(modality)
  return Math.min(1, Math.max(0, 1 - shared / entropy))
}

/** In nats. */
function entropyOf(codes: ArrayLike<number>): number {
  const frequency = new Map<number, number>()
  for (let row = 0; row < codes.length; row++) frequency.set(codes[row], (frequency.get(codes[row]) ?? 0) + 1)
  return entropyOfCounts([...frequency.values()], codes.length)
}

function entropyOfCounts(frequency: ArrayLike<number>, rows: number): number {
  let sum = 0
  for (let i = 0; i < frequency.length; i++) if (frequency[i] > 0) sum += frequency[i] * Math.log(frequency[i])
  return Math.log(rows) - sum / rows
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
