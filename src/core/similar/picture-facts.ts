import type { Look } from './look.ts'

/** The values of PictureContent and of PictureShape. */
export const CONTENT = {
  normal: 'normal',
  constant: 'constant',
  dark: 'nearly black',
  unreadable: 'unreadable'
} as const
export const SHAPE = { normal: 'normal', elongated: 'elongated', tiny: 'tiny' } as const

/**
 * A picture is nearly black where fewer pixels than these are brighter than 5 % of the brightest: in 128 × 128 pixels, less than 13 × 13.
 * Of 871 real images the darkest anatomy has 1.2 %, a segmentation of a few pixels 0.2 %.
 */
const LEAST_BRIGHT = 0.01

/** Longer than four times its width: whole-body scans and long films reach that, what lies beyond is a strip, a scale or a localiser's edge. */
const MOST_ELONGATED = 4

/** Shorter sides than this many pixels: the smallest matrices of MR and nuclear medicine are of 64, and icons of 16. */
const LEAST_SIDE = 32

/** @param look null where the image cannot be decoded */
export function contentOf(look: Look | null): string {
  if (look === null) return CONTENT.unreadable
  if (look.isConstant) return CONTENT.constant
  return look.bright < LEAST_BRIGHT ? CONTENT.dark : CONTENT.normal
}

/** @returns null where the size is not known */
export function shapeOf(rows: number, columns: number): string | null {
  if (!(rows > 0 && columns > 0)) return null
  const [short, long] = [Math.min(rows, columns), Math.max(rows, columns)]
  if (short < LEAST_SIDE) return SHAPE.tiny
  return long > MOST_ELONGATED * short ? SHAPE.elongated : SHAPE.normal
}
