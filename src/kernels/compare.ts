import { BLOCK } from './constants'
import { COLUMNS, ENTRY, HEAD, LANES, Packed } from './packed'

/**
 * Counts, from presence words, the columns that the query and each row of a block both have (u16 × 64), and those of them
 * that are evidence (u16 × 64): not the asymmetric-binary columns in which both are zero. Best done some time before
 * `compare`: 16-byte loads right after 2-byte stores stall a processor.
 */
export function countCommon(packed: Packed, query: usize, block: usize, counts: usize): void {
  const evidence = counts + LANES * 2
  const masks = block + packed.masksAt
  const first = load<u64>(query)
  const second = load<u64>(query, 8)
  for (let lane: usize = 0; lane < LANES; lane++) {
    const common = countBits(masks + lane * 8, first, second)
    store<u16>(counts + lane * 2, common)
    store<u16>(evidence + lane * 2, common)
  }
  for (let word: usize = 2; word < packed.masks; word += 2) {
    addCommon(masks + word * LANES * 8, query + word * 8, counts, 1)
    addCommon(masks + word * LANES * 8, query + word * 8, evidence, 1)
  }
  for (let word: usize = 0; word < packed.zeroMasks; word += 2) {
    const zeros = block + packed.zeroMasksAt + word * LANES * 8
    addCommon(zeros, query + (packed.masks + word) * 8, evidence, -1)
  }
}

/** Bits that two words of a row have in common with the query's; the second word stands 64 after the first. */
function countBits(words: usize, first: u64, second: u64): u16 {
  return <u16>(popcnt<u64>(load<u64>(words) & first) + popcnt<u64>(load<u64>(words, BLOCK * 8) & second))
}

function addCommon(masks: usize, query: usize, counts: usize, sign: i32): void {
  const first = load<u64>(query)
  const second = load<u64>(query, 8)
  for (let lane: usize = 0; lane < LANES; lane++) {
    const to = counts + lane * 2
    store<u16>(to, <u16>(load<u16>(to) + sign * countBits(masks + lane * 8, first, second)))
  }
}

/** How many columns are evidence about the query and a row of the block: its Σδ. */
export function weightOf(counts: usize, lane: usize): u32 {
  return load<u16>(counts + (LANES + lane) * 2)
}

/**
 * Gower dissimilarities 1 − S (Gower, Biometrics 27, 1971) of a query to the 64 rows of a block, as f32 to `out`; their
 * square roots where `root`; 1 where a pair shares no column. Only the query's present columns are visited: categories are
 * compared 16 at a time, numbers 4 at a time. `counts` is what `countCommon` wrote; it is used up.
 *
 * A number that is missing in the other row lies so far away that it counts as 1, as one outside the range does. So
 * with c columns in common, q numbers in the query and e equal categories, the sum of the dissimilarities is
 * Σ min(|x − y|, 1) − (q − numbers in common) + (categories in common − e) = Σ min(|x − y|, 1) + (c − e) − q.
 *
 * That is fast, but no better than its fixed-point numbers: beside an outlier, rows that differ become equal. So pairs that
 * are near each other (`packed.near`) are computed again from the f64 numbers, and every result has a small relative error.
 */
export function compare(packed: Packed, query: usize, block: usize, out: usize, counts: usize, root: bool): void {
  const numbers = query + (packed.masks + packed.zeroMasks) * 8
  let at = numbers + HEAD + packed.numbers * ENTRY
  for (let from: usize = 0; from < packed.bytes; from += COLUMNS) {
    subtractEqualBytes(block, at, counts)
    at += HEAD + min<usize>(COLUMNS, packed.bytes - from) * ENTRY
  }
  for (let from: usize = 0; from < packed.words; from += COLUMNS) {
    subtractEqualWords(block, at, counts)
    at += HEAD + min<usize>(COLUMNS, packed.words - from) * ENTRY
  }
  for (let part: usize = 0; part < 2; part++) {
    addNumbers(packed, numbers, block, part * 32, counts + part * 64, out + part * 128, root)
  }
}

