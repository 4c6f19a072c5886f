import { Matrix } from './gower'
import { Search, findSlot, gatherTouched, markMedoids, rowAt, putMedoid } from './medoids'

/**
 * The medoid silhouette of a row is 1 − d₁ / d₂, with the distances to its nearest and second nearest medoid (van der Laan,
 * Pollard and Bryan, J. Stat. Comput. Simul. 73, 2003); 1 where d₁ is 0, also where both are. Searches lower Σ d₁ / d₂, whose
 * terms are f32 and are added up in f64.
 */
function ratio(nearest: f32, second: f32): f32 {
  return nearest == 0 ? 0 : nearest / second
}

/** Prepares a search from the medoids that it holds: the three nearest medoids of every row, losses. k ≥ 2. */
export function startRatios(matrix: Matrix, search: Search): void {
  markMedoids(matrix, search)
  findThree(matrix, search)
  sumRatios(matrix, search)
}

/** Nearest and second nearest medoid of every row, ties by place, and the distance to the third. */
function findThree(matrix: Matrix, search: Search): void {
  const bytes: usize = matrix.stride * 4
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(search.nearestDistance + at, f32x4.splat(Infinity))
    v128.store(search.secondDistance + at, f32x4.splat(Infinity))
    v128.store(search.thirdDistance + at, f32x4.splat(Infinity))
    v128.store(search.nearest + at, i32x4.splat(0))
    v128.store(search.second + at, i32x4.splat(0))
  }
  for (let slot: usize = 0; slot < search.k; slot++) {
    const distances = rowAt(matrix, load<u32>(search.medoids + slot * 4))
    const id = i32x4.splat(<i32>slot)
    for (let at: usize = 0; at < bytes; at += 16) {
      const d = v128.load(distances + at)
      const first = v128.load(search.nearestDistance + at)
      const second = v128.load(search.secondDistance + at)
      const nearer = f32x4.lt(d, first)
      const next = f32x4.lt(d, second)
      // What each of the three pushes down is the larger one of it and d.
      v128.store(search.nearestDistance + at, f32x4.min(first, d))
      v128.store(search.secondDistance + at, f32x4.min(second, f32x4.max(first, d)))
      v128.store(search.thirdDistance + at, f32x4.min(v128.load(search.thirdDistance + at), f32x4.max(second, d)))
      const nearest = v128.load(search.nearest + at)
      const other = v128.bitselect(id, v128.load(search.second + at), next)
      v128.store(search.second + at, v128.bitselect(nearest, other, nearer))
      v128.store(search.nearest + at, v128.bitselect(id, nearest, nearer))
    }
  }
  // No candidate is nearer than this to the rows that only fill the stride.
  for (let row = matrix.n; row < matrix.stride; row++) store<f32>(search.thirdDistance + row * 4, -1)
}

/** Loss, and loss of removal of every medoid: by the rows of which it is the nearest or the second nearest. */
function sumRatios(matrix: Matrix, search: Search): void {
  for (let slot: usize = 0; slot < search.k; slot++) store<f64>(search.removal + slot * 8, 0)
  let loss: f64 = 0
  for (let offset: usize = 0; offset < matrix.n * 4; offset += 4) {
    const first = load<f32>(search.nearestDistance + offset)
    const second = load<f32>(search.secondDistance + offset)
    const third = load<f32>(search.thirdDistance + offset)
    const now: f64 = ratio(first, second)
    const nearest: usize = search.removal + load<u32>(search.nearest + offset) * 8
    store<f64>(nearest, load<f64>(nearest) + (<f64>ratio(second, third) - now))
    const next: usize = search.removal + load<u32>(search.second + offset) * 8
    store<f64>(next, load<f64>(next) + (<f64>ratio(first, third) - now))
    loss += now
  }
  search.loss = loss
}

/**
 * The best medoid to swap for a candidate row and the change of the loss, in one pass over the candidate's distances
 * (Lenssen and Schubert, SISAP 2022, section 4): `slot` and `slotChange`.
 */
export function evaluateRatios(matrix: Matrix, search: Search, candidate: usize): void {
  const distances = rowAt(matrix, candidate)
  const touched: usize = search.touched
  const count = gatherTouched(distances, search.thirdDistance, matrix.stride, touched, search.lanes)
  for (let slot: usize = 0; slot < search.k; slot++) v128.store(search.change + slot * 16, f64x2.splat(0))

  // Only rows nearer to the candidate than to their third medoid change by it. Its two nearest are, with all medoids kept,
  // among three; with its nearest or second nearest removed, the candidate and the other one: the third is farther.
  let gain: f64 = 0
  for (let at = touched; at < count; at += 4) {
    const offset: usize = load<u32>(at) * 4
    const d = load<f32>(distances + offset)
    const first = load<f32>(search.nearestDistance + offset)
    const second = load<f32>(search.secondDistance + offset)
    const third = load<f32>(search.thirdDistance + offset)
    const now: f64 = ratio(first, second)
    const kept: f64 = d < first ? ratio(d, first) : d < second ? ratio(first, d) : now
    const withoutFirst: f64 = d < second ? ratio(d, second) : ratio(second, d)
    const withoutSecond: f64 = d < first ? ratio(d, first) : ratio(first, d)
    gain += kept - now
    addChange(search, load<u32>(search.nearest + offset), <f64>ratio(second, third) - now, withoutFirst - kept)
    addChange(search, load<u32>(search.second + offset), <f64>ratio(first, third) - now, withoutSecond - kept)
  }
  findSlot(search, search.change, gain)
}

/** Adds what a row spares of the rise by a removal, and what it rises by instead. */
function addChange(search: Search, slot: usize, spared: f64, instead: f64): void {
  const to = search.change + slot * 16
  v128.store(to, f64x2.add(v128.load(to), f64x2.replace_lane(f64x2.splat(spared), 1, instead)))
}

/** Makes row `candidate` the medoid at place `slot`, and brings the three nearest and the loss up to date. */
export function swapRatios(matrix: Matrix, search: Search, slot: usize, candidate: usize): void {
  putMedoid(search, slot, candidate)
  findThree(matrix, search)
  sumRatios(matrix, search)
}
