/**
 * Where fields of the structures of a search lie, in bytes. This file is read by both compilers: the kernels' refuses to compile
 * where a structure is another (`layout.ts`).
 */

export const MATRIX_BYTES = 24
export const MATRIX_NEXT = 12
export const MATRIX_UNSHARED = 16
export const MATRIX_ROWS = 20

export const SEARCH_BYTES = 112
/** The pointers of a search are its first fields, in the order of the structure. */
export const SEARCH_NEAREST = 12
export const SEARCH_STALE = 60
export const SEARCH_CANDIDATE = 64
export const SEARCH_SWAPS = 72
export const SEARCH_LOSS = 104

export const BUILD_BYTES = 44
export const BUILD_HEAP = 20
export const BUILD_SINGLE = 40

export const CLUSTERS_BYTES = 24

export const JUDGEMENT_BYTES = 40
export const JUDGEMENT_NEXT = 32
export const JUDGEMENT_UNSHARED = 36
/** Rows that a thread judges at a time. */
export const JUDGED_ROWS = 16

export const AGGLOMERATION_BYTES = 56
export const AGGLOMERATION_MERGED = 40
export const LINKAGE_WARD = 0
export const LINKAGE_AVERAGE = 1
export const LINKAGE_COMPLETE = 2

export const SPANNING_BYTES = 36
export const SPANNING_MERGED = 32

export const MINIMAX_BYTES = 60
export const MINIMAX_MERGED = 56
