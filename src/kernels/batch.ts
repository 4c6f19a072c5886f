import { compare } from './compare'
import { countUnshared, Matrix, mirrorTile } from './gower'
import { rowAt } from './medoids'
import { LANES, Packed } from './packed'
import { Query, writeQuery } from './query'

/** Writes the queries of the rows of a packed table that are listed at `rows`, u32. */
export function writeQueries(packed: Packed, rows: usize, count: usize, queries: usize): void {
  for (let at: usize = 0; at < count; at++) {
    const row: usize = load<u32>(rows + at * 4)
    const block = packed.blocks + (row / LANES) * packed.blockBytes
    writeQuery(packed, block, row % LANES, changetype<Query>(queries + at * packed.queryBytes))
  }
}

/**
 * Computes the distances √(1−S) of the next 64 rows of a packed table to a batch of its rows, `matrix.n` of them listed at `batch`, u32,
 * with their `queries`; and adds each row to the count of that of the batch which is nearest to it, the first of equals, u32 at
 * `counts`. Pairs that share no column are counted, each as often as it is compared. Several threads may call it at a time, each with its own scratch. Returns 0 when no rows
 * are left.
 */
export function batchRows(
  packed: Packed,
  matrix: Matrix,
  batch: usize,
  queries: usize,
  counts: usize,
  scratch: usize
): usize {
  const j = atomic.add<usize>(changetype<usize>(matrix) + offsetof<Matrix>('next'), 1)
  const first = j * LANES
  if (first >= matrix.rows) return 0
  const rows = min<usize>(LANES, matrix.rows - first)
  const block = packed.blocks + j * packed.blockBytes
  const sums = scratch + LANES * LANES * 4
  let unshared: usize = 0
  for (let from: usize = 0; from < matrix.n; from += LANES) {
    const to = min<usize>(from + LANES, matrix.n)
    for (let column = from; column < to; column++) {
      const query = changetype<Query>(queries + column * packed.queryBytes)
      const out = scratch + (column - from) * LANES * 4
      // A row is at distance 0 from itself, whether or not it has any values.
      const self = load<u32>(batch + column * 4) - first
      const mayShareNone = compare(packed, query, block, out, sums, true)
      if (self < rows) store<f32>(out + self * 4, 0)
      if (mayShareNone) unshared += countUnshared(packed, query.block, query.lane, block, 0, rows, out)
    }
    mirrorTile(matrix, scratch, from / LANES, j)
  }
  atomic.add<usize>(changetype<usize>(matrix) + offsetof<Matrix>('unshared'), unshared)
  for (let row = first; row < first + rows; row++) {
    atomic.add<u32>(counts + nearestColumn(rowAt(matrix, row), matrix.n) * 4, 1)
  }
  return 1
}

/** The column of the least of n distances, the first of equals. */
function nearestColumn(distances: usize, n: usize): usize {
  let nearest: usize = 0
  let least: f32 = Infinity
  for (let column: usize = 0; column < n; column++) {
    const d = load<f32>(distances + column * 4)
    if (d < least) {
      least = d
      nearest = column
    }
  }
  return nearest
}

/**
 * Multiplies the columns of the next 64 rows by their counts, f32 at `weights`, one for each of the stride. Several threads may call
 * it at a time. Returns 0 when no rows are left.
 */
export function weighBatch(matrix: Matrix, weights: usize): usize {
  const first = atomic.add<usize>(changetype<usize>(matrix) + offsetof<Matrix>('next'), LANES)
  if (first >= matrix.rows) return 0
  const end = min<usize>(first + LANES, matrix.rows)
  for (let row = first; row < end; row++) {
    const distances = rowAt(matrix, row)
    for (let at: usize = 0; at < matrix.stride * 4; at += 16) {
      v128.store(distances + at, f32x4.mul(v128.load(distances + at), v128.load(weights + at)))
    }
  }
  return 1
}
