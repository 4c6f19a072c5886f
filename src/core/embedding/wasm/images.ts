import type { Arena } from '../../kernels/kernels.ts'

/** Bytes of a vector of 4 values, which the kernels compute at a time. */
export const VECTOR = 16

export function vectorsOf(channels: number): number {
  return Math.ceil(channels / 4)
}

/** An image in a thread's slot: f32, row by row, channels innermost and padded to whole vectors, with a border of zeros. */
export interface Image {
  side: number
  /** Where its first pixel is in the slot, in bytes. */
  at: number
  /** Bytes to the next row and to the next pixel. */
  row: number
  pixel: number
}

/** @param slot what is planned of a slot @param pixel bytes of a pixel @param border pixels on each side */
export function reserveImage(slot: Arena, side: number, pixel: number, border: number): Image {
  // The border at the right of a row is that at the left of the next.
  const row = (side + border) * pixel
  // One row more below, so that each row can be cleared together with the borders of both its sides.
  const start = slot.reserve((side + 2 * border + 1) * row + border * pixel)
  return { side, at: start + border * (row + pixel), row, pixel }
}
