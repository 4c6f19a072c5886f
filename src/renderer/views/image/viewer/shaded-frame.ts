import type { ViewedFrame } from './frame.ts'
import { pictureOf, shaded } from './picture.ts'
import { presetsFor } from './presets.ts'
import { curveOf, rangeOf } from './voi.ts'

/** A frame as its file wants it shown, as red, green, blue and alpha. */
export function shadedFrame(frame: ViewedFrame): ImageData {
  const { rows, columns, kind, photometric } = frame.description
  const picture = pictureOf(frame)
  if (kind === 'colour') return new ImageData(Uint8ClampedArray.from(picture.values), columns, rows)
  const [preset] = presetsFor(frame, [])
  const { lower, upper } = rangeOf(preset)
  const straight = (value: number): number =>
    upper > lower ? ((value - lower) / (upper - lower)) * 255 : value > lower ? 255 : 0
  const shades = shaded(picture, curveOf(preset) ?? straight).values
  const isInverted = photometric === 'MONOCHROME1'
  const pixels = new Uint8ClampedArray(4 * shades.length)
  for (let i = 0; i < shades.length; i++) {
    const shade = isInverted ? 255 - shades[i] : shades[i]
    pixels.set([shade, shade, shade, 255], 4 * i)
  }
  return new ImageData(pixels, columns, rows)
}
