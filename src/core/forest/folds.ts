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
