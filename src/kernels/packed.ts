import {
  BLOCK,
  FARTHEST_NUMBER,
  GROUP,
  LIST_ENTRY_BYTES,
  LIST_HEAD_BYTES,
  MISSING_NUMBER,
  MISSING_U16,
  MISSING_U8,
  MOST_NUMBER,
  NO_CELL_U16,
  NO_CELL_U8,
  UNSEEN_U16,
  UNSEEN_U8
} from './constants'

/** `BLOCK` and `GROUP` as addresses are counted. */
export const LANES: usize = <usize>BLOCK
export const COLUMNS: usize = <usize>GROUP

/** Bytes of a list of columns in a query: its head, and each entry. */
export const HEAD: usize = <usize>LIST_HEAD_BYTES
export const ENTRY: usize = <usize>LIST_ENTRY_BYTES

/**
 * A packed table: blocks of 64 rows; in a block the columns stand one after another, 64 values each. Numbers are there
 * twice: as they are (f64), and fixed-point: the range of the sample is 2^shift, small enough that a sum over all columns
 * fits 31 bits, so that sums do not depend on their order. Written by `src/core/clustering/packed.ts`, field by field in
 * this order.
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
  /** 64-bit words a row, in pairs, that say which columns are present, and which asymmetric-binary ones are zero. */
  masks: usize
  zeroMasks: usize
  masksAt: usize
  zeroMasksAt: usize
  shift: usize
  /**
   * Bytes of a query: one row as it is compared with blocks of others. It holds the row's words, then lists of its present
   * columns (where in a block, and the value): the numbers, and each group of 64 columns of categories. The head of the
   * numbers also holds where the row's own f64 numbers are.
   */
  queryBytes: usize
  /** The numbers as they are, NaN where missing: f64 × 64 a column. */
  exactAt: usize
  /** Address of the least value and the range of each column of numbers in the sample, f64 each; ∞ for a range of 0. */
  ranges: usize
  /** Pairs whose fixed-point sum is below this are computed anew from the f64 numbers. */
  near: usize
}

/** Writes what is derived from the numbers and codes of a table: fixed-point numbers, presence words and zeros. */
export function finishPacking(packed: Packed): void {
  writeNumbers(packed)
  writeMasks(packed)
}

/** Writes the fixed-point numbers from those in f64; there, damage becomes NaN as well. */
function writeNumbers(packed: Packed): void {
  const end = packed.blocks + ((packed.rows + LANES - 1) / LANES) * packed.blockBytes
  const one = f64x2.splat(<f64>((<i32>1) << (<i32>packed.shift)))
  for (let block = packed.blocks; block < end; block += packed.blockBytes) {
    for (let column: usize = 0; column < packed.numbers; column++) {
      const least = v128.load_splat<u64>(packed.ranges + column * 16)
      const range = v128.load_splat<u64>(packed.ranges + column * 16, 8)
      const from = block + packed.exactAt + column * LANES * 8
      const to = block + column * LANES * 4
      for (let lane: usize = 0; lane < LANES; lane += 4) {
        const low = fixedPoint(from + lane * 8, least, range, one)
        const high = fixedPoint(from + lane * 8 + 16, least, range, one)
        v128.store(to + lane * 4, v128.shuffle<u64>(low, high, 0, 2))
      }
    }
  }
}

/** Two numbers as i32, in the lower half. */
function fixedPoint(at: usize, least: v128, range: v128, one: v128): v128 {
  const value = v128.load(at)
  const present = f64x2.le(f64x2.abs(value), f64x2.splat(MOST_NUMBER))
  v128.store(at, v128.bitselect(value, f64x2.splat(NaN), present))
  const scaled = f64x2.mul(f64x2.div(f64x2.sub(value, least), range), one)
  const most = f64x2.splat(FARTHEST_NUMBER)
  const fixed = i32x4.trunc_sat_f64x2_s_zero(f64x2.nearest(f64x2.max(f64x2.min(scaled, most), f64x2.neg(most))))
  return v128.bitselect(fixed, i32x4.splat(MISSING_NUMBER), v128.shuffle<u32>(present, present, 0, 2, 1, 3))
}

/** Writes the presence words of all rows, and the words of asymmetric-binary zeros. */
function writeMasks(packed: Packed): void {
  const end = packed.blocks + ((packed.rows + LANES - 1) / LANES) * packed.blockBytes
  for (let block = packed.blocks; block < end; block += packed.blockBytes) {
    const masks = block + packed.masksAt
    for (let at: usize = 0; at < (packed.masks + packed.zeroMasks) * LANES * 8; at += 16) {
      v128.store(masks + at, i32x4.splat(0))
    }
    let byte = writePresence(block, 4, packed.numbers, masks, 0)
    byte = writePresence(block + packed.wordsAt, 2, packed.words, masks, byte)
    writePresence(block + packed.bytesAt, 1, packed.bytes, masks, byte)
    writeZeros(block + packed.bytesAt, packed.asymmetric, block + packed.zeroMasksAt)
  }
}

