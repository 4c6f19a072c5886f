import { Matrix } from './gower'

/**
 * The state of one search for k medoids: which rows they are, and of every row its nearest and second nearest medoid.
 * Written by `src/core/clustering/state.ts`, field by field in this order. Arrays of one value a row have `matrix.stride`
 * values, so that they can be read 16 at a time.
 */
@unmanaged
export class Search {
  /** Medoid rows, u32 × k. */
  medoids: usize
  k: usize
  /** 0 before the first step. */
  phase: usize
  /** Place of the nearest and second nearest medoid in `medoids`, u32 a row. */
  nearest: usize
  second: usize
  /** Distances to them, f32 a row. */
  nearestDistance: usize
  secondDistance: usize
  /** FasterMSC: the distance to the third nearest medoid, f32 a row; ∞ where k = 2. */
  thirdDistance: usize
  /** 1 where a row is a medoid, u8 a row that can be one. */
  isMedoid: usize
  /** How much the loss rises when a medoid is removed, f64 × k. */
  removal: usize
  /** What a candidate changes of that, two f64 × k: the rise that it spares, and what its rows rise by instead. */
  change: usize
  /** Rows that a candidate touches, u32 a row + 4; and 16 × 4 u32: where the set bits of a 4-bit mask are. */
  touched: usize
  lanes: usize
  /**
   * PAM, where there is room for it (else 0): what each row as a candidate changes, two f64 × k a row as in `change`, and its
   * gain, f64 a row; `stale`, u8 a row, is not 0 where a swap has changed that since.
   */
  changes: usize
  gains: usize
  stale: usize
  /** The next candidate row, and how many have been tried since the last swap. */
  candidate: usize
  tried: usize
  swaps: usize
  /** PAM: the best candidate of this round, and the medoid that it would replace. */
  bestCandidate: usize
  bestSlot: usize
  /** The medoid that the candidate evaluated last would replace. */
  slot: usize
  /** How the loss would change by that swap; PAM: by the best of this round. */
  slotChange: f64
  bestChange: f64
  /** Σ distance to the nearest medoid; FasterMSC: Σ of that over the distance to the second nearest. */
  loss: f64
}

/** Only a swap that lowers the loss by more than this share of it is made: less may be rounding. */
const LEAST_GAIN: f64 = 1e-10

export function canGain(search: Search, change: f64): bool {
  return change < -LEAST_GAIN * search.loss
}

export function rowAt(matrix: Matrix, row: usize): usize {
  return matrix.values + row * matrix.stride * 4
}

/** Prepares a search from the medoids that it holds: nearest and second nearest medoid of every row, losses. k ≥ 2. */
export function startSearch(matrix: Matrix, search: Search): void {
  markMedoids(matrix, search)
  findNearest(matrix, search)
  sumLosses(matrix, search)
}

/** Prepares what does not depend on distances: which rows are medoids, and the counts of a search. */
export function markMedoids(matrix: Matrix, search: Search): void {
  for (let mask: usize = 0; mask < 16; mask++) {
    let to: usize = search.lanes + mask * 16
    for (let lane: usize = 0; lane < 4; lane++) {
      if ((mask >> lane) & 1) {
        store<u32>(to, lane)
        to += 4
      }
    }
  }
  memory.fill(search.isMedoid, 0, matrix.rows)
  for (let slot: usize = 0; slot < search.k; slot++) {
    store<u8>(search.isMedoid + load<u32>(search.medoids + slot * 4), 1)
  }
  search.tried = 0
  search.swaps = 0
}

/** Nearest and second nearest medoid of every row, ties by place. */
function findNearest(matrix: Matrix, search: Search): void {
  const bytes: usize = matrix.stride * 4
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(search.nearestDistance + at, f32x4.splat(Infinity))
    v128.store(search.secondDistance + at, f32x4.splat(Infinity))
    v128.store(search.nearest + at, i32x4.splat(0))
    v128.store(search.second + at, i32x4.splat(0))
  }
  for (let slot: usize = 0; slot < search.k; slot++) {
    const distances = rowAt(matrix, load<u32>(search.medoids + slot * 4))
    const id = i32x4.splat(<i32>slot)
    for (let at: usize = 0; at < bytes; at += 16) {
      const d = v128.load(distances + at)
      const nearestDistance = v128.load(search.nearestDistance + at)
      const nearest = v128.load(search.nearest + at)
      const secondDistance = v128.load(search.secondDistance + at)
      const nearer = f32x4.lt(d, nearestDistance)
      const next = f32x4.lt(d, secondDistance)
      const second = v128.bitselect(id, v128.load(search.second + at), next)
      v128.store(search.second + at, v128.bitselect(nearest, second, nearer))
      v128.store(
        search.secondDistance + at,
        v128.bitselect(nearestDistance, v128.bitselect(d, secondDistance, next), nearer)
      )
      v128.store(search.nearest + at, v128.bitselect(id, nearest, nearer))
      v128.store(search.nearestDistance + at, v128.bitselect(d, nearestDistance, nearer))
    }
  }
  // No candidate is nearer than this to the rows that only fill the stride.
  for (let row = matrix.n; row < matrix.stride; row++) store<f32>(search.secondDistance + row * 4, -1)
}

