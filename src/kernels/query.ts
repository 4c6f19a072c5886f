import {
  CATEGORY_ENTRY_BYTES,
  LIST_HEAD_BYTES,
  MISSING_NUMBER,
  MISSING_U16,
  MISSING_U8,
  NUMBER_ENTRY_BYTES,
  QUERY_BYTES,
  SECTION_HEAD_BYTES,
  TABLE_ENTRY_BYTES,
  UNSEEN_U16,
  UNSEEN_U8,
  WEIGHTS_BYTES
} from './constants'
import { bytesGroup, COLUMNS, groupsOf, LANES, Packed } from './packed'

export const NUMBER_ENTRY: usize = <usize>NUMBER_ENTRY_BYTES
export const TABLE_ENTRY: usize = <usize>TABLE_ENTRY_BYTES
export const CATEGORY_ENTRY: usize = <usize>CATEGORY_ENTRY_BYTES
export const SECTION_HEAD: usize = <usize>SECTION_HEAD_BYTES
export const LIST_HEAD: usize = <usize>LIST_HEAD_BYTES
const WEIGHTS: usize = <usize>WEIGHTS_BYTES

/** Sums of a list are kept in 8 bits, those of a section in 16. */
const MOST_IN_LIST = 255
const MOST_IN_SECTION = 65535

/**
 * A row as it is compared with blocks of others. Its entries follow: the numbers that it has; tables that give the weight of
 * the evidence for the bits of a group of columns; its categories of 8 and of 16 bits.
 *
 * A number is where in a block its column lies, its fixed-point value, and the weight of its column, fixed-point too. The
 * others are in sections, which are lists. A section begins with its end and what its sums are multiplied by; a list with
 * its end; a table with where in a block the bits lie, and a category with where its column lies, its code and its weight.
 */
@unmanaged
export class Query {
  /** Its block, and its place in it. */
  block: usize
  lane: usize
  /** The weight of the evidence about it and a row of which no table knows anything. */
  base: i32
  /** The weight of its numbers. */
  numbers: i32
  /** Where its numbers end and the tables begin, where the categories of 8 and of 16 bits do, and where those end. */
  tables: usize
  bytes: usize
  words: usize
  end: usize
  /** The section and the list that are being written, and what their sums can be. */
  section: usize
  list: usize
  sectionSum: i32
  listSum: i32
}

/** Writes the query of row `lane` of `block`. */
export function writeQuery(packed: Packed, block: usize, lane: usize, query: Query): void {
  query.block = block
  query.lane = lane
  query.end = changetype<usize>(query) + <usize>QUERY_BYTES
  writeNumbers(packed, query)
  query.tables = query.end
  writeTables(packed, query)
  query.bytes = query.end
  writeBytes(packed, query)
  query.words = query.end
  writeWords(packed, query)
}

function writeNumbers(packed: Packed, query: Query): void {
  query.numbers = 0
  for (let column: usize = 0; column < packed.numbers; column++) {
    const offset = column * LANES * 4
    const value = load<i32>(query.block + offset + query.lane * 4)
    if (value == MISSING_NUMBER) continue
    const weight = weightOf(packed, 0, column, OWN)
    store<u32>(query.end, <u32>offset)
    store<i32>(query.end, value, 4)
    store<i32>(query.end, weight << packed.shift, 8)
    query.end += NUMBER_ENTRY
    query.numbers += weight
  }
}

/**
 * The weight of the evidence about a row and the query is a sum over the columns: where both have it, its weight; where one
 * has it, what it counts that the other lacks it (`structural` where it does not apply to the class of the other, else
 * `other`). That is Σ `other` of what the query has, and for each column
 *
 * - that the row has: weight − other where the query has it, else what it counts that the query lacks it;
 * - that does not apply to the row: structural − other where the query has it;
 * - that is asymmetric-binary and zero in the row: −weight where it is zero in the query.
 *
 * Tables hold the sums of four columns. Where these are too large for 8 bits, some tables hold their lower bits, others
 * their upper ones.
 */
