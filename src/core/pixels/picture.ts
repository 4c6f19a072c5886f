/** Pixels of a side of a prepared picture (paper, section 2.4). */
export const PICTURE_SIDE = 128

/** Bytes of a prepared picture: 128 × 128 grey levels, row by row, the darkest pixel 0 and the brightest 255. */
export const PICTURE_BYTES = PICTURE_SIDE * PICTURE_SIDE

/** Of one in colour: red, green and blue. */
export const COLOUR_BYTES = 3 * PICTURE_BYTES

/** To be raised when other pictures come out of the same files, so that those that were kept are made anew. */
export const PICTURE_VERSION = 2
