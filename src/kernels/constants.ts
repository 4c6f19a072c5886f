/** What the kernels and the TypeScript around them agree on. This file is read by both compilers. */

/** Rows in a block of a packed table. */
export const BLOCK = 64

/** Columns in a group: whether a row has them are the bits of one number from 0 to 15. */
export const GROUP = 4

/** A missing number, as a fixed-point value: −2^31, farther than the whole range from any other, even where that wraps. */
export const MISSING_NUMBER = 1 << 31

/** No number is farther from 0 than this, 2^30: at least 64 times the range of the sample, beyond which all are alike. */
export const FARTHEST_NUMBER = 1 << 30

/** Larger numbers, and infinite ones, are damage and no measurements: they count as missing. */
export const MOST_NUMBER = 1e300

/** 2^52 + 2^51: a number up to 2^31 added to it is rounded to an integer, half to even, which is the lower half of its bits. */
export const ROUNDING_NUMBER = 6755399441055744

/**
 * Fixed-point numbers are off by up to half a unit, so a pair's sum by up to a unit a column. Where the sum is this many
 * units a column or more, that is below 3.1e-5 of it; where it is less, the pair is computed from the f64 numbers.
 */
export const NEAR_UNITS = 1 << 15

/** Code of a missing category, and of one that equals nothing (u8 and u16 columns); smaller ones are levels. */
export const MISSING_U8 = 255
export const UNSEEN_U8 = 254
export const MISSING_U16 = 65535
export const UNSEEN_U16 = 65534

/** Columns are packed in pieces of so many rows; codes of a column with fewer levels than SWIZZLED_CODES are packed by the kernels. */
export const PIECE_ROWS = 2048
export const SWIZZLED_CODES = 64

/** Bytes of a piece of a column before it is packed, f64 or i32, and of what its codes are stored as. */
export const STAGE_BYTES = PIECE_ROWS * 8 + SWIZZLED_CODES

/** Bytes of the kernels' `Query`, and of what follows it: an entry, and the heads of sections and of lists of entries. */
export const QUERY_BYTES = 48
export const NUMBER_ENTRY_BYTES = 12
export const TABLE_ENTRY_BYTES = 20
export const CATEGORY_ENTRY_BYTES = 8
export const SECTION_HEAD_BYTES = 8
export const LIST_HEAD_BYTES = 4

/** Bytes of the numbers above that packing reads from memory: `packNumbers` says why. */
export const PACKING_BYTES = 40

/** Bytes of what is known about a column of numbers, five f64, and of the weights of a group, four of each column, u16. */
export const RANGE_BYTES = 40
export const WEIGHTS_BYTES = 32

/** The weight of the evidence about a query and each row of a block, and of what is equal: i32 × 64 each. */
export const SUMS_BYTES = 2 * BLOCK * 4

/**
 * Scratch of a thread that computes a matrix, beside 64 queries; of an assignment, beside its queries; and for each group of columns and
 * 16 medoids.
 */
export const GOWER_SCRATCH_BYTES = BLOCK * BLOCK * 4 + SUMS_BYTES
export const ASSIGN_SCRATCH_BYTES = BLOCK * 4 + SUMS_BYTES
export const ASSIGN_MEDOID_BYTES = 16
