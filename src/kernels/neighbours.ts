import { Matrix } from './gower'
import { clearList, farthestOf, insert, listBytes } from './nearest-list'

/** The k nearest of some rows of a matrix, among the columns that count. */
@unmanaged
export class Neighbours {
  k: usize
  /** The rows, u32 each, ascending. */
  rows: usize
  count: usize
  /** A byte for each column of the matrix: 1 where it counts. */
  counts: usize
  /** A list of k for each of the rows, see `nearest-list.ts`. */
  lists: usize
  /** The next of the rows that nobody has taken yet. */
  next: usize
}

/**
 * Finds the nearest of the next row. Of equally near ones those count that come first after the row, and then from the first row on:
 * where many are as near, rows have different neighbours. Several threads may call it. Returns 0 when no rows are left.
 */
export function neighbourRows(matrix: Matrix, s: Neighbours): usize {
  const at = atomic.add<usize>(changetype<usize>(s) + offsetof<Neighbours>('next'), 1)
  if (at >= s.count) return 0
  const row: usize = load<u32>(s.rows + at * 4)
  const list = s.lists + at * listBytes(s.k)
  clearList(list, s.k)
  const values = matrix.values + row * matrix.stride * 4
  lookThrough(values, s, list, row + 1, matrix.n)
  lookThrough(values, s, list, 0, row)
  return 1
}

function lookThrough(values: usize, s: Neighbours, list: usize, from: usize, to: usize): void {
  const k = s.k
  let farthest = farthestOf(list, k)
  for (let first = from; first < to; first += 4) {
    const end = min<usize>(first + 4, to)
    const isFull = end == first + 4
    if (isFull && !v128.any_true(f32x4.lt(v128.load(values + first * 4), f32x4.splat(farthest)))) continue
    for (let column = first; column < end; column++) {
      const distance = load<f32>(values + column * 4)
      if (!(distance < farthest) || load<u8>(s.counts + column) == 0) continue
      insert(list, k, distance, <u32>column)
      farthest = farthestOf(list, k)
    }
  }
}
