import { GROUP_KEYWORDS, groupsOf, NO_GROUP } from '../features/groups.ts'
import type { TagSource } from '../catalogue/types.ts'
import { Random } from '../random.ts'

/** Folds of a cross-validation; fewer where there are fewer groups. */
export const FOLDS = 5

/** Which fold a group is in. A fold's forest is fitted without the images of its groups. */
export interface Folds {
  count: number
  of(group: number): number
}

/**
 * Parts groups into folds of about as many rows: the largest first, each into the fold that has the fewest (as scikit-learn's GroupKFold).
 * Groups that no row is of are in any fold: no forest saw them.
 * @param groups of rows
 */
export function foldsOf(groups: Int32Array, seed: number): Folds {
  const sizes = new Map<number, number>()
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  // By chance among those that are equally large.
  const order = new Random(seed).shuffle([...sizes.keys()].sort((a, b) => a - b))
  order.sort((a, b) => sizes.get(b)! - sizes.get(a)!)
  const count = Math.min(FOLDS, order.length)
  const filled = new Float64Array(count)
  const foldOf = new Map<number, number>()
  for (const group of order) {
    const fold = filled.indexOf(Math.min(...filled))
    filled[fold] += sizes.get(group)!
    foldOf.set(group, fold)
  }
  return { count, of: (group) => foldOf.get(group) ?? group % count }
}

/** What is kept together. */
export type Kept = 'patient' | 'study' | 'series' | 'image'

const KEYWORDS = [
  ['patient', GROUP_KEYWORDS.patient],
  ['study', 'StudyInstanceUID'],
  ['series', GROUP_KEYWORDS.series]
] as const

/**
 * The groups that images are kept together by, numbers from 0: patients; where an image tells none its study, its series, or the image
 * itself. Where there are fewer patients than folds, as where all have one name, it is studies from the first, then series.
 * @param images ids, ascending
 */
export function keptTogether(source: TagSource, images: Uint32Array): { by: Kept; groups: Int32Array } {
  for (let first = 0; first < KEYWORDS.length; first++) {
    const { groups, count } = firstKnown(source, KEYWORDS.slice(first).map(([, keyword]) => keyword), images)
    if (count >= FOLDS) return { by: KEYWORDS[first][0], groups }
  }
  return { by: 'image', groups: Int32Array.from(images.keys()) }
}

function firstKnown(
  source: TagSource,
  keywords: readonly string[],
  images: Uint32Array
): { groups: Int32Array; count: number } {
  const groups = new Int32Array(images.length).fill(NO_GROUP)
  let count = 0
  for (const keyword of keywords) {
    const next = count
    groupsOf(source, keyword, images).forEach((group, row) => {
      if (groups[row] !== NO_GROUP || group === NO_GROUP) return
      groups[row] = next + group
      count = Math.max(count, next + group + 1)
    })
  }
  for (let row = 0; row < groups.length; row++) if (groups[row] === NO_GROUP) groups[row] = count++
  return { groups, count }
}
