import { ASSIGN_SCRATCH_BYTES } from './constants'
import { compare } from './compare'
import { bytesGroup, groupsOf, LANES, Packed, sharedColumns } from './packed'
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
 * distance √(1−S) as f32, and how many columns they share as u16, each for whole blocks of 64 rows. `scratch` has
 * ASSIGN_SCRATCH_BYTES, and ASSIGN_MEDOID_BYTES for each group of columns and 16 medoids. Returns how many rows share no column with
 * any medoid.
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
  const bits = scratch + <usize>ASSIGN_SCRATCH_BYTES
  writeMedoidBits(packed, queries, k, bits)
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
    countShared(packed, bits, k, block, index, columns + first * 2)
    const rows = min<usize>(LANES, packed.rows - first)
    for (let lane: usize = 0; lane < rows; lane++) {
      // Another medoid may be as far as the first of them, and share columns.
      if (load<u16>(columns + (first + lane) * 2) == 0) unshared += usize(!sharesAny(packed, queries, k, block, lane))
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

/**
 * Writes which columns the medoids have, and which asymmetric-binary ones are zero in them: 16 medoids at a time, the bits of a group of
 * columns of each.
 */
function writeMedoidBits(packed: Packed, queries: usize, k: usize, to: usize): void {
  const zeros = groupsOf(packed.asymmetric)
  for (let medoid: usize = 0; medoid < k; medoid++) {
    const query = changetype<Query>(queries + medoid * packed.queryBytes)
    const from = query.block + query.lane
    const at = to + (medoid / 16) * (packed.groups + zeros) * 16 + (medoid % 16)
    for (let group: usize = 0; group < packed.groups; group++) {
      store<u8>(at + group * 16, load<u8>(from + packed.presentAt + group * LANES))
    }
    for (let group: usize = 0; group < zeros; group++) {
      store<u8>(at + (packed.groups + group) * 16, load<u8>(from + packed.zerosAt + group * LANES))
    }
  }
}

/** Writes how many columns each row of a block shares with its nearest medoid, as `sharedColumns` counts them, u16 × 64. */
function countShared(packed: Packed, medoidBits: usize, k: usize, block: usize, nearest: usize, columns: usize): void {
  const zeros = groupsOf(packed.asymmetric)
  for (let lane: usize = 0; lane < LANES; lane += 16) {
    const to = columns + lane * 2
    v128.store(to, i16x8.splat(0))
    v128.store(to, i16x8.splat(0), 16)
    let bits = medoidBits
    for (let first: usize = 0; first < k; first += 16) {
      const places = placesAmong(nearest + lane * 4, first)
      if (v128.any_true(i8x16.lt_u(places, i8x16.splat(16)))) {
        addCommon(packed.groups, bits, block + packed.presentAt + lane, places, i16x8.splat(1), to)
        // Where both are zero, both are present.
        addCommon(zeros, bits + packed.groups * 16, block + packed.zerosAt + lane, places, i16x8.splat(-1), to)
      }
      bits += (packed.groups + zeros) * 16
    }
  }
}

/** The places of 16 medoids among those from `first` on; 16 or more for one that is not among the first 16 of these. */
function placesAmong(medoids: usize, first: usize): v128 {
  const from = i32x4.splat(<i32>first)
  const low = i16x8.narrow_i32x4_s(i32x4.sub(v128.load(medoids), from), i32x4.sub(v128.load(medoids, 16), from))
  const high = i16x8.narrow_i32x4_s(i32x4.sub(v128.load(medoids, 32), from), i32x4.sub(v128.load(medoids, 48), from))
  // Negative ones become large.
  return i8x16.narrow_i16x8_s(low, high)
}

/** Adds `factor` times how many bits 16 rows have in common with their medoids to their counts. Sums of 8 bits hold 63 groups of four. */
function addCommon(groups: usize, medoidBits: usize, rowBits: usize, places: v128, factor: v128, counts: usize): void {
  const ones = i8x16(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4)
  for (let first: usize = 0; first < groups; first += 63) {
    const end = min<usize>(first + 63, groups)
    let sum = i8x16.splat(0)
    for (let group = first; group < end; group++) {
      const own = i8x16.swizzle(v128.load(medoidBits + group * 16), places)
      sum = i8x16.add(sum, i8x16.swizzle(ones, v128.and(own, v128.load(rowBits + group * LANES))))
    }
    v128.store(counts, i16x8.add(v128.load(counts), i16x8.mul(i16x8.extend_low_i8x16_u(sum), factor)))
    v128.store(counts, i16x8.add(v128.load(counts, 16), i16x8.mul(i16x8.extend_high_i8x16_u(sum), factor)), 16)
  }
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
