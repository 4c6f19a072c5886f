import type { ViewedFrame } from './frame.ts'

/** A frame as the viewer's library draws it: whole numbers of at most 16 bits, or bytes of red, green, blue and alpha. */
export interface DrawnPicture {
  values: Uint8Array | Int8Array | Uint16Array | Int16Array | Uint8ClampedArray
  min: number
  max: number
  /** What is meant is drawn × slope + intercept. */
  slope: number
  intercept: number
}

const STEPS = 65_535

/** Values that are no whole numbers of 16 bits are drawn in 65,536 steps between the least and the greatest. */
export function pictureOf({ description, values }: ViewedFrame): DrawnPicture {
  const { kind, min, max, slope, intercept } = description
  if (kind === 'colour') return { values: withAlpha(values as Uint8Array), min: 0, max: 255, slope: 1, intercept: 0 }
  if (
    values instanceof Uint8Array ||
    values instanceof Int8Array ||
    values instanceof Uint16Array ||
    values instanceof Int16Array
  ) {
    return { values, min, max, slope, intercept }
  }
  const step = max > min ? (max - min) / STEPS : 1
  const drawn = new Uint16Array(values.length)
  // What is no number is as dark as it gets.
  for (let i = 0; i < values.length; i++) drawn[i] = Math.max(0, Math.min(STEPS, Math.round((values[i] - min) / step)))
  return { values: drawn, min: 0, max: STEPS, slope: slope * step, intercept: intercept + slope * min }
}

/** A picture whose values are shades already, from 0 to 255. @param shadeOf a value that is meant */
export function shaded(
  { values, min, max, slope, intercept }: DrawnPicture,
  shadeOf: (value: number) => number
): DrawnPicture {
  const table = Uint8ClampedArray.from({ length: max - min + 1 }, (_, i) => shadeOf((min + i) * slope + intercept))
  const shades = new Uint8Array(values.length)
  for (let i = 0; i < values.length; i++) shades[i] = table[values[i] - min]
  return { values: shades, min: 0, max: 255, slope: 1, intercept: 0 }
}

function withAlpha(rgb: Uint8Array): Uint8ClampedArray {
  const pixels = rgb.length / 3
  const rgba = new Uint8ClampedArray(4 * pixels)
  for (let i = 0, from = 0, to = 0; i < pixels; i++, from += 3, to += 4) {
    rgba[to] = rgb[from]
    rgba[to + 1] = rgb[from + 1]
    rgba[to + 2] = rgb[from + 2]
    rgba[to + 3] = 255
  }
  return rgba
}
