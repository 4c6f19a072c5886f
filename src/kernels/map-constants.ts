/**
 * What the kernels of maps and the TypeScript around them agree on. This file is read by both compilers: the kernels' refuses to
 * compile where a structure is another (`layout.ts`).
 */

export const NEIGHBOURS_BYTES = 24
export const NEIGHBOURS_NEXT = 20

export const MAP_LAYOUT_BYTES = 48
export const MAP_LAYOUT_DONE = 44

/** f32 of each step: the weights of near, mid-near and further pairs, and the corrections of Adam's two moments. */
export const STEP_BYTES = 20

/** Rows that a thread moves at a time. */
export const MOVED_ROWS = 128

/** Partners are listed in such groups, filled up with the point itself, which moves nothing. */
export const PARTNERS = 4

export const PLACEMENT_BYTES = 24
export const PLACEMENT_NEXT = 20

export const VECTORS_BYTES = 40
export const VECTORS_NEXT = 36

/** Vectors that are compared at a time, so that each of the others is read once for all of them. */
export const VECTORS_AT_A_TIME = 8
