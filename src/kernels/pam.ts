import { Matrix } from './gower'
import { Search, canGain, evaluate, findSlot, startSearch, sumChanges } from './medoids'
import { swapIfBetter } from './swap'

/** With so many medoids, a swap touches few rows: what candidates elsewhere change is kept from swap to swap. */
const KEPT_FROM: usize = 30

/**
 * The swaps of PAM (Kaufman and Rousseeuw, Finding Groups in Data, 1990, chapter 2): the best of all, until none lowers the loss;
 * they are evaluated as FastPAM1 does (Schubert and Rousseeuw 2021, section 3), which finds the same ones. What a candidate
 * changes is computed again only where a row that is nearer to it than to its second medoid has another nearest or second
 * medoid since: the sums are the same to the last bit. Tries up to `limit` candidates and returns 0 when it has converged. Before the first call, the search holds the k ≥ 2 medoids
 * of BUILD, and phase 0.
 */
export function pam(matrix: Matrix, search: Search, limit: usize): usize {
  if (search.phase == 0) {
    startSearch(matrix, search)
    search.candidate = 0
    search.bestChange = Infinity
    search.phase = 1
    if (search.k < KEPT_FROM) search.stale = 0
    else if (search.stale) memory.fill(search.stale, 1, matrix.stride)
  }
  const end = min<usize>(search.candidate + limit, matrix.n)
  for (let candidate = search.candidate; candidate < end; candidate++) {
    if (load<u8>(search.isMedoid + candidate)) continue
    if (search.stale) evaluateKept(matrix, search, candidate)
    else evaluate(matrix, search, candidate)
    if (search.slotChange < search.bestChange) {
      search.bestChange = search.slotChange
      search.bestSlot = search.slot
      search.bestCandidate = candidate
    }
  }
  search.candidate = end
  if (end < matrix.n) return 1

  if (!canGain(search, search.bestChange)) return 0
  if (!swapIfBetter(matrix, search, search.bestSlot, search.bestCandidate, false)) return 0
  search.candidate = 0
  search.bestChange = Infinity
  return 1
}

/** Evaluates a candidate from what is kept of it. None is better than its gain, which spares most of them. */
function evaluateKept(matrix: Matrix, search: Search, candidate: usize): void {
  const change = search.changes + candidate * search.k * 16
  const gain = search.gains + candidate * 8
  if (load<u8>(search.stale + candidate)) {
    store<f64>(gain, sumChanges(matrix, search, candidate, change))
    store<u8>(search.stale + candidate, 0)
  }
  const least = load<f64>(gain)
  if (least < search.bestChange) findSlot(search, change, least)
  else search.slotChange = least
}
