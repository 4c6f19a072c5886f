import { compareNear } from './near'
import { LANES, Packed } from './packed'
import { CATEGORY_ENTRY, LIST_HEAD, NUMBER_ENTRY, Query, SECTION_HEAD, TABLE_ENTRY } from './query'

/**
 * Gower dissimilarities 1 − S (Gower, Biometrics 27, 1971) of a query to the 64 rows of a block, as f32 to `out`; their
 * square roots where `root`; 1 where nothing is evidence about a pair. `sums` holds 64 × 2 i32 meanwhile.
 *
 * The weight of the evidence comes from which columns the two rows have. What is similar is taken from it: the weights of
 * equal categories, compared 16 at a time, and what numbers leave of theirs, 4 at a time. Only the query's columns are
 * visited. A number that is missing in the other row lies so far away that it leaves nothing, as one outside the range
 * does. So with e the weight of the evidence, c that of equal categories and w_t that of each number of the query,
 * Σ w d = e − c − Σ (w_t − min(w_t |x − y|, w_t)) = (e − c − Σ w_t) + Σ min(w_t |x − y|, w_t).
 *
 * That is fast, but no better than its fixed-point numbers: beside an outlier, rows that differ become equal. So pairs that
 * are near each other (`packed.near`) are computed again from the f64 numbers, and every result has a small relative error.
 *
 * Returns whether a row may share no column with the query: nothing is similar then, and the dissimilarity 1.
 */
export function compare(packed: Packed, query: Query, block: usize, out: usize, sums: usize, root: bool): bool {
  const evidence = sums
  const similar = sums + LANES * 4
  sumLists(true, query.tables, query.bytes, block, evidence, query.base)
  sumLists(false, query.bytes, query.words, block, similar, query.numbers)
  addWords(query.words, query.end, block, similar)
  const lower = compareNumbers(packed, query, block, 0, out, sums, root)
  const upper = compareNumbers(packed, query, block, LANES / 2, out, sums, root)
  return lower || upper
}

/** Writes `base` and what the lists of some sections, of tables or of categories of 8 bits, give for the 64 rows of a block. */
function sumLists(tables: bool, sections: usize, end: usize, block: usize, sums: usize, base: i32): void {
  let at = sections
  const all = i32x4.splat(base)
  if (at == end) {
    for (let row: usize = 0; row < LANES * 4; row += 16) v128.store(sums + row, all)
  }
  while (at < end) {
    const sectionAt = at
    const sectionEnd: usize = load<u32>(at)
    const factor = v128.load_splat<u32>(at, 4)
    at += SECTION_HEAD
    let s0 = i16x8.splat(0)
    let s1 = i16x8.splat(0)
    let s2 = i16x8.splat(0)
    let s3 = i16x8.splat(0)
    let s4 = i16x8.splat(0)
    let s5 = i16x8.splat(0)
    let s6 = i16x8.splat(0)
    let s7 = i16x8.splat(0)
    while (at < sectionEnd) {
      const listEnd: usize = load<u32>(at)
      at += LIST_HEAD
      let a = i8x16.splat(0)
      let b = i8x16.splat(0)
      let c = i8x16.splat(0)
      let d = i8x16.splat(0)
      if (tables) {
        for (; at < listEnd; at += TABLE_ENTRY) {
          // Bits of a group, from 0 to 15, are places in a table.
          const bits = block + load<u32>(at)
          const table = v128.load(at, 4)
          a = i8x16.add(a, i8x16.relaxed_swizzle(table, v128.load(bits)))
          b = i8x16.add(b, i8x16.relaxed_swizzle(table, v128.load(bits, 16)))
          c = i8x16.add(c, i8x16.relaxed_swizzle(table, v128.load(bits, 32)))
          d = i8x16.add(d, i8x16.relaxed_swizzle(table, v128.load(bits, 48)))
        }
      } else {
        for (; at < listEnd; at += CATEGORY_ENTRY) {
          const codes = block + load<u32>(at)
          const code = v128.load_splat<u8>(at, 4)
          const weight = v128.load_splat<u8>(at, 6)
          a = i8x16.add(a, v128.and(i8x16.eq(v128.load(codes), code), weight))
          b = i8x16.add(b, v128.and(i8x16.eq(v128.load(codes, 16), code), weight))
          c = i8x16.add(c, v128.and(i8x16.eq(v128.load(codes, 32), code), weight))
          d = i8x16.add(d, v128.and(i8x16.eq(v128.load(codes, 48), code), weight))
        }
      }
      s0 = i16x8.add(s0, i16x8.extend_low_i8x16_u(a))
      s1 = i16x8.add(s1, i16x8.extend_high_i8x16_u(a))
      s2 = i16x8.add(s2, i16x8.extend_low_i8x16_u(b))
      s3 = i16x8.add(s3, i16x8.extend_high_i8x16_u(b))
      s4 = i16x8.add(s4, i16x8.extend_low_i8x16_u(c))
      s5 = i16x8.add(s5, i16x8.extend_high_i8x16_u(c))
      s6 = i16x8.add(s6, i16x8.extend_low_i8x16_u(d))
      s7 = i16x8.add(s7, i16x8.extend_high_i8x16_u(d))
    }
    if (sectionAt == sections) {
      writeTimes(sums, s0, factor, all)
      writeTimes(sums + 32, s1, factor, all)
      writeTimes(sums + 64, s2, factor, all)
      writeTimes(sums + 96, s3, factor, all)
      writeTimes(sums + 128, s4, factor, all)
      writeTimes(sums + 160, s5, factor, all)
      writeTimes(sums + 192, s6, factor, all)
      writeTimes(sums + 224, s7, factor, all)
    } else {
      addTimes(sums, s0, factor)
      addTimes(sums + 32, s1, factor)
      addTimes(sums + 64, s2, factor)
      addTimes(sums + 96, s3, factor)
      addTimes(sums + 128, s4, factor)
      addTimes(sums + 160, s5, factor)
      addTimes(sums + 192, s6, factor)
      addTimes(sums + 224, s7, factor)
    }
  }
}

