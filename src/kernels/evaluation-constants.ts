/** What the kernels of the evaluation and the TypeScript around them agree on. This file is read by both compilers. */

/** Values of an embedding that are multiplied before their sum goes on in f64: so few that f32 keeps seven digits. */
export const GRAM_CHUNK = 256

/** Rows and columns of a tile of a Gram matrix: two blocks of so many rows of a chunk stay in the nearest caches. */
export const TILE = 64

/** Labellings that are followed at a time, in pairs of 64 bits: as many as registers hold. */
export const LANES = 12
