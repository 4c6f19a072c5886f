import { compare } from './compare'
import { LANES, Packed, sharedColumns } from './packed'
import { Query, writeQuery } from './query'

/** Writes one query a row of the table of medoids. */
export function writeMedoidQueries(medoids: Packed, queries: usize): void {
  const size = medoids.queryBytes
  for (let row: usize = 0; row < medoids.rows; row++) {
    const block = medoids.blocks + (row / LANES) * medoids.blockBytes
    writeQuery(medoids, block, row % LANES, changetype<Query>(queries + row * size))
  }
}

/**
 * The nearest of `k` medoids of each row of a packed table: its place among the queries (the first of equals) as u32, the
 * distance √(1−S) as f32, and how many columns they share as u16. The first two hold whole blocks of 64 rows. Returns how
 * many rows share no column with any medoid.
 */
export function assignRows(
  packed: Packed,
  queries: usize,
  k: usize,
  nearest: usize,
  distances: usize,
  columns: usize,
  scratch: usize
): usize {
  const size = packed.queryBytes
  const out = scratch
  const sums = scratch + LANES * 4
  let unshared: usize = 0
  for (let first: usize = 0; first < packed.rows; first += LANES) {
    const block = packed.blocks + (first / LANES) * packed.blockBytes
    const best = distances + first * 4
    const index = nearest + first * 4
    for (let lane: usize = 0; lane < LANES * 4; lane += 16) {
      v128.store(best + lane, f32x4.splat(Infinity))
      v128.store(index + lane, i32x4.splat(0))
    }
    for (let medoid: usize = 0; medoid < k; medoid++) {
      compare(packed, changetype<Query>(queries + medoid * size), block, out, sums, true)
      const id = i32x4.splat(<i32>medoid)
      for (let lane: usize = 0; lane < LANES * 4; lane += 16) {
        const distance = v128.load(out + lane)
        const before = v128.load(best + lane)
        const nearer = f32x4.lt(distance, before)
        v128.store(best + lane, v128.bitselect(distance, before, nearer))
        v128.store(index + lane, v128.bitselect(id, v128.load(index + lane), nearer))
      }
    }
    const rows = min<usize>(LANES, packed.rows - first)
    for (let lane: usize = 0; lane < rows; lane++) {
      const medoid: usize = load<u32>(index + lane * 4)
      const shared = sharedWith(packed, queries + medoid * size, block, lane)
      store<u16>(columns + (first + lane) * 2, <u16>shared)
      // Another medoid may be as far as the first of them, and share columns.
      if (shared == 0) unshared += usize(!sharesAny(packed, queries, k, block, lane))
    }
  }
  return unshared
}

/**
 * 1 − S of each row of a packed table of one block and each of `k` medoids, f32: the 64 rows of a medoid one after another.
 * Returns how many rows share no column with any.
 */
export function medoidDissimilarities(packed: Packed, queries: usize, k: usize, out: usize, scratch: usize): usize {
  for (let medoid: usize = 0; medoid < k; medoid++) {
    const query = changetype<Query>(queries + medoid * packed.queryBytes)
    compare(packed, query, packed.blocks, out + medoid * LANES * 4, scratch, false)
  }
  let unshared: usize = 0
  for (let lane: usize = 0; lane < packed.rows; lane++) {
    if (load<f32>(out + lane * 4) == 1) unshared += usize(!sharesAny(packed, queries, k, packed.blocks, lane))
  }
  return unshared
}

function sharedWith(packed: Packed, query: usize, block: usize, lane: usize): i32 {
  const medoid = changetype<Query>(query)
  return sharedColumns(packed, medoid.block, medoid.lane, block, lane)
}

function sharesAny(packed: Packed, queries: usize, k: usize, block: usize, lane: usize): bool {
  for (let medoid: usize = 0; medoid < k; medoid++) {
    if (sharedWith(packed, queries + medoid * packed.queryBytes, block, lane) != 0) return true
  }
  return false
}