/** The same for categories of 16 bits, 16 rows at a time. */
function addWords(sections: usize, end: usize, block: usize, sums: usize): void {
  for (let section = sections; section < end; section = load<u32>(section)) {
    const sectionEnd: usize = load<u32>(section)
    const factor = v128.load_splat<u32>(section, 4)
    for (let part: usize = 0; part < LANES * 2; part += 32) {
      let a = i16x8.splat(0)
      let b = i16x8.splat(0)
      for (let at = section + SECTION_HEAD + LIST_HEAD; at < sectionEnd; at += CATEGORY_ENTRY) {
        const codes = block + load<u32>(at) + part
        const code = v128.load_splat<u16>(at, 4)
        const weight = v128.load_splat<u16>(at, 6)
        a = i16x8.add(a, v128.and(i16x8.eq(v128.load(codes), code), weight))
        b = i16x8.add(b, v128.and(i16x8.eq(v128.load(codes, 16), code), weight))
      }
      addTimes(sums + part * 2, a, factor)
      addTimes(sums + part * 2 + 32, b, factor)
    }
  }
}

/** Writes eight sums: `base` and eight u16 times a factor. */
function writeTimes(sums: usize, values: v128, factor: v128, base: v128): void {
  v128.store(sums, i32x4.add(base, i32x4.mul(i32x4.extend_low_i16x8_u(values), factor)))
  v128.store(sums, i32x4.add(base, i32x4.mul(i32x4.extend_high_i16x8_u(values), factor)), 16)
}

/** Adds eight u16, times a factor, to eight sums. */
function addTimes(sums: usize, values: v128, factor: v128): void {
  v128.store(sums, i32x4.add(v128.load(sums), i32x4.mul(i32x4.extend_low_i16x8_u(values), factor)))
  v128.store(sums, i32x4.add(v128.load(sums, 16), i32x4.mul(i32x4.extend_high_i16x8_u(values), factor)), 16)
}

