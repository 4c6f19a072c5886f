import { COUNTS_BYTES } from './constants'
import { compare, countCommon } from './compare'
import { LANES, Packed, writeQuery } from './packed'

/** Writes one query a row of the table of medoids. */
export function writeMedoidQueries(medoids: Packed, queries: usize): void {
  const size = medoids.queryBytes
  for (let row: usize = 0; row < medoids.rows; row++) {
    const block = medoids.blocks + (row / LANES) * medoids.blockBytes
    writeQuery(medoids, block, row % LANES, queries + row * size)
  }
}

/**
 * The nearest of `k` medoids of each row of a packed table: its place among the queries (the first of equals) as u32, and
 * the distance √(1−S) as f32. Both outputs hold whole blocks of 64 rows. Returns how many rows share no column with any.
 */
export function assignRows(
  packed: Packed,
  queries: usize,
  k: usize,
  nearest: usize,
  distances: usize,
  scratch: usize
): usize {
  const size = packed.queryBytes
  const out = scratch
  const counts = scratch + LANES * 4
  const most = counts + <usize>COUNTS_BYTES
  let unshared: usize = 0
  for (let first: usize = 0; first < packed.rows; first += LANES) {
    const block = packed.blocks + (first / LANES) * packed.blockBytes
    const best = distances + first * 4
    const index = nearest + first * 4
    for (let lane: usize = 0; lane < LANES * 4; lane += 16) {
      v128.store(best + lane, f32x4.splat(Infinity))
      v128.store(index + lane, i32x4.splat(0))
      v128.store(most + lane, i32x4.splat(0))
    }
    for (let medoid: usize = 0; medoid < k; medoid++) {
      countCommon(packed, queries + medoid * size, block, counts)
      compare(packed, queries + medoid * size, block, out, counts, true)
      const id = i32x4.splat(<i32>medoid)
      for (let lane: usize = 0; lane < LANES * 4; lane += 16) {
        const distance = v128.load(out + lane)
        const before = v128.load(best + lane)
        const nearer = f32x4.lt(distance, before)
        v128.store(best + lane, v128.bitselect(distance, before, nearer))
        v128.store(index + lane, v128.bitselect(id, v128.load(index + lane), nearer))
        v128.store(most + lane, v128.or(v128.load(most + lane), v128.load_ext<u16>(counts + LANES * 2 + lane / 2)))
      }
    }
    const rows = min<usize>(LANES, packed.rows - first)
    for (let lane: usize = 0; lane < rows; lane++) unshared += usize(load<u32>(most + lane * 4) == 0)
  }
  return unshared
}

/**
 * 1 − S of each row of a packed table of one block and each of `k` medoids, f32: the 64 rows of a medoid one after another.
 * Returns how many rows share no column with any.
 */
export function medoidDissimilarities(packed: Packed, queries: usize, k: usize, out: usize, scratch: usize): usize {
  const counts = scratch + LANES * 4
  const most = counts + <usize>COUNTS_BYTES
  for (let lane: usize = 0; lane < LANES * 4; lane += 16) v128.store(most + lane, i32x4.splat(0))
  for (let medoid: usize = 0; medoid < k; medoid++) {
    const query = queries + medoid * packed.queryBytes
    countCommon(packed, query, packed.blocks, counts)
    compare(packed, query, packed.blocks, out + medoid * LANES * 4, counts, false)
    for (let lane: usize = 0; lane < LANES * 4; lane += 16) {
      v128.store(most + lane, v128.or(v128.load(most + lane), v128.load_ext<u16>(counts + LANES * 2 + lane / 2)))
    }
  }
  let unshared: usize = 0
  for (let lane: usize = 0; lane < packed.rows; lane++) unshared += usize(load<u32>(most + lane * 4) == 0)
  return unshared
}
