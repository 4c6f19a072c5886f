import type { ViewedFrame } from '../frame.ts'
import { pictureOf } from '../picture.ts'
import { curveOf, rangeOf, type Voi } from '../voi.ts'

/**
 * The pixels of a frame as a canvas takes them: red, green, blue and alpha.
 * @param isInverted beside what the file asks for (MONOCHROME1)
 */
export function shadesOf(frame: ViewedFrame, voi: Voi, isInverted: boolean): Uint8ClampedArray<ArrayBuffer> {
  const { kind, photometric } = frame.description
  const picture = pictureOf(frame)
  const pixels = kind === 'colour' ? picture.values.length / 4 : picture.values.length
  const shades = new Uint8ClampedArray(4 * pixels)
  const inverts = (photometric === 'MONOCHROME1') !== isInverted
  const shadeOf = shadeFor(voi)
  const { min, max, slope, intercept, values } = picture
  // A table, for there are more pixels than values.
  const table = new Uint8ClampedArray(max - min + 1)
  for (let i = 0; i < table.length; i++) {
    const shade = shadeOf((min + i) * slope + intercept)
    table[i] = inverts ? 255 - shade : shade
  }
  if (kind === 'colour') {
    for (let i = 0; i < shades.length; i++) shades[i] = i % 4 === 3 ? 255 : table[values[i]]
    return shades
  }
  for (let i = 0, to = 0; i < pixels; i++, to += 4) {
    shades[to] = shades[to + 1] = shades[to + 2] = table[values[i] - min]
    shades[to + 3] = 255
  }
  return shades
}

/** A shade from 0 to 255 for a value that is meant. */
function shadeFor(voi: Voi): (value: number) => number {
  const curve = curveOf(voi)
  if (curve !== null) return curve
  const { lower, upper } = rangeOf(voi)
  if (upper <= lower) return (value) => (value > lower ? 255 : 0)
  return (value) => ((value - lower) / (upper - lower)) * 255
}
