import { greyRows } from './grey.ts'
import { PICTURE_BYTES, PICTURE_SIDE } from './picture.ts'
import type { Frame } from './read-frame.ts'
import { resize } from './resize.ts'

/** Differences smaller than this share of the values are those of rounding. */
const ROUNDING = 1e-12

/**
 * The picture of a frame (paper, section 2.4): grey values through Modality LUT or rescale, MONOCHROME1 negated, resized to
 * 128 × 128, and the smallest to the largest spread over 0 to 255, rounded half up. All 0 where they are equal.
 */
export function makePicture(frame: Frame): Uint8Array {
  const { rows, columns, photometric, modalityLut, palette, samples, slope, intercept } = frame.description
  const values = resize(rows, columns, PICTURE_SIDE, greyRows(frame))
  const isRescaled = samples === 1 && palette === null && modalityLut === null
  const sign = photometric === 'MONOCHROME1' ? -1 : 1
  const picture = new Uint8Array(PICTURE_BYTES)
  const [low, high] = extremes(values)
  if (high - low <= ROUNDING * Math.max(Math.abs(low), Math.abs(high))) return picture
  for (let i = 0; i < values.length; i++) values[i] = sign * (isRescaled ? values[i] * slope + intercept : values[i])
  const [min, max] = extremes(values)
  // A slope of 0 makes all equal.
  if (min === max) return picture
  for (let i = 0; i < values.length; i++) picture[i] = Math.floor(((values[i] - min) / (max - min)) * 255 + 0.5)
  return picture
}

function extremes(values: Float64Array): [number, number] {
  let min = Infinity
  let max = -Infinity
  for (let i = 0; i < values.length; i++) {
    if (values[i] < min) min = values[i]
    if (values[i] > max) max = values[i]
  }
  return [min, max]
}