function writeTables(packed: Packed, query: Query): void {
  query.base = 0
  query.section = 0
  for (let group: usize = 0; group < packed.groups; group++) {
    query.base += sumOf(weightsOf(packed, group, OTHER) & maskOf(bitsOf(query, packed.presentAt, group)))
  }
  const digits = packed.digitBits == 8 ? 1 : 2
  for (let upper = 0; upper < digits; upper++) {
    for (let group: usize = 0; group < packed.groups; group++) {
      const offset = group * LANES
      pushTable(packed, query, upper, 1, packed.presentAt + offset, ifPresent(packed, query, group))
      if (!packed.classes) continue
      pushTable(packed, query, upper, 1, packed.inapplicableAt + offset, ifInapplicable(packed, query, group))
    }
    const bytes = bytesGroup(packed)
    for (let group: usize = 0; group < groupsOf(packed.asymmetric); group++) {
      const sums = weightsOf(packed, bytes + group, OWN) & maskOf(bitsOf(query, packed.zerosAt, group))
      pushTable(packed, query, upper, -1, packed.zerosAt + group * LANES, sums)
    }
  }
}

/** Kinds of weights of the columns of a group, four u16 each: see `src/core/clustering/packed-weights.ts`. */
const OWN: usize = 0
const STRUCTURAL: usize = 8
const OTHER: usize = 16
/** Its own again, in units. */
const UNITS: usize = 24

function weightsOf(packed: Packed, group: usize, kind: usize): u64 {
  return load<u64>(packed.weights + group * WEIGHTS + kind)
}

/** The weight of a column of those whose groups begin with `group`. */
function weightOf(packed: Packed, group: usize, column: usize, kind: usize): i32 {
  const at = packed.weights + (group + column / COLUMNS) * WEIGHTS + kind
  return load<u16>(at + (column % COLUMNS) * 2)
}

/** The bits of the query's columns of a group. */
function bitsOf(query: Query, bitsAt: usize, group: usize): u64 {
  return load<u8>(query.block + bitsAt + group * LANES + query.lane)
}

/** Four u16 of which all bits are those of four bits. */
function maskOf(bits: u64): u64 {
  return ((bits * 0x2000_4000_8001) & 0x0001_0001_0001_0001) * 0xffff
}

/** The sum of four u16. */
function sumOf(values: u64): i32 {
  const pairs = (values & 0x0000_ffff_0000_ffff) + ((values >> 16) & 0x0000_ffff_0000_ffff)
  return <i32>pairs + <i32>(pairs >> 32)
}

/** What the columns of a group add to the weight of the evidence where the other row has them, as four u16. */
function ifPresent(packed: Packed, query: Query, group: usize): u64 {
  const present = maskOf(bitsOf(query, packed.presentAt, group))
  const other = weightsOf(packed, group, OTHER)
  let absent = other
  if (packed.classes) {
    const inapplicable = maskOf(bitsOf(query, packed.inapplicableAt, group))
    absent = (other & ~inapplicable) | (weightsOf(packed, group, STRUCTURAL) & inapplicable)
  }
  // No weight is larger than the column's own: no difference borrows from the next one.
  return ((weightsOf(packed, group, OWN) - other) & present) | (absent & ~present)
}

/** The same where they do not apply to the other row. */
function ifInapplicable(packed: Packed, query: Query, group: usize): u64 {
  const present = maskOf(bitsOf(query, packed.presentAt, group))
  return (weightsOf(packed, group, STRUCTURAL) - weightsOf(packed, group, OTHER)) & present
}

