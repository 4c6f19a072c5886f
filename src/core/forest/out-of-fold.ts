import { type FeatureTable, rowsOf } from '../features/table.ts'
import type { Work } from '../work.ts'
import { type Folds, foldsOf } from './folds.ts'
import { type Forest, fitForest, predict } from './forest.ts'

/** Rows with their classes. */
export interface KnownRows {
  table: FeatureTable
  /** From 0 to count − 1. */
  classes: Uint16Array
  count: number
  /** What is kept together; at least two. */
  groups: Int32Array
}

export interface OutOfFold {
  folds: Folds
  /** One a fold, fitted on the rows of all others. */
  forests: Forest[]
  /** Class shares of each row by the forest that has not seen its group: rows × count. */
  shares: Float32Array
}

/**
 * Fits a forest for each fold on the rows of the others, so that no row, and none of its patient, is judged by what it says itself.
 * @throws CancelledError
 */
export async function fitOutOfFold(known: KnownRows, seed: number, work?: Work): Promise<OutOfFold> {
  const { table, classes, count, groups } = known
  const folds = foldsOf(groups, seed)
  const foldOf = groups.map((group) => folds.of(group))
  const rows = [...foldOf.keys()]
  const forests: Forest[] = []
  const shares = new Float32Array(table.rows * count)
  for (let fold = 0; fold < folds.count; fold++) {
    work?.onProgress?.({ stage: 'Fitting forests', done: fold, total: folds.count, unit: 'forests' })
    const seen = rows.filter((row) => foldOf[row] !== fold)
    const forest = await fitForest(
      rowsOf(table, seen),
      Uint16Array.from(seen, (row) => classes[row]),
      count,
      { seed: seed * folds.count + fold },
      work
    )
    forests.push(forest)
    const left = rows.filter((row) => foldOf[row] === fold)
    const found = predict(forest, rowsOf(table, left))
    left.forEach((row, at) => shares.set(found.subarray(at * count, (at + 1) * count), row * count))
  }
  return { folds, forests, shares }
}

/** The class with the largest share, and its share; of equals the first. @param except a class that is left out */
export function largest(
  shares: Float32Array,
  row: number,
  count: number,
  except = -1
): { best: number; share: number; second: number } {
  let best = -1
  let share = -1
  let second = 0
  for (let c = 0; c < count; c++) {
    if (c === except) continue
    const own = shares[row * count + c]
    if (own > share) {
      second = Math.max(0, share)
      share = own
      best = c
    } else if (own > second) second = own
  }
  return { best, share, second }
}
