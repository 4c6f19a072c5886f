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
  const named = KEYWORDS.map(([by, keyword]) => ({ by, groups: groupsOf(source, keyword, images) })).filter(
    ({ groups }) => groups.some((group) => group !== NO_GROUP)
  )
  for (let first = 0; first < named.length; first++) {
    const { groups, count } = firstKnown(named.slice(first), images.length)
    if (count >= FOLDS) return { by: named[first].by, groups }
  }
  return { by: 'image', groups: Int32Array.from(images.keys()) }
}

/** The first group that each image has; one without any is a group of its own. */
function firstKnown(named: readonly { groups: Int32Array }[], images: number): { groups: Int32Array; count: number } {
  const found = new Int32Array(images).fill(NO_GROUP)
  let count = 0
  for (const { groups } of named) {
    const first = count
    groups.forEach((group, image) => {
      if (found[image] !== NO_GROUP || group === NO_GROUP) return
      found[image] = first + group
      count = Math.max(count, first + group + 1)
    })
  }
  for (let image = 0; image < images; image++) if (found[image] === NO_GROUP) found[image] = count++
  return { groups: found, count }
}