/** Loss, and loss of removal of every medoid: Σ (second − nearest) over the rows that it serves. */
function sumLosses(matrix: Matrix, search: Search): void {
  for (let slot: usize = 0; slot < search.k; slot++) store<f64>(search.removal + slot * 8, 0)
  let loss: f64 = 0
  for (let row: usize = 0; row < matrix.n; row++) {
    const d: f64 = load<f32>(search.nearestDistance + row * 4)
    const to: usize = search.removal + load<u32>(search.nearest + row * 4) * 8
    store<f64>(to, load<f64>(to) + (<f64>load<f32>(search.secondDistance + row * 4) - d))
    loss += d
  }
  search.loss = loss
}

/**
 * The best medoid to swap for a candidate row and the change of the loss, in one pass over the candidate's distances
 * (Schubert and Rousseeuw, Information Systems 101, 2021, algorithm 3): `slot` and `slotChange`.
 */
export function evaluate(matrix: Matrix, search: Search, candidate: usize): void {
  findSlot(search, search.change, sumChanges(matrix, search, candidate, search.change))
}

/** Writes what a candidate changes to `change`. Returns its gain: how the loss changes where all medoids are kept. */
export function sumChanges(matrix: Matrix, search: Search, candidate: usize, change: usize): f64 {
  const distances = rowAt(matrix, candidate)
  const touched: usize = search.touched
  const count = gatherTouched(distances, search.secondDistance, matrix.stride, touched, search.lanes)

  for (let slot: usize = 0; slot < search.k; slot++) v128.store(change + slot * 16, f64x2.splat(0))

  // A row nearer to the candidate than to its second medoid: with its medoid kept it gains min(d − nearest, 0); with its
  // medoid removed it goes to the candidate instead of the second, and rises by max(d − nearest, 0) beside that gain. The
  // rises that are spared are added up in the order of `sumLosses`: where they are all, exactly nothing is left, however
  // far away the second medoids are.
  let gain: f64 = 0
  for (let at = touched; at < count; at += 4) {
    const offset: usize = load<u32>(at) * 4
    const nearest: f64 = load<f32>(search.nearestDistance + offset)
    const second: f64 = load<f32>(search.secondDistance + offset)
    const farther = <f64>load<f32>(distances + offset) - nearest
    const to = change + load<u32>(search.nearest + offset) * 16
    gain += min<f64>(farther, 0)
    const both = f64x2.replace_lane(f64x2.splat(second - nearest), 1, max<f64>(farther, 0))
    v128.store(to, f64x2.add(v128.load(to), both))
  }

  return gain
}

/** The best medoid to swap for a candidate, from what that changes and its gain: `slot` and `slotChange`. */
export function findSlot(search: Search, change: usize, gain: f64): void {
  const removal: usize = search.removal
  let best = Infinity
  let bestSlot: usize = 0
  for (let slot: usize = 0; slot < search.k; slot++) {
    const value = load<f64>(removal + slot * 8) - load<f64>(change + slot * 16) + load<f64>(change + slot * 16, 8)
    if (value < best) {
      best = value
      bestSlot = slot
    }
  }
  search.slot = bestSlot
  search.slotChange = best + gain
}

/** Lists the rows with distance < limit, without a branch that depends on single rows. Returns the list's end. */
export function gatherTouched(distances: usize, limits: usize, rows: usize, list: usize, lanes: usize): usize {
  let to = list
  for (let row: usize = 0; row < rows; row += 16) {
    const d = distances + row * 4
    const s = limits + row * 4
    const m0 = f32x4.lt(v128.load(d), v128.load(s))
    const m1 = f32x4.lt(v128.load(d, 16), v128.load(s, 16))
    const m2 = f32x4.lt(v128.load(d, 32), v128.load(s, 32))
    const m3 = f32x4.lt(v128.load(d, 48), v128.load(s, 48))
    if (!v128.any_true(v128.or(v128.or(m0, m1), v128.or(m2, m3)))) continue
    to = pushLanes(to, m0, row, lanes)
    to = pushLanes(to, m1, row + 4, lanes)
    to = pushLanes(to, m2, row + 8, lanes)
    to = pushLanes(to, m3, row + 12, lanes)
  }
  return to
}

