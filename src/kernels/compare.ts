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
    addNumbers(packed, numbers, block + part * 128, counts + part * 64, out + part * 128, root)
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

/** Sums the numbers of 32 rows and finishes their dissimilarities. */
function addNumbers(packed: Packed, list: usize, block: usize, counts: usize, out: usize, root: bool): void {
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
    const values = block + load<u32>(entry)
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
  finish(a, offset, shift, counts, out, root)
  finish(b, offset, shift, counts + 8, out + 16, root)
  finish(c, offset, shift, counts + 16, out + 32, root)
  finish(d, offset, shift, counts + 24, out + 48, root)
  finish(e, offset, shift, counts + 32, out + 64, root)
  finish(f, offset, shift, counts + 40, out + 80, root)
  finish(g, offset, shift, counts + 48, out + 96, root)
  finish(h, offset, shift, counts + 56, out + 112, root)
}

function finish(sum: v128, offset: v128, shift: i32, counts: usize, out: usize, root: bool): void {
  const rest = i32x4.sub(v128.load_ext<u16>(counts), offset)
  const weight = v128.load_ext<u16>(counts, <usize>LANES * 2)
  const mean = f32x4.div(
    f32x4.convert_i32x4_s(i32x4.add(sum, i32x4.shl(rest, shift))),
    f32x4.convert_i32x4_s(i32x4.shl(weight, shift))
  )
  const value = v128.bitselect(f32x4.splat(1), mean, i32x4.eq(weight, i32x4.splat(0)))
  v128.store(out, root ? f32x4.sqrt(value) : value)
}