/**
 * Writes which values of some columns, of 4, 2 or 1 bytes, are present: 8 columns to a byte of the words, from `byte` on.
 * Returns the byte after them.
 */
function writePresence(columns: usize, size: usize, count: usize, masks: usize, byte: usize): usize {
  for (let first: usize = 0; first < count; first += 8) {
    const last = min<usize>(first + 8, count)
    for (let lane: usize = 0; lane < LANES; lane += 16) {
      let bits = i8x16.splat(0)
      for (let column = first; column < last; column++) {
        const values = columns + (column * LANES + lane) * size
        const missing = size == 4 ? missingNumbers(values) : size == 2 ? missingWords(values) : missingBytes(values)
        bits = v128.or(bits, v128.andnot(bitOf(column - first), missing))
      }
      storeBytes(bits, masks, byte, lane)
    }
    byte++
  }
  return byte
}

/** Writes where the first u8 columns hold code 0. */
function writeZeros(columns: usize, count: usize, masks: usize): void {
  for (let first: usize = 0; first < count; first += 8) {
    const last = min<usize>(first + 8, count)
    for (let lane: usize = 0; lane < LANES; lane += 16) {
      let bits = i8x16.splat(0)
      for (let column = first; column < last; column++) {
        const zero = i8x16.eq(v128.load(columns + column * LANES + lane), i8x16.splat(0))
        bits = v128.or(bits, v128.and(bitOf(column - first), zero))
      }
      storeBytes(bits, masks, first / 8, lane)
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

/** Stores one byte to the words of each of 16 rows. */
function storeBytes(bytes: v128, masks: usize, byte: usize, lane: usize): void {
  const to = masks + ((byte >> 3) * LANES + lane) * 8 + (byte & 7)
  let low = i64x2.extract_lane(bytes, 0)
  let high = i64x2.extract_lane(bytes, 1)
  for (let i: usize = 0; i < 64; i += 8) {
    store<u8>(to + i, <u8>low)
    store<u8>(to + i, <u8>high, 64)
    low >>= 8
    high >>= 8
  }
}

/** Writes the query of row `lane` of `block` to `query`. */
export function writeQuery(packed: Packed, block: usize, lane: usize, query: usize): void {
  let at = copyMasks(block + packed.masksAt, packed.masks, lane, query)
  at = copyMasks(block + packed.zeroMasksAt, packed.zeroMasks, lane, at)

  let count: usize = 0
  for (let column: usize = 0; column < packed.numbers; column++) {
    const offset = column * LANES * 4
    const value = load<i32>(block + offset + lane * 4)
    if (value != MISSING_NUMBER) pushEntry(at, count++, offset, value)
  }
  store<u32>(at, <u32>count)
  store<u32>(at, <u32>(block + packed.exactAt + lane * 8), 4)
  at += HEAD + packed.numbers * ENTRY

  for (let from: usize = 0; from < packed.bytes; from += COLUMNS) {
    const to = min<usize>(from + COLUMNS, packed.bytes)
    count = 0
    for (let column = from; column < to; column++) {
      const offset = packed.bytesAt + column * LANES
      const code: i32 = load<u8>(block + offset + lane)
      if (code != MISSING_U8) pushEntry(at, count++, offset, code == UNSEEN_U8 ? NO_CELL_U8 : code)
    }
    store<u32>(at, <u32>count)
    at += HEAD + (to - from) * ENTRY
  }
  for (let from: usize = 0; from < packed.words; from += COLUMNS) {
    const to = min<usize>(from + COLUMNS, packed.words)
    count = 0
    for (let column = from; column < to; column++) {
      const offset = packed.wordsAt + column * LANES * 2
      const code: i32 = load<u16>(block + offset + lane * 2)
      if (code != MISSING_U16) pushEntry(at, count++, offset, code == UNSEEN_U16 ? NO_CELL_U16 : code)
    }
    store<u32>(at, <u32>count)
    at += HEAD + (to - from) * ENTRY
  }
}

function pushEntry(list: usize, index: usize, offset: usize, value: i32): void {
  const at = list + HEAD + index * ENTRY
  store<u32>(at, <u32>offset)
  store<i32>(at, value, 4)
}

function copyMasks(masks: usize, words: usize, lane: usize, to: usize): usize {
  for (let word: usize = 0; word < words; word++) {
    store<u64>(to, load<u64>(masks + (word * LANES + lane) * 8))
    to += 8
  }
  return to
}