/** Subtracts the categories (u8) of a group that are equal to the query's. */
function subtractEqualBytes(block: usize, list: usize, counts: usize): void {
  let a = i8x16.splat(0)
  let b = i8x16.splat(0)
  let c = i8x16.splat(0)
  let d = i8x16.splat(0)
  const end = list + HEAD + <usize>load<u32>(list) * ENTRY
  for (let entry = list + HEAD; entry < end; entry += ENTRY) {
    const codes = block + load<u32>(entry)
    const code = v128.load_splat<u8>(entry, 4)
    a = i8x16.sub(a, i8x16.eq(v128.load(codes), code))
    b = i8x16.sub(b, i8x16.eq(v128.load(codes, 16), code))
    c = i8x16.sub(c, i8x16.eq(v128.load(codes, 32), code))
    d = i8x16.sub(d, i8x16.eq(v128.load(codes, 48), code))
  }
  subtractBytes(counts, a)
  subtractBytes(counts + 32, b)
  subtractBytes(counts + 64, c)
  subtractBytes(counts + 96, d)
}

/** The same for u16. */
function subtractEqualWords(block: usize, list: usize, counts: usize): void {
  const end = list + HEAD + <usize>load<u32>(list) * ENTRY
  for (let part: usize = 0; part < LANES * 2; part += 32) {
    let a = i16x8.splat(0)
    let b = i16x8.splat(0)
    for (let entry = list + HEAD; entry < end; entry += ENTRY) {
      const codes = block + load<u32>(entry) + part
      const code = v128.load_splat<u16>(entry, 4)
      a = i16x8.sub(a, i16x8.eq(v128.load(codes), code))
      b = i16x8.sub(b, i16x8.eq(v128.load(codes, 16), code))
    }
    v128.store(counts + part, i16x8.sub(v128.load(counts + part), a))
    v128.store(counts + part, i16x8.sub(v128.load(counts + part, 16), b), 16)
  }
}

function subtractBytes(counts: usize, bytes: v128): void {
  v128.store(counts, i16x8.sub(v128.load(counts), i16x8.extend_low_i8x16_u(bytes)))
  v128.store(counts, i16x8.sub(v128.load(counts, 16), i16x8.extend_high_i8x16_u(bytes)), 16)
}

/** Sums the numbers of 32 rows of a block, from row `first` on, and finishes their dissimilarities. */
function addNumbers(
  packed: Packed,
  list: usize,
  block: usize,
  first: usize,
  counts: usize,
  out: usize,
  root: bool
): void {
  const shift = <i32>packed.shift
  const one = i32x4.splat(1 << shift)
  let a = i32x4.splat(0)
  let b = i32x4.splat(0)
  let c = i32x4.splat(0)
  let d = i32x4.splat(0)
  let e = i32x4.splat(0)
  let f = i32x4.splat(0)
  let g = i32x4.splat(0)
  let h = i32x4.splat(0)
  const numbers: usize = load<u32>(list)
  const end = list + HEAD + numbers * ENTRY
  for (let entry = list + HEAD; entry < end; entry += ENTRY) {
    const values = block + first * 4 + load<u32>(entry)
    const value = v128.load_splat<u32>(entry, 4)
    a = i32x4.add(a, i32x4.min_u(i32x4.abs(i32x4.sub(v128.load(values), value)), one))
    b = i32x4.add(b, i32x4.min_u(i32x4.abs(i32x4.sub(v128.load(values, 16), value)), one))
    c = i32x4.add(c, i32x4.min_u(i32x4.abs(i32x4.sub(v128.load(values, 32), value)), one))
    d = i32x4.add(d, i32x4.min_u(i32x4.abs(i32x4.sub(v128.load(values, 48), value)), one))
    e = i32x4.add(e, i32x4.min_u(i32x4.abs(i32x4.sub(v128.load(values, 64), value)), one))
    f = i32x4.add(f, i32x4.min_u(i32x4.abs(i32x4.sub(v128.load(values, 80), value)), one))
    g = i32x4.add(g, i32x4.min_u(i32x4.abs(i32x4.sub(v128.load(values, 96), value)), one))
    h = i32x4.add(h, i32x4.min_u(i32x4.abs(i32x4.sub(v128.load(values, 112), value)), one))
  }
  const offset = i32x4.splat(<i32>numbers)
  const most = i32x4.splat(<i32>packed.near)
  let near = finish(a, offset, shift, most, counts, out, root)
  near |= finish(b, offset, shift, most, counts + 8, out + 16, root) << 4
  near |= finish(c, offset, shift, most, counts + 16, out + 32, root) << 8
  near |= finish(d, offset, shift, most, counts + 24, out + 48, root) << 12
  near |= finish(e, offset, shift, most, counts + 32, out + 64, root) << 16
  near |= finish(f, offset, shift, most, counts + 40, out + 80, root) << 20
  near |= finish(g, offset, shift, most, counts + 48, out + 96, root) << 24
  near |= finish(h, offset, shift, most, counts + 56, out + 112, root) << 28
  if (near) compareNear(packed, list, block + packed.exactAt + first * 8, near, counts, out, root)
}

