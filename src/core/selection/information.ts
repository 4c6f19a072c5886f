import { contextOf } from '../features/classes.ts'
import type { RankingTask } from '../features/rank.ts'
import { DEVICE_TAGS, explainedShare } from '../features/weights.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'
import { levelsOf, MOST_LEVELS } from './levels.ts'

/**
 * How much each tag tells of all others but the scanner: the relevance of unsupervised mRMR, which is its mean mutual information
 * with all others (Xu et al., J. Computer Research and Development 49, 2012; after Peng, Long and Ding, IEEE TPAMI 27, 2005),
 * here without the scanner among them, times the share of what the tag says that the scanner does not explain:
 *
 *   J(t) = w(t) · mean over u ≠ t of I(t; u),   w(t) = 1 − I(t; scanner | modality) / H(t)
 *
 * The scanner is manufacturer and model; its tags are no u, and have 0. A missing value is a level, see `levelsOf`. The mutual
 * information of tags of several columns is the mean over pairs of these.
 * @returns a score for each tag in nats, 0 or more; the higher the better
 * @throws CancelledError
 */
export async function informationScores(
  { source, images, tags }: Pick<RankingTask, 'source' | 'images' | 'tags'>,
  work?: Work
): Promise<Float64Array> {
  const isDevice = tags.map(({ feature }) => DEVICE_TAGS.has(feature.keyword))
  const variables = tags.map((tag) => tag.columns.map(variableOf))
  const sums = new Float64Array(tags.length)
  for (const [t, ofTag] of variables.entries()) {
    throwIfCancelled(work)
    work?.onProgress?.({ stage: 'Ranking tags', done: t, total: tags.length, unit: 'tags' })
    if (isDevice[t]) continue
    for (let u = 0; u < t; u++) {
      if (isDevice[u]) continue
      const shared = mean(ofTag.flatMap((a) => variables[u].map((b) => mutualInformation(a, b))))
      sums[t] += shared
      sums[u] += shared
    }
    await breathe()
  }
  const others = isDevice.filter((is) => !is).length - 1
  const context = contextOf(source, images)
  return sums.map((sum, t) =>
    isDevice[t] || others < 1 ? 0 : (sum / others) * (1 - explainedShare(tags[t], images.length, context))
  )
}

/** A column as levels, with its entropy in nats. */
interface Variable {
  levels: Uint8Array
  entropy: number
}

function variableOf(column: RankingTask['tags'][number]['columns'][number]): Variable {
  const levels = levelsOf(column)
  const counts = new Uint32Array(MOST_LEVELS)
  for (const level of levels) counts[level]++
  return { levels, entropy: entropyOf(counts, levels.length) }
}

const pairs = new Uint32Array(MOST_LEVELS ** 2)

/** I(a; b) = H(a) + H(b) − H(a, b): as in `features/entropy.ts`, for ten thousands of pairs of columns with few levels. */
function mutualInformation(a: Variable, b: Variable): number {
  pairs.fill(0)
  for (let row = 0; row < a.levels.length; row++) pairs[a.levels[row] * MOST_LEVELS + b.levels[row]]++
  return Math.max(0, a.entropy + b.entropy - entropyOf(pairs, a.levels.length))
}

function entropyOf(counts: Uint32Array, rows: number): number {
  let sum = 0
  for (const count of counts) if (count > 0) sum += count * Math.log(count)
  return Math.log(rows) - sum / rows
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
