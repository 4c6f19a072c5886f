import {
  BLOCK,
  FARTHEST_NUMBER,
  GROUP,
  MISSING_NUMBER,
  MISSING_U16,
  MISSING_U8,
  MOST_NUMBER,
  RANGE_BYTES
} from './constants'

/** `BLOCK` and `GROUP` as addresses are counted. */
export const LANES: usize = <usize>BLOCK
export const COLUMNS: usize = <usize>GROUP

const RANGE: usize = <usize>RANGE_BYTES

/**
 * A packed table: blocks of 64 rows; in a block the columns stand one after another, 64 values each. Numbers are there
 * twice: as they are (f64), and fixed-point: the range of the sample is the column's weight · 2^shift, small enough that a
 * sum over all columns fits 31 bits, so that sums do not depend on their order. Columns of weight 0 are not there at all.
 * Written by `src/core/clustering/packed.ts`, field by field in this order.
 */
@unmanaged
export class Packed {
  /** Address of the first block. */
  blocks: usize
  rows: usize
  blockBytes: usize
  /** Columns of each storage type: i32 at the beginning of a block, then u16 and u8. */
  numbers: usize
  words: usize
  bytes: usize
  /** How many of the u8 columns, the first ones, are asymmetric-binary. */
  asymmetric: usize
  wordsAt: usize
  bytesAt: usize
  /**
   * Bits of the columns in groups of four, u8 × 64 a group, each storage type from a new group on: which columns a row has;
   * which of the others do not apply to its class, where there are any such; which asymmetric-binary ones are zero.
   */
  groups: usize
  presentAt: usize
  inapplicableAt: usize
  zerosAt: usize
  /** The class of each row, u8; and for 16 classes at a time the columns that do not apply to each, u8 × 16 a group. */
  classesAt: usize
  classes: usize
  inapplicable: usize
  /**
   * The weights of each group, u16 × 4 of each kind (`WEIGHTS_BYTES`): the columns' own; what it counts that one of two rows
   * lacks them, where they do not apply to it and where they do; and their own in units.
   */
  weights: usize
  /** The greatest common divisor of the weights of columns: categories are summed in it. */
  unit: i32
  /** Bits of a sum of four weights that are summed at a time: 8 where all such sums fit, else 7. */
  digitBits: i32
  shift: i32
  /** Bytes of a query, at most. */
  queryBytes: usize
  /** The numbers as they are, NaN where missing: f64 × 64 a column. */
  exactAt: usize
  /**
   * Address of what is known about each column of numbers, f64 each: the least value and the range of the sample (∞ for a
   * range of 0); between which two values others are moved; its weight.
   */
  ranges: usize
  /** Pairs whose fixed-point sum is below this are computed anew from the f64 numbers. */
  near: usize
}

/** Where the groups of the u8 columns begin. */
export function bytesGroup(packed: Packed): usize {
  return groupsOf(packed.numbers) + groupsOf(packed.words)
}

export function groupsOf(columns: usize): usize {
  return (columns + COLUMNS - 1) / COLUMNS
}

/** Writes what is derived from the numbers, codes and classes of a table: fixed-point numbers and bits of columns. */
export function finishPacking(packed: Packed): void {
  const end = packed.blocks + ((packed.rows + LANES - 1) / LANES) * packed.blockBytes
  const scale = f64x2.splat(<f64>(1 << packed.shift))
  for (let block = packed.blocks; block < end; block += packed.blockBytes) {
    for (let column: usize = 0; column < packed.numbers; column++) writeNumbers(packed, block, column, scale)
    writeBits(packed, block)
  }
}

/** Writes the fixed-point numbers of a column from those in f64; there, damage becomes NaN and values are moved as well. */
function writeNumbers(packed: Packed, block: usize, column: usize, scale: v128): void {
  const known = packed.ranges + column * RANGE
  const least = v128.load_splat<u64>(known)
  const range = v128.load_splat<u64>(known, 8)
  const bottom = v128.load_splat<u64>(known, 16)
  const top = v128.load_splat<u64>(known, 24)
  const whole = f64x2.mul(v128.load_splat<u64>(known, 32), scale)
  const from = block + packed.exactAt + column * LANES * 8
  const to = block + column * LANES * 4
  for (let lane: usize = 0; lane < LANES; lane += 4) {
    const low = fixedPoint(from + lane * 8, least, range, bottom, top, whole)
    const high = fixedPoint(from + lane * 8 + 16, least, range, bottom, top, whole)
    v128.store(to + lane * 4, v128.shuffle<u64>(low, high, 0, 2))
  }
}

/** Two numbers as i32, in the lower half. */
function fixedPoint(at: usize, least: v128, range: v128, bottom: v128, top: v128, whole: v128): v128 {
  const given = v128.load(at)
  const present = f64x2.le(f64x2.abs(given), f64x2.splat(MOST_NUMBER))
  const value = f64x2.pmax(f64x2.pmin(given, top), bottom)
  v128.store(at, v128.bitselect(value, f64x2.splat(NaN), present))
  const scaled = f64x2.mul(f64x2.div(f64x2.sub(value, least), range), whole)
  const most = f64x2.splat(FARTHEST_NUMBER)
  const fixed = i32x4.trunc_sat_f64x2_s_zero(f64x2.nearest(f64x2.max(f64x2.min(scaled, most), f64x2.neg(most))))
  return v128.bitselect(fixed, i32x4.splat(MISSING_NUMBER), v128.shuffle<u32>(present, present, 0, 2, 1, 3))
}

