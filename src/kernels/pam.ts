import { Matrix } from './gower'
import { LEAST_GAIN, Search, evaluate, rowAt, startSearch, swap } from './medoids'

const BUILD: usize = 1
const SWAP: usize = 2

/**
 * PAM (Kaufman and Rousseeuw, Finding Groups in Data, 1990, chapter 2): BUILD, then the best swap until none lowers the
 * loss; the swaps are evaluated as FastPAM1 does (Schubert and Rousseeuw 2021, section 3), which finds the same ones. For
 * k = 1 BUILD alone is exact. Tries up to `limit` candidates and returns 0 when it has converged. The search has phase 0
 * before the first call.
 */
export function pam(matrix: Matrix, search: Search, limit: usize): usize {
  if (search.phase == 0) {
    startBuild(matrix, search)
    search.phase = BUILD
  }
  if (search.phase == BUILD) {
    if (build(matrix, search, limit)) return 1
    if (search.k == 1) return 0
    startSearch(matrix, search)
    search.candidate = 0
    search.bestChange = Infinity
    search.phase = SWAP
    return 1
  }
  return swapBest(matrix, search, limit)
}

function startBuild(matrix: Matrix, search: Search): void {
  for (let row: usize = 0; row < matrix.stride; row++) {
    store<u8>(search.isMedoid + row, 0)
    store<f32>(search.nearestDistance + row * 4, Infinity)
  }
  search.candidate = 0
  search.tried = 0
  search.swaps = 0
  search.bestChange = Infinity
}

/**
 * Tries the next rows as the next medoid; when all are tried, takes the one that lowers Σ distance to the nearest medoid
 * most, the first of equals. `search.tried` counts the medoids chosen.
 */
function build(matrix: Matrix, search: Search, limit: usize): usize {
  const end = min<usize>(search.candidate + limit, matrix.n)
  for (let candidate = search.candidate; candidate < end; candidate++) {
    if (load<u8>(search.isMedoid + candidate)) continue
    const loss = lossWith(rowAt(matrix, candidate), search.nearestDistance, matrix.n)
    if (loss < search.bestChange) {
      search.bestChange = loss
      search.bestCandidate = candidate
    }
  }
  search.candidate = end
  if (end < matrix.n) return 1

  const chosen = search.bestCandidate
  store<u32>(search.medoids + search.tried * 4, <u32>chosen)
  store<u8>(search.isMedoid + chosen, 1)
  const distances = rowAt(matrix, chosen)
  for (let at: usize = 0; at < matrix.stride * 4; at += 16) {
    const to = search.nearestDistance + at
    v128.store(to, f32x4.min(v128.load(to), v128.load(distances + at)))
  }
  search.loss = search.bestChange
  search.tried += 1
  search.candidate = 0
  search.bestChange = Infinity
  return search.tried < search.k ? 1 : 0
}

/** Σ min(distance to the candidate, distance to the nearest medoid), in f64. */
function lossWith(distances: usize, nearest: usize, n: usize): f64 {
  let a = f64x2.splat(0)
  let b = f64x2.splat(0)
  const whole = n & ~3
  for (let row: usize = 0; row < whole; row += 4) {
    const d = f32x4.min(v128.load(distances + row * 4), v128.load(nearest + row * 4))
    a = f64x2.add(a, f64x2.promote_low_f32x4(d))
    b = f64x2.add(b, f64x2.promote_low_f32x4(v128.shuffle<u64>(d, d, 1, 0)))
  }
  const sums = f64x2.add(a, b)
  let loss = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1)
  for (let row = whole; row < n; row++) {
    loss += <f64>min<f32>(load<f32>(distances + row * 4), load<f32>(nearest + row * 4))
  }
  return loss
}

/** Evaluates the next rows; when all are evaluated, makes the swap that lowers the loss most, the first of equals. */
function swapBest(matrix: Matrix, search: Search, limit: usize): usize {
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

  if (search.bestChange >= -LEAST_GAIN) return 0
  swap(matrix, search, search.bestSlot, search.bestCandidate)
  search.candidate = 0
  search.bestChange = Infinity
  return 1
}
