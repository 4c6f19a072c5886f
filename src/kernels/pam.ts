import { Matrix } from './gower'
import { Search, canGain, evaluate, startSearch, swapIfBetter } from './medoids'

/**
 * The swaps of PAM (Kaufman and Rousseeuw, Finding Groups in Data, 1990, chapter 2): the best of all, until none lowers the loss;
 * they are evaluated as FastPAM1 does (Schubert and Rousseeuw 2021, section 3), which finds the same ones. Tries up to
 * `limit` candidates and returns 0 when it has converged. Before the first call, the search holds the k ≥ 2 medoids
 * of BUILD, and phase 0.
 */
export function pam(matrix: Matrix, search: Search, limit: usize): usize {
  if (search.phase == 0) {
    startSearch(matrix, search)
    search.candidate = 0
    search.bestChange = Infinity
    search.phase = 1
  }
  const end = min<usize>(search.candidate + limit, matrix.n)
  for (let candidate = search.candidate; candidate < end; candidate++) {
    if (load<u8>(search.isMedoid + candidate)) continue
    evaluate(matrix, search, candidate)
    if (search.slotChange < search.bestChange) {
      search.bestChange = search.slotChange
      search.bestSlot = search.slot
      search.bestCandidate = candidate
    }
  }
  search.candidate = end
  if (end < matrix.n) return 1

  if (!canGain(search, search.bestChange) || !swapIfBetter(matrix, search, search.bestSlot, search.bestCandidate))
    return 0
  search.candidate = 0
  search.bestChange = Infinity
  return 1
}
