import { Matrix } from './gower'
import { Search, canGain, evaluate, startSearch } from './medoids'
import { evaluateRatios, startRatios } from './medoid-silhouette'
import { swapIfBetter } from './swap'

/**
 * FasterPAM (Schubert and Rousseeuw, Information Systems 101, 2021): tries the rows in turn as candidates and swaps at
 * once where that lowers the loss, until no row does. Tries up to `limit` candidates and returns 0 when it has converged,
 * so that whoever calls it can stop in between. Before the first call, the search holds k ≥ 2 medoids, the row
 * to begin with in `candidate`, and phase 0.
 */
export function fasterpam(matrix: Matrix, search: Search, limit: usize): usize {
  if (search.phase == 0) {
    search.stale = 0
    startSearch(matrix, search)
    search.phase = 1
  }
  return swapEagerly(matrix, search, limit, false)
}

/**
 * FasterMSC (Lenssen and Schubert, Information Systems 120, 2024, algorithm 2): the same swaps, where they raise the medoid
 * silhouette; called as `fasterpam` is.
 */
export function fastermsc(matrix: Matrix, search: Search, limit: usize): usize {
  if (search.phase == 0) {
    startRatios(matrix, search)
    search.phase = 1
  }
  return swapEagerly(matrix, search, limit, true)
}

function swapEagerly(matrix: Matrix, search: Search, limit: usize, ratios: bool): usize {
  const n = matrix.rows
  for (let i: usize = 0; i < limit; i++) {
    if (search.tried >= n) return 0
    const candidate = search.candidate
    search.candidate = candidate + 1 < n ? candidate + 1 : 0
    search.tried += 1
    if (load<u8>(search.isMedoid + candidate)) continue
    if (ratios) evaluateRatios(matrix, search, candidate)
    else evaluate(matrix, search, candidate)
    if (!canGain(search, search.slotChange)) continue
    if (swapIfBetter(matrix, search, search.slot, candidate, ratios)) search.tried = 0
  }
  return search.tried < n ? 1 : 0
}
