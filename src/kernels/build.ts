import { Matrix } from './gower'
import { rowAt } from './medoids'

/** The state of BUILD. Written by `src/core/clustering/state.ts`, field by field in this order. */
@unmanaged
export class Build {
  /** Output, u32 × k: medoid rows in the order in which they are chosen, so that the first of them are those of a smaller k. */
  medoids: usize
  k: usize
  /** Distance of each row to its nearest medoid so far, f32 × stride. */
  nearest: usize
  /** By how much each row would lower the loss as the next medoid: when that was last computed, f64 × n. */
  gains: usize
  /** How many medoids there were then, u32 × n. */
  known: usize
  /** The rows that are no medoids as a binary heap with the largest gain at the top, u32 × n; and how many those are. */
  heap: usize
  size: usize
  chosen: usize
  /** The next row whose gain is computed for the first or the second medoid. */
  candidate: usize
  best: usize
  /** Output: the first of the rows with the least Σ distance, for k = 1, where it does not matter which of them others follow. */
  single: usize
}

/**
 * BUILD of PAM (Kaufman and Rousseeuw, Finding Groups in Data, 1990, chapter 2): medoids one after another, each the row that
 * lowers Σ distance to the nearest medoid most, the last of equals as in R. A gain never grows as medoids are added, so only rows
 * whose last known gain is above all others are computed anew (Minoux, Accelerated greedy algorithms, 1978): the same
 * medoids in a small part of the time. Computes up to `limit` gains and returns 0 when it has k ≥ 1 medoids. Before the first
 * call, what is counted is 0.
 */
export function build(matrix: Matrix, state: Build, limit: usize): usize {
  if (state.chosen == 0) return chooseFirst(matrix, state, limit)
  if (state.chosen >= state.k) return 0
  if (state.candidate < matrix.n) return computeAll(matrix, state, limit)
  for (let computed: usize = 0; computed < limit;) {
    const top: usize = load<u32>(state.heap)
    if (load<u32>(state.known + top * 4) == state.chosen) {
      state.size -= 1
      store<u32>(state.heap, load<u32>(state.heap + state.size * 4))
      siftDown(state, 0)
      choose(matrix, state, top)
      if (state.chosen == state.k) return 0
    } else {
      compute(matrix, state, top)
      siftDown(state, 0)
      computed++
    }
  }
  return 1
}

/** The row with the least Σ distance. */
function chooseFirst(matrix: Matrix, state: Build, limit: usize): usize {
  const end = min<usize>(state.candidate + limit, matrix.n)
  for (let row = state.candidate; row < end; row++) {
    const gain = -sumOf(rowAt(matrix, row), matrix.n)
    store<f64>(state.gains + row * 8, gain)
    if (gain >= load<f64>(state.gains + state.best * 8)) state.best = row
    if (gain > load<f64>(state.gains + state.single * 8)) state.single = row
  }
  state.candidate = end
  if (end < matrix.n) return 1
  const infinity = f32x4.splat(Infinity)
  for (let at: usize = 0; at < matrix.stride * 4; at += 16) v128.store(state.nearest + at, infinity)
  choose(matrix, state, state.best)
  state.candidate = 0
  return state.k > 1 ? 1 : 0
}

/** The gains of all rows beside the first medoid, and the heap of them. */
function computeAll(matrix: Matrix, state: Build, limit: usize): usize {
  const end = min<usize>(state.candidate + limit, matrix.n)
  for (let row = state.candidate; row < end; row++) {
    if (row == state.best) continue
    compute(matrix, state, row)
    store<u32>(state.heap + state.size * 4, <u32>row)
    state.size += 1
  }
  state.candidate = end
  if (end == matrix.n) for (let place = state.size / 2; place > 0; place--) siftDown(state, place - 1)
  return 1
}

function choose(matrix: Matrix, state: Build, row: usize): void {
  store<u32>(state.medoids + state.chosen * 4, <u32>row)
  state.chosen += 1
  const distances = rowAt(matrix, row)
  for (let at: usize = 0; at < matrix.stride * 4; at += 16) {
    const to = state.nearest + at
    v128.store(to, f32x4.min(v128.load(to), v128.load(distances + at)))
  }
}

/** Computes the gain of a row: Σ max(distance to the nearest medoid − distance to the row, 0). */
function compute(matrix: Matrix, state: Build, row: usize): void {
  const distances = rowAt(matrix, row)
  const nearest: usize = state.nearest
  const none = f64x2.splat(0)
  let a = none
  let b = none
  const whole = matrix.n & ~3
  for (let at: usize = 0; at < whole * 4; at += 16) {
    const d = v128.load(distances + at)
    const m = v128.load(nearest + at)
    a = f64x2.add(a, f64x2.max(f64x2.sub(f64x2.promote_low_f32x4(m), f64x2.promote_low_f32x4(d)), none))
    b = f64x2.add(b, f64x2.max(f64x2.sub(highOf(m), highOf(d)), none))
  }
  const sums = f64x2.add(a, b)
  let gain = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1)
  for (let at = whole * 4; at < matrix.n * 4; at += 4) {
    gain += max<f64>(<f64>load<f32>(nearest + at) - <f64>load<f32>(distances + at), 0)
  }
  store<f64>(state.gains + row * 8, gain)
  store<u32>(state.known + row * 4, <u32>state.chosen)
}

function sumOf(distances: usize, n: usize): f64 {
  let a = f64x2.splat(0)
  let b = f64x2.splat(0)
  const whole = n & ~3
  for (let at: usize = 0; at < whole * 4; at += 16) {
    const d = v128.load(distances + at)
    a = f64x2.add(a, f64x2.promote_low_f32x4(d))
    b = f64x2.add(b, highOf(d))
  }
  const sums = f64x2.add(a, b)
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1)
  for (let row = whole; row < n; row++) sum += <f64>load<f32>(distances + row * 4)
  return sum
}

function highOf(values: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<u64>(values, values, 1, 0))
}

/** Moves the row at a place of the heap down until none below it goes before it. */
function siftDown(state: Build, from: usize): void {
  const heap: usize = state.heap
  const row: usize = load<u32>(heap + from * 4)
  let place = from
  for (;;) {
    let below = place * 2 + 1
    if (below >= state.size) break
    if (below + 1 < state.size && goesBefore(state, load<u32>(heap + below * 4, 4), load<u32>(heap + below * 4)))
      below++
    const next: usize = load<u32>(heap + below * 4)
    if (!goesBefore(state, next, row)) break
    store<u32>(heap + place * 4, <u32>next)
    place = below
  }
  store<u32>(heap + place * 4, <u32>row)
}

function goesBefore(state: Build, row: usize, other: usize): bool {
  const gain = load<f64>(state.gains + row * 8)
  const otherGain = load<f64>(state.gains + other * 8)
  return gain > otherGain || (gain == otherGain && row > other)
}
