import { GRAM_CHUNK, TILE } from './evaluation-constants'

/**
 * The scalar products of n vectors, in a full, symmetric matrix of f32. Written by `src/core/evaluation/gram.ts`, field by field
 * in this order.
 */
@unmanaged
export class Gram {
  /** f32, `stride` values from one row to the next. */
  values: usize
  n: usize
  stride: usize
  /**
   * A slab of the vectors: some of the chunks of 256 values that they are cut into, chunk by chunk, in each the rows one
   * after another. Those from `n` on are 0, and so are the values beyond the end of the vectors.
   */
  slab: usize
  /** `n`, up to a whole number of tiles. */
  rows: usize
  chunks: usize
  /** Whether there are sums of slabs before; and whether this is the last. */
  adding: usize
  finishing: usize
  /** What the vectors are to be multiplied by, f32 a row. */
  factors: usize
  /** The next tile that nobody has taken yet. */
  next: usize
}

const SIDE: usize = <usize>TILE
const CHUNK_BYTES: usize = <usize>GRAM_CHUNK * 4
const TILE_ROW: usize = SIDE * 8

/**
 * Adds the products of the slab to the next tile on or above the diagonal; the last slab also applies the factors and
 * mirrors the tile. Several threads may call it at a time, each with its own scratch of 8 bytes for each value of a tile.
 * Returns 0 when no tiles are left.
 */
export function gramTiles(gram: Gram, tile: usize): usize {
  const across: usize = gram.rows / SIDE
  let j: usize = atomic.add<usize>(changetype<usize>(gram) + offsetof<Gram>('next'), 1)
  let i: usize = 0
  for (; i < across && j >= across - i; i++) j -= across - i
  if (i == across) return 0
  j = (i + j) * SIDE
  i = i * SIDE
  memory.fill(tile, 0, SIDE * TILE_ROW)
  for (let chunk: usize = 0; chunk < gram.chunks; chunk++) {
    const at = gram.slab + chunk * gram.rows * CHUNK_BYTES
    multiply(at + i * CHUNK_BYTES, at + j * CHUNK_BYTES, tile)
  }
  const rows = min<usize>(SIDE, gram.n - i)
  const columns = min<usize>(SIDE, gram.n - j)
  addTile(gram, tile, i, j, rows, columns)
  if (gram.finishing) finishTile(gram, i, j, rows, columns)
  return 1
}

/** Adds the scalar products of one chunk of a tile's rows `a` and columns `b`. */
function multiply(a: usize, b: usize, tile: usize): void {
  for (let i: usize = 0; i < SIDE; i += 2) {
    for (let j: usize = 0; j < SIDE; j += 4) {
      multiplyBlock(a + i * CHUNK_BYTES, b + j * CHUNK_BYTES, tile + i * TILE_ROW + j * 8)
    }
  }
}

/** 2 × 4 scalar products: eight sums of four lanes and what they are made from just fit into sixteen registers. */
function multiplyBlock(a: usize, b: usize, to: usize): void {
  let p = f32x4.splat(0)
  let q = p
  let r = p
  let s = p
  let t = p
  let u = p
  let v = p
  let w = p
  const end = a + CHUNK_BYTES
  for (; a < end; a += 16, b += 16) {
    const first = v128.load(a)
    const second = v128.load(a, CHUNK_BYTES)
    let column = v128.load(b)
    p = f32x4.relaxed_madd(first, column, p)
    t = f32x4.relaxed_madd(second, column, t)
    column = v128.load(b, CHUNK_BYTES)
    q = f32x4.relaxed_madd(first, column, q)
    u = f32x4.relaxed_madd(second, column, u)
    column = v128.load(b, 2 * CHUNK_BYTES)
    r = f32x4.relaxed_madd(first, column, r)
    v = f32x4.relaxed_madd(second, column, v)
    column = v128.load(b, 3 * CHUNK_BYTES)
    s = f32x4.relaxed_madd(first, column, s)
    w = f32x4.relaxed_madd(second, column, w)
  }
  addSums(to, p, q, r, s)
  addSums(to + TILE_ROW, t, u, v, w)
}

/** Adds the sum of the lanes of each of four vectors to four f64. */
function addSums(to: usize, a: v128, b: v128, c: v128, d: v128): void {
  const ab = f32x4.add(v128.shuffle<u32>(a, b, 0, 4, 1, 5), v128.shuffle<u32>(a, b, 2, 6, 3, 7))
  const cd = f32x4.add(v128.shuffle<u32>(c, d, 0, 4, 1, 5), v128.shuffle<u32>(c, d, 2, 6, 3, 7))
  const sums = f32x4.add(v128.shuffle<u64>(ab, cd, 0, 2), v128.shuffle<u64>(ab, cd, 1, 3))
  const upper = v128.shuffle<u64>(sums, sums, 1, 1)
  v128.store(to, f64x2.add(v128.load(to), f64x2.promote_low_f32x4(sums)))
  v128.store(to, f64x2.add(v128.load(to, 16), f64x2.promote_low_f32x4(upper)), 16)
}

function addTile(gram: Gram, tile: usize, i: usize, j: usize, rows: usize, columns: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    const from = tile + row * TILE_ROW
    const to = valueAt(gram, i + row, j)
    for (let column: usize = 0; column < columns; column++) {
      const before: f64 = gram.adding ? <f64>load<f32>(to + column * 4) : 0
      store<f32>(to + column * 4, <f32>(before + load<f64>(from + column * 8)))
    }
  }
}

function finishTile(gram: Gram, i: usize, j: usize, rows: usize, columns: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    const factor = load<f32>(gram.factors + (i + row) * 4)
    // Of a tile on the diagonal, what is below it is the mirror's.
    for (let column: usize = i == j ? row : 0; column < columns; column++) {
      const at = valueAt(gram, i + row, j + column)
      const value = load<f32>(at) * factor * load<f32>(gram.factors + (j + column) * 4)
      store<f32>(at, value)
      store<f32>(valueAt(gram, j + column, i + row), value)
    }
  }
}

function valueAt(gram: Gram, row: usize, column: usize): usize {
  return gram.values + (row * gram.stride + column) * 4
}
