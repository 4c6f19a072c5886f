import { BLOCK, GROUP } from './constants'

/** `BLOCK` and `GROUP` as addresses are counted. */
export const LANES: usize = <usize>BLOCK
export const COLUMNS: usize = <usize>GROUP

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
  /** MOST_NUMBER, FARTHEST_NUMBER, its negative and ROUNDING_NUMBER as f64, and MISSING_NUMBER as i32. */
  constants: usize
}

/** Where the groups of the u8 columns begin. */
export function bytesGroup(packed: Packed): usize {
  return groupsOf(packed.numbers) + groupsOf(packed.words)
}

export function groupsOf(columns: usize): usize {
  return (columns + COLUMNS - 1) / COLUMNS
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