/** Finishes four rows whose numbers sum up to `sum`. Returns which of them are near the query, a bit each. */
function finish(sum: v128, offset: v128, shift: i32, most: v128, counts: usize, out: usize, root: bool): i32 {
  const rest = i32x4.sub(v128.load_ext<u16>(counts), offset)
  const weight = v128.load_ext<u16>(counts, <usize>LANES * 2)
  const total = i32x4.add(sum, i32x4.shl(rest, shift))
  const mean = f32x4.div(f32x4.convert_i32x4_s(total), f32x4.convert_i32x4_s(i32x4.shl(weight, shift)))
  const none = i32x4.eq(weight, i32x4.splat(0))
  const value = v128.bitselect(f32x4.splat(1), mean, none)
  v128.store(out, root ? f32x4.sqrt(value) : value)
  return i32x4.bitmask(v128.andnot(i32x4.lt_s(total, most), none))
}

/** Computes those of 32 rows whose bit is set from their f64 numbers; those of the first column are at `exact`. */
function compareNear(
  packed: Packed,
  list: usize,
  exact: usize,
  near: i32,
  counts: usize,
  out: usize,
  root: bool
): void {
  for (let row: usize = 0; row < 32; row += 4) {
    const bits = (near >> (<i32>row)) & 15
    if (bits == 0) continue
    const chosen = i32x4.ne(v128.and(i32x4.splat(bits), i32x4(1, 2, 4, 8)), i32x4.splat(0))
    const values = compareExactly(packed, list, exact + row * 8, counts + row * 2, root)
    v128.store(out + row * 4, v128.bitselect(values, v128.load(out + row * 4), chosen))
  }
}

/** The dissimilarities of four rows to the query from their f64 numbers; meaningless for those that share no column. */
function compareExactly(packed: Packed, list: usize, exact: usize, counts: usize, root: bool): v128 {
  const own: usize = load<u32>(list, 4)
  const one = f64x2.splat(1)
  let a = f64x2.splat(0)
  let b = f64x2.splat(0)
  let commonA = i64x2.splat(0)
  let commonB = i64x2.splat(0)
  const end = list + HEAD + <usize>load<u32>(list) * ENTRY
  for (let entry = list + HEAD; entry < end; entry += ENTRY) {
    // In a block, columns are LANES × 4 bytes apart as fixed-point numbers and LANES × 8 as f64; their ranges are 16 apart.
    const offset: usize = load<u32>(entry)
    const value = v128.load_splat<u64>(own + offset * 2)
    const range = v128.load_splat<u64>(packed.ranges + (offset / (LANES * 4)) * 16, 8)
    const x = f64x2.div(f64x2.abs(f64x2.sub(v128.load(exact + offset * 2), value)), range)
    const y = f64x2.div(f64x2.abs(f64x2.sub(v128.load(exact + offset * 2, 16), value)), range)
    const hasX = f64x2.eq(x, x)
    const hasY = f64x2.eq(y, y)
    a = f64x2.add(a, v128.and(f64x2.min(x, one), hasX))
    b = f64x2.add(b, v128.and(f64x2.min(y, one), hasY))
    commonA = i64x2.sub(commonA, hasX)
    commonB = i64x2.sub(commonB, hasY)
  }
  const different = i32x4.sub(v128.load_ext<u16>(counts), v128.shuffle<u32>(commonA, commonB, 0, 2, 4, 6))
  const weight = v128.load_ext<u16>(counts, <usize>LANES * 2)
  const low = meanOf(a, different, weight, root)
  const high = meanOf(b, v128.shuffle<u64>(different, different, 1, 0), v128.shuffle<u64>(weight, weight, 1, 0), root)
  return v128.shuffle<u64>(low, high, 0, 2)
}

/** The mean over `weight` columns of sums of numbers and of categories that differ, for two rows: f32, in the lower half. */
function meanOf(sum: v128, different: v128, weight: v128, root: bool): v128 {
  const total = f64x2.add(sum, f64x2.convert_low_i32x4_s(different))
  const mean = f64x2.div(total, f64x2.convert_low_i32x4_s(weight))
  return f32x4.demote_f64x2_zero(root ? f64x2.sqrt(mean) : mean)
}
