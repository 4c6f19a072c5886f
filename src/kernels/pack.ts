import { MISSING_U16, MISSING_U8, RANGE_BYTES } from './constants'
import { COLUMNS, LANES, Packed } from './packed'

const RANGE: usize = <usize>RANGE_BYTES

/**
 * Packs a piece of a column of numbers: `values` holds f64 for whole blocks, of which the first is block `first` of the table. Damage
 * becomes NaN, and values are moved into the range of the model.
 *
 * Constants come from memory: V8 assembles one in the code anew at each step of the loop, which takes as long as all the rest.
 */
export function packNumbers(packed: Packed, column: usize, first: usize, blocks: usize, values: usize): void {
  const known = packed.ranges + column * RANGE
  const least = v128.load_splat<u64>(known)
  const range = v128.load_splat<u64>(known, 8)
  const bottom = v128.load_splat<u64>(known, 16)
  const top = v128.load_splat<u64>(known, 24)
  const whole = f64x2.mul(v128.load_splat<u64>(known, 32), f64x2.splat(<f64>(1 << packed.shift)))
  const constants = packed.constants
  const most = v128.load_splat<u64>(constants)
  const farthest = v128.load_splat<u64>(constants, 8)
  const leastFar = v128.load_splat<u64>(constants, 16)
  const rounding = v128.load_splat<u64>(constants, 24)
  const missing = v128.load_splat<u32>(constants, 32)
  let block = packed.blocks + first * packed.blockBytes
  for (const end = values + blocks * LANES * 8; values < end; block += packed.blockBytes) {
    const exact = block + packed.exactAt + column * LANES * 8
    const to = block + column * LANES * 4
    for (let lane: usize = 0; lane < LANES; lane += 4) {
      const a = v128.load(values)
      const b = v128.load(values, 16)
      // All bits set are a NaN.
      const valueA = v128.or(f64x2.pmax(f64x2.pmin(a, top), bottom), f64x2.gt(f64x2.abs(a), most))
      const valueB = v128.or(f64x2.pmax(f64x2.pmin(b, top), bottom), f64x2.gt(f64x2.abs(b), most))
      v128.store(exact + lane * 8, valueA)
      v128.store(exact + lane * 8, valueB, 16)
      const scaledA = f64x2.mul(f64x2.div(f64x2.sub(valueA, least), range), whole)
      const scaledB = f64x2.mul(f64x2.div(f64x2.sub(valueB, least), range), whole)
      // The integer lies in the lower half of 64 bits, and means nothing where the number is missing.
      const fixedA = f64x2.add(f64x2.pmax(f64x2.pmin(scaledA, farthest), leastFar), rounding)
      const fixedB = f64x2.add(f64x2.pmax(f64x2.pmin(scaledB, farthest), leastFar), rounding)
      const fixed = v128.shuffle<u32>(fixedA, fixedB, 0, 2, 4, 6)
      const has = v128.shuffle<u32>(f64x2.eq(valueA, valueA), f64x2.eq(valueB, valueB), 0, 2, 4, 6)
      v128.store(to + lane * 4, v128.bitselect(fixed, missing, has))
      values += 32
    }
  }
}

/**
 * Packs a piece of a column of categories into u8: `codes` holds i32 for whole blocks, from −1 to SWIZZLED_CODES − 2, and `translation`
 * what is stored for each, SWIZZLED_CODES bytes, −1 first. `to` is the address of the column in the first block.
 */
export function packCodes(packed: Packed, to: usize, blocks: usize, codes: usize, translation: usize): void {
  const end = codes + blocks * LANES * 4
  const one = i8x16.splat(1)
  const table0 = v128.load(translation)
  const table1 = v128.load(translation, 16)
  const table2 = v128.load(translation, 32)
  const table3 = v128.load(translation, 48)
  while (codes < end) {
    for (let lane: usize = 0; lane < LANES; lane += 16) {
      const low = i16x8.narrow_i32x4_s(v128.load(codes), v128.load(codes, 16))
      const high = i16x8.narrow_i32x4_s(v128.load(codes, 32), v128.load(codes, 48))
      const places = i8x16.add(i8x16.narrow_i16x8_s(low, high), one)
      // A place that a table does not have gives 0.
      const first = v128.or(i8x16.swizzle(table0, places), i8x16.swizzle(table1, i8x16.sub(places, i8x16.splat(16))))
      const last = v128.or(
        i8x16.swizzle(table2, i8x16.sub(places, i8x16.splat(32))),
        i8x16.swizzle(table3, i8x16.sub(places, i8x16.splat(48)))
      )
      v128.store(to + lane, v128.or(first, last))
      codes += 64
    }
    to += packed.blockBytes
  }
}

/** Writes what is derived from the numbers, codes and classes of a table: the bits of its columns. */
export function finishPacking(packed: Packed): void {
  const end = packed.blocks + ((packed.rows + LANES - 1) / LANES) * packed.blockBytes
  for (let block = packed.blocks; block < end; block += packed.blockBytes) writeBits(packed, block)
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

/** Only the smallest i32, which MISSING_NUMBER is, stays negative without its sign. */
function missingNumbers(values: usize): v128 {
  const magnitudes = i8x16.narrow_i16x8_s(
    i16x8.narrow_i32x4_s(i32x4.abs(v128.load(values)), i32x4.abs(v128.load(values, 16))),
    i16x8.narrow_i32x4_s(i32x4.abs(v128.load(values, 32)), i32x4.abs(v128.load(values, 48)))
  )
  return i8x16.lt_s(magnitudes, i8x16.splat(0))
}

function missingWords(codes: usize): v128 {
  const missing = i16x8.splat(<i16>MISSING_U16)
  return i8x16.narrow_i16x8_s(i16x8.eq(v128.load(codes), missing), i16x8.eq(v128.load(codes, 16), missing))
}

function missingBytes(codes: usize): v128 {
  return i8x16.eq(v128.load(codes), i8x16.splat(<i8>MISSING_U8))
}
