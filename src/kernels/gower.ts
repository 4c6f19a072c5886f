import { compare } from './compare'
import { LANES, Packed, sharedColumns } from './packed'
import { Query, writeQuery } from './query'

/**
 * A matrix of f32; `stride` values from one row to the next: full and symmetric, or the distances of rows to a batch of them
 * (`batch.ts`), which a search for medoids takes as well.
 */
@unmanaged
export class Matrix {
  values: usize
  /** Columns; of a full matrix rows, too. */
  n: usize
  stride: usize
  /** The next block of rows that nobody has taken yet. */
  next: usize
  /** Pairs i < j that share no column. */
  unshared: usize
  rows: usize
}

const TILE: usize = LANES * LANES * 4

/**
 * Computes the dissimilarities of the next 64 rows to themselves and to all rows after them, and mirrors them. Several
 * threads may call it at a time, each with its own scratch. Returns 0 when no rows are left.
 */
export function gowerRows(packed: Packed, matrix: Matrix, scratch: usize, root: bool): usize {
  const blocks = (matrix.n + LANES - 1) / LANES
  const i = atomic.add<usize>(changetype<usize>(matrix) + offsetof<Matrix>('next'), 1)
  if (i >= blocks) return 0

  const size = packed.queryBytes
  const queries = scratch
  const tile = scratch + LANES * size
  const sums = tile + TILE
  const rows = min<usize>(LANES, matrix.n - i * LANES)
  const own = packed.blocks + i * packed.blockBytes
  for (let row: usize = 0; row < rows; row++) writeQuery(packed, own, row, changetype<Query>(queries + row * size))

  let unshared: usize = 0
  for (let j = i; j < blocks; j++) {
    const block = packed.blocks + j * packed.blockBytes
    const columns = min<usize>(LANES, matrix.n - j * LANES)
    for (let row: usize = 0; row < rows; row++) {
      const out = tile + row * LANES * 4
      const mayShareNone = compare(packed, changetype<Query>(queries + row * size), block, out, sums, root)
      if (mayShareNone) unshared += countUnshared(packed, own, row, block, i == j ? row + 1 : 0, columns, out)
    }
    if (i == j) {
      for (let row: usize = 0; row < rows; row++) store<f32>(tile + (row * LANES + row) * 4, 0)
    } else {
      mirrorTile(matrix, tile, i, j)
    }
    copyTile(matrix, tile, i, j, rows)
  }
  atomic.add<usize>(changetype<usize>(matrix) + offsetof<Matrix>('unshared'), unshared)
  return 1
}

/** How many of some rows of a block share no column with row `row` of block `own`, given their dissimilarities. */
export function countUnshared(
  packed: Packed,
  own: usize,
  row: usize,
  block: usize,
  from: usize,
  to: usize,
  out: usize
): usize {
  let unshared: usize = 0
  for (let lane = from; lane < to; lane++) {
    if (load<f32>(out + lane * 4) != 1) continue
    unshared += usize(sharedColumns(packed, own, row, block, lane) == 0)
  }
  return unshared
}

function rowOf(matrix: Matrix, row: usize): usize {
  return matrix.values + row * matrix.stride * 4
}

function copyTile(matrix: Matrix, tile: usize, i: usize, j: usize, rows: usize): void {
  const bytes = min<usize>(LANES, matrix.stride - j * LANES) * 4
  for (let row: usize = 0; row < rows; row++) {
    const from = tile + row * LANES * 4
    const to = rowOf(matrix, i * LANES + row) + j * LANES * 4
    for (let at: usize = 0; at < bytes; at += 16) v128.store(to + at, v128.load(from + at))
  }
}

/** Writes the transposed tile, as columns from 64 i on of the rows from 64 j on, 4 × 4 values at a time. */
export function mirrorTile(matrix: Matrix, tile: usize, i: usize, j: usize): void {
  const columns = min<usize>(LANES, matrix.rows - j * LANES)
  const rowBytes: usize = matrix.stride * 4
  for (let column: usize = 0; column < columns; column += 4) {
    const left = columns - column
    const to = rowOf(matrix, j * LANES + column) + i * LANES * 4
    for (let row: usize = 0; row < LANES; row += 4) {
      const from = tile + (row * LANES + column) * 4
      const a = v128.load(from)
      const b = v128.load(from, LANES * 4)
      const c = v128.load(from, LANES * 8)
      const d = v128.load(from, LANES * 12)
      const ab = v128.shuffle<u32>(a, b, 0, 4, 1, 5)
      const cd = v128.shuffle<u32>(c, d, 0, 4, 1, 5)
      const AB = v128.shuffle<u32>(a, b, 2, 6, 3, 7)
      const CD = v128.shuffle<u32>(c, d, 2, 6, 3, 7)
      const at = to + row * 4
      v128.store(at, v128.shuffle<u64>(ab, cd, 0, 2))
      if (left > 1) v128.store(at + rowBytes, v128.shuffle<u64>(ab, cd, 1, 3))
      if (left > 2) v128.store(at + 2 * rowBytes, v128.shuffle<u64>(AB, CD, 0, 2))
      if (left > 3) v128.store(at + 3 * rowBytes, v128.shuffle<u64>(AB, CD, 1, 3))
    }
  }
}