function pushLanes(to: usize, mask: v128, row: usize, lanes: usize): usize {
  const bits = <usize>i32x4.bitmask(mask)
  v128.store(to, i32x4.add(i32x4.splat(<i32>row), v128.load(lanes + bits * 16)))
  return to + popcnt<usize>(bits) * 4
}

/** Makes row `candidate` the medoid at place `slot`; what follows from that is not up to date yet. */
export function putMedoid(search: Search, slot: usize, candidate: usize): void {
  store<u8>(search.isMedoid + load<u32>(search.medoids + slot * 4), 0)
  store<u8>(search.isMedoid + candidate, 1)
  store<u32>(search.medoids + slot * 4, candidate)
}

/** Makes row `candidate` the medoid at place `slot`, and brings nearest, second nearest and losses up to date. */
export function swap(matrix: Matrix, search: Search, slot: usize, candidate: usize): void {
  putMedoid(search, slot, candidate)
  const distances = rowAt(matrix, candidate)
  for (let row: usize = 0; row < matrix.n; row++) {
    const d = load<f32>(distances + row * 4)
    const nearest: usize = load<u32>(search.nearest + row * 4)
    const second: usize = load<u32>(search.second + row * 4)
    const nearestDistance = load<f32>(search.nearestDistance + row * 4)
    const secondDistance = load<f32>(search.secondDistance + row * 4)
    if (nearest == slot) {
      if (d < secondDistance) {
        store<f32>(search.nearestDistance + row * 4, d)
      } else {
        store<u32>(search.nearest + row * 4, second)
        store<f32>(search.nearestDistance + row * 4, secondDistance)
        findSecond(matrix, search, row, second)
      }
    } else if (d < nearestDistance) {
      store<u32>(search.nearest + row * 4, slot)
      store<f32>(search.nearestDistance + row * 4, d)
      store<u32>(search.second + row * 4, nearest)
      store<f32>(search.secondDistance + row * 4, nearestDistance)
    } else if (d < secondDistance) {
      store<u32>(search.second + row * 4, slot)
      store<f32>(search.secondDistance + row * 4, d)
    } else if (second == slot) {
      findSecond(matrix, search, row, nearest)
    }
    if (search.stale == 0) continue
    const now = load<f32>(search.secondDistance + row * 4)
    if (
      now != secondDistance ||
      load<u32>(search.second + row * 4) != second ||
      load<u32>(search.nearest + row * 4) != nearest ||
      load<f32>(search.nearestDistance + row * 4) != nearestDistance
    ) {
      markStale(rowAt(matrix, row), max<f32>(now, secondDistance), search.stale, matrix.stride)
    }
  }
  sumLosses(matrix, search)
}

/** Marks the rows with a distance below `limit`. */
function markStale(distances: usize, limit: f32, stale: usize, rows: usize): void {
  const most = f32x4.splat(limit)
  for (let row: usize = 0; row < rows; row += 16) {
    const d = distances + row * 4
    const low = i16x8.narrow_i32x4_s(f32x4.lt(v128.load(d), most), f32x4.lt(v128.load(d, 16), most))
    const high = i16x8.narrow_i32x4_s(f32x4.lt(v128.load(d, 32), most), f32x4.lt(v128.load(d, 48), most))
    v128.store(stale + row, v128.or(v128.load(stale + row), i8x16.narrow_i16x8_s(low, high)))
  }
}

/** The nearest medoid of a row other than the one at place `nearest`. */
function findSecond(matrix: Matrix, search: Search, row: usize, nearest: usize): void {
  let best: f32 = Infinity
  let bestSlot: usize = 0
  for (let slot: usize = 0; slot < search.k; slot++) {
    if (slot == nearest) continue
    const d = load<f32>(rowAt(matrix, load<u32>(search.medoids + slot * 4)) + row * 4)
    if (d < best) {
      best = d
      bestSlot = slot
    }
  }
  store<u32>(search.second + row * 4, bestSlot)
  store<f32>(search.secondDistance + row * 4, best)
}
