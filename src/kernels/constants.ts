/** What the kernels and the TypeScript around them agree on. This file is read by both compilers. */

/** Rows in a block of a packed table. */
export const BLOCK = 64

/** Columns of categories in a group: counters of 8 bits are emptied after each. */
export const GROUP = 64

/** A missing number, as a fixed-point value: −2^31, farther than the whole range from any other, even where that wraps. */
export const MISSING_NUMBER = 1 << 31

/** No number is farther from 0 than this, 2^30: at least 64 times the range of the sample, beyond which all are alike. */
export const FARTHEST_NUMBER = 1 << 30

/** Larger numbers, and infinite ones, are damage and no measurements: they count as missing. */
export const MOST_NUMBER = 1e300

/**
 * Fixed-point numbers are off by up to half a unit, so a pair's sum by up to a unit a column. Where the sum is this many
 * units a column or more, that is below 3.1e-5 of it; where it is less, the pair is computed from the f64 numbers.
 */
export const NEAR_UNITS = 1 << 15

/** Code of a missing category; of one that equals nothing; and of one that no cell holds (u8 and u16 columns). */
export const MISSING_U8 = 255
export const UNSEEN_U8 = 254
export const NO_CELL_U8 = 253
export const MISSING_U16 = 65535
export const UNSEEN_U16 = 65534
export const NO_CELL_U16 = 65533

/** Bytes of a list of columns in a query: a counter (and an address), then an offset and a value for each column. */
export const LIST_HEAD_BYTES = 8
export const LIST_ENTRY_BYTES = 8

/** Columns that a query and each row of a block both have, and zeros that they share: two counters of 16 bits a row. */
export const COUNTS_BYTES = 2 * BLOCK * 2

/** Scratch of a thread that computes a matrix, beside 64 queries; and of an assignment, beside its queries. */
export const GOWER_SCRATCH_BYTES = BLOCK * (BLOCK * 4 + COUNTS_BYTES)
export const ASSIGN_SCRATCH_BYTES = BLOCK * 8 + COUNTS_BYTES