/** Writes the bits of the columns of all rows of a block. */
function writeBits(packed: Packed, block: usize): void {
  let to = block + packed.presentAt
  to = writePresent(block, 4, packed.numbers, to)
  to = writePresent(block + packed.wordsAt, 2, packed.words, to)
  writePresent(block + packed.bytesAt, 1, packed.bytes, to)
  writeZeros(block + packed.bytesAt, packed.asymmetric, block + packed.zerosAt)
  if (packed.classes > 0) writeInapplicable(packed, block)
}

/** Writes which values of some columns, of 4, 2 or 1 bytes, are present. Returns the address after them. */
function writePresent(columns: usize, size: usize, count: usize, to: usize): usize {
  for (let first: usize = 0; first < count; first += COLUMNS) {
    const last = min<usize>(first + COLUMNS, count)
    for (let lane: usize = 0; lane < LANES; lane += 16) {
      let bits = i8x16.splat(0)
      for (let column = first; column < last; column++) {
        const values = columns + (column * LANES + lane) * size
        const missing = size == 4 ? missingNumbers(values) : size == 2 ? missingWords(values) : missingBytes(values)
        bits = v128.or(bits, v128.andnot(bitOf(column - first), missing))
      }
      v128.store(to + lane, bits)
    }
    to += LANES
  }
  return to
}

/** Writes where the first u8 columns hold code 0. */
function writeZeros(columns: usize, count: usize, to: usize): void {
  for (let first: usize = 0; first < count; first += COLUMNS) {
    const last = min<usize>(first + COLUMNS, count)
    for (let lane: usize = 0; lane < LANES; lane += 16) {
      let bits = i8x16.splat(0)
      for (let column = first; column < last; column++) {
        const zero = i8x16.eq(v128.load(columns + column * LANES + lane), i8x16.splat(0))
        bits = v128.or(bits, v128.and(bitOf(column - first), zero))
      }
      v128.store(to + lane, bits)
    }
    to += LANES
  }
}

/** Writes which of the columns that a row does not have do not apply to its class. */
function writeInapplicable(packed: Packed, block: usize): void {
  for (let group: usize = 0; group < packed.groups; group++) {
    const present = block + packed.presentAt + group * LANES
    const to = block + packed.inapplicableAt + group * LANES
    for (let lane: usize = 0; lane < LANES; lane += 16) {
      let bits = i8x16.splat(0)
      for (let first: usize = 0; first < packed.classes; first += 16) {
        // Classes that are not among these 16 become numbers from 16 on, for which swizzle gives 0.
        const place = i8x16.sub(v128.load(block + packed.classesAt + lane), i8x16.splat(<i8>first))
        const columns = v128.load(packed.inapplicable + first * packed.groups + group * 16)
        bits = v128.or(bits, i8x16.swizzle(columns, place))
      }
      v128.store(to + lane, v128.andnot(bits, v128.load(present + lane)))
    }
  }
}

/** A bit of 16 bytes. */
function bitOf(place: usize): v128 {
  const bit = 1 << (<i32>place)
  return i8x16.splat(<i8>bit)
}

function missingNumbers(values: usize): v128 {
  const missing = i32x4.splat(MISSING_NUMBER)
  return i8x16.narrow_i16x8_s(
    i16x8.narrow_i32x4_s(i32x4.eq(v128.load(values), missing), i32x4.eq(v128.load(values, 16), missing)),
    i16x8.narrow_i32x4_s(i32x4.eq(v128.load(values, 32), missing), i32x4.eq(v128.load(values, 48), missing))
  )
}

function missingWords(codes: usize): v128 {
  const missing = i16x8.splat(<i16>MISSING_U16)
  return i8x16.narrow_i16x8_s(i16x8.eq(v128.load(codes), missing), i16x8.eq(v128.load(codes, 16), missing))
}

function missingBytes(codes: usize): v128 {
  return i8x16.eq(v128.load(codes), i8x16.splat(<i8>MISSING_U8))
}

/**
 * How many columns of two rows are evidence about them: those that both have, but the asymmetric-binary ones in which both
 * are zero. Both are given by the addresses of their block, and their places in it.
 */
export function sharedColumns(packed: Packed, block: usize, lane: usize, otherBlock: usize, otherLane: usize): i32 {
  const present = block + packed.presentAt + lane
  const other = otherBlock + packed.presentAt + otherLane
  const bytes = bytesGroup(packed)
  const zeros = groupsOf(packed.asymmetric)
  let shared = 0
  for (let group: usize = 0; group < packed.groups; group++) {
    let bits: u32 = load<u8>(present + group * LANES) & load<u8>(other + group * LANES)
    if (group - bytes < zeros) {
      const at = packed.zerosAt + (group - bytes) * LANES
      bits &= ~((<u32>load<u8>(block + at + lane)) & load<u8>(otherBlock + at + otherLane))
    }
    shared += <i32>popcnt<u32>(bits)
  }
  return shared
}