/** Sums the numbers of 32 rows of a block, from row `first` on, and finishes their dissimilarities. */
function compareNumbers(
  packed: Packed,
  query: Query,
  block: usize,
  first: usize,
  out: usize,
  sums: usize,
  root: bool
): bool {
  let a = i32x4.splat(0)
  let b = i32x4.splat(0)
  let c = i32x4.splat(0)
  let d = i32x4.splat(0)
  let e = i32x4.splat(0)
  let f = i32x4.splat(0)
  let g = i32x4.splat(0)
  let h = i32x4.splat(0)
  const columns = block + first * 4
  const end = query.tables
  for (let entry = changetype<usize>(query) + offsetof<Query>(); entry < end; entry += NUMBER_ENTRY) {
    const values = columns + load<u32>(entry)
    const value = v128.load_splat<u32>(entry, 4)
    const weight = v128.load_splat<u32>(entry, 8)
    a = i32x4.add(a, i32x4.min_u(i32x4.abs(i32x4.sub(v128.load(values), value)), weight))
    b = i32x4.add(b, i32x4.min_u(i32x4.abs(i32x4.sub(v128.load(values, 16), value)), weight))
    c = i32x4.add(c, i32x4.min_u(i32x4.abs(i32x4.sub(v128.load(values, 32), value)), weight))
    d = i32x4.add(d, i32x4.min_u(i32x4.abs(i32x4.sub(v128.load(values, 48), value)), weight))
    e = i32x4.add(e, i32x4.min_u(i32x4.abs(i32x4.sub(v128.load(values, 64), value)), weight))
    f = i32x4.add(f, i32x4.min_u(i32x4.abs(i32x4.sub(v128.load(values, 80), value)), weight))
    g = i32x4.add(g, i32x4.min_u(i32x4.abs(i32x4.sub(v128.load(values, 96), value)), weight))
    h = i32x4.add(h, i32x4.min_u(i32x4.abs(i32x4.sub(v128.load(values, 112), value)), weight))
  }
  const shift = packed.shift
  const most = i32x4.splat(<i32>packed.near)
  const to = out + first * 4
  const from = sums + first * 4
  a = finish(a, shift, most, from, to, root)
  b = finish(b, shift, most, from + 16, to + 16, root)
  c = finish(c, shift, most, from + 32, to + 32, root)
  d = finish(d, shift, most, from + 48, to + 48, root)
  e = finish(e, shift, most, from + 64, to + 64, root)
  f = finish(f, shift, most, from + 80, to + 80, root)
  g = finish(g, shift, most, from + 96, to + 96, root)
  h = finish(h, shift, most, from + 112, to + 112, root)
  const any = v128.or(v128.or(v128.or(a, b), v128.or(c, d)), v128.or(v128.or(e, f), v128.or(g, h)))
  if (!v128.any_true(any)) return false
  const low = i32x4.bitmask(a) | (i32x4.bitmask(b) << 4) | (i32x4.bitmask(c) << 8) | (i32x4.bitmask(d) << 12)
  const high = i32x4.bitmask(e) | (i32x4.bitmask(f) << 4) | (i32x4.bitmask(g) << 8) | (i32x4.bitmask(h) << 12)
  const near = low | (high << 16)
  if (near) compareNear(packed, query, block + packed.exactAt + first * 8, near, from, to, root)
  return hasOne(to)
}

/** Finishes four rows whose numbers sum up to `sum`. Returns −1 for those near the query, else 1 where nothing is similar. */
function finish(sum: v128, shift: i32, most: v128, sums: usize, out: usize, root: bool): v128 {
  const evidence = v128.load(sums)
  const rest = i32x4.sub(evidence, v128.load(sums, LANES * 4))
  const total = i32x4.add(sum, i32x4.shl(rest, shift))
  const whole = i32x4.shl(evidence, shift)
  const mean = f32x4.div(f32x4.convert_i32x4_s(total), f32x4.convert_i32x4_s(whole))
  const none = i32x4.eq(evidence, i32x4.splat(0))
  const value = v128.bitselect(f32x4.splat(1), mean, none)
  v128.store(out, root ? f32x4.sqrt(value) : value)
  const near = v128.andnot(i32x4.lt_s(total, most), none)
  return v128.or(near, i32x4.shr_u(i32x4.eq(total, whole), 31))
}

/** Whether one of 32 dissimilarities is 1. */
function hasOne(out: usize): bool {
  let most = i32x4.splat(0)
  // Numbers that are not negative have the order of their bits.
  for (let at: usize = 0; at < LANES * 2; at += 16) most = i32x4.max_s(most, v128.load(out + at))
  return v128.any_true(f32x4.ge(most, f32x4.splat(1)))
}