/** Writes the table of the sums of four weights, their lower or upper bits, unless these are all 0. */
function pushTable(packed: Packed, query: Query, upper: i32, sign: i32, offset: usize, weights: u64): void {
  const all = sumOf(weights)
  const digit = 1 << packed.digitBits
  const most = upper ? all >> packed.digitBits : min(all, digit - 1)
  if (most == 0) return
  const each = i64x2.splat(<i64>weights)
  const first = v128.and(v128.shuffle<u16>(each, each, 0, 0, 0, 0, 0, 0, 0, 0), i16x8(0, -1, 0, -1, 0, -1, 0, -1))
  const second = v128.and(v128.shuffle<u16>(each, each, 1, 1, 1, 1, 1, 1, 1, 1), i16x8(0, 0, -1, -1, 0, 0, -1, -1))
  const third = v128.and(v128.shuffle<u16>(each, each, 2, 2, 2, 2, 2, 2, 2, 2), i16x8(0, 0, 0, 0, -1, -1, -1, -1))
  const low = i16x8.add(i16x8.add(first, second), third)
  const high = i16x8.add(low, v128.shuffle<u16>(each, each, 3, 3, 3, 3, 3, 3, 3, 3))
  const table = i8x16.narrow_i16x8_u(
    digitOf(low, packed.digitBits, upper, digit - 1),
    digitOf(high, packed.digitBits, upper, digit - 1)
  )
  const entry = push(query, upper ? sign * digit : sign, most, MOST_IN_LIST, TABLE_ENTRY)
  store<u32>(entry, <u32>offset)
  v128.store(entry, table, 4)
}

function digitOf(sums: v128, bits: i32, upper: i32, mask: i32): v128 {
  return upper ? i16x8.shr_u(sums, bits) : v128.and(sums, i16x8.splat(<i16>mask))
}

/** Categories that equal nothing are not written, and no zeros of asymmetric-binary columns: equal ones are no evidence. */
function writeBytes(packed: Packed, query: Query): void {
  query.section = 0
  const group = bytesGroup(packed)
  for (let column: usize = 0; column < packed.bytes; column++) {
    const offset = packed.bytesAt + column * LANES
    const code: i32 = load<u8>(query.block + offset + query.lane)
    if (code == MISSING_U8 || code == UNSEEN_U8 || (code == 0 && column < packed.asymmetric)) continue
    pushCategory(packed, query, offset, code, weightOf(packed, group, column, UNITS), MOST_IN_LIST)
  }
}

function writeWords(packed: Packed, query: Query): void {
  query.section = 0
  const group = groupsOf(packed.numbers)
  for (let column: usize = 0; column < packed.words; column++) {
    const offset = packed.wordsAt + column * LANES * 2
    const code: i32 = load<u16>(query.block + offset + query.lane * 2)
    if (code == MISSING_U16 || code == UNSEEN_U16) continue
    pushCategory(packed, query, offset, code, weightOf(packed, group, column, UNITS), MOST_IN_SECTION)
  }
}

function pushCategory(packed: Packed, query: Query, offset: usize, code: i32, weight: i32, most: i32): void {
  const entry = push(query, packed.unit, weight, most, CATEGORY_ENTRY)
  store<u32>(entry, <u32>offset)
  store<u16>(entry, <u16>code, 4)
  store<u16>(entry, <u16>weight, 6)
}

/**
 * Room for an entry that adds up to `most` to the sum of a list, in the section with this factor: a list holds up to
 * `mostInList`. Returns its address.
 */
function push(query: Query, factor: i32, most: i32, mostInList: i32, size: usize): usize {
  if (query.section == 0 || load<i32>(query.section, 4) != factor || query.sectionSum + most > MOST_IN_SECTION) {
    query.section = query.end
    store<i32>(query.section, factor, 4)
    query.sectionSum = 0
    query.end += SECTION_HEAD
    openList(query)
  } else if (query.listSum + most > mostInList) openList(query)
  const entry = query.end
  query.end += size
  query.sectionSum += most
  query.listSum += most
  store<u32>(query.section, <u32>query.end)
  store<u32>(query.list, <u32>query.end)
  return entry
}

function openList(query: Query): void {
  query.list = query.end
  query.listSum = 0
  query.end += LIST_HEAD
}
