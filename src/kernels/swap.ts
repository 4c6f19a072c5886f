import { Matrix } from './gower'
import { Search, swap } from './medoids'
import { swapRatios } from './medoid-silhouette'

/**
 * Makes row `candidate` the medoid at place `slot` if that does lower the loss, so that a search never goes round in the
 * rounding of sums; else returns false and leaves the medoids as they were.
 * @param ratios whether the loss is that of the medoid silhouette
 */
export function swapIfBetter(matrix: Matrix, search: Search, slot: usize, candidate: usize, ratios: bool): bool {
  const loss = search.loss
  const former: usize = load<u32>(search.medoids + slot * 4)
  if (ratios) swapRatios(matrix, search, slot, candidate)
  else swap(matrix, search, slot, candidate)
  if (search.loss < loss) {
    search.swaps += 1
    return true
  }
  if (ratios) swapRatios(matrix, search, slot, former)
  else swap(matrix, search, slot, former)
  return false
}
