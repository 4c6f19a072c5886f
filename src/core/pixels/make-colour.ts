import { rgbOf } from './colours.ts'
import { PICTURE_SIDE } from './picture.ts'
import type { Frame } from './read-frame.ts'
import { resize } from './resize.ts'

/** Differences between red, green and blue that are those of compression, of 255. */
const GREY = 8

/**
 * A frame in its colours, small: for people alone, models and comparisons take the grey one.
 * @returns red, green and blue of 128 × 128 pixels, row by row; null where the image shows nothing but grey
 */
export function makeColour(frame: Frame): Uint8Array | null {
  const rgb = rgbOf(frame)
  if (rgb === null) return null
  const { rows, columns } = frame.description
  const channels = [0, 1, 2].map((channel) =>
    resize(rows, columns, PICTURE_SIDE, (row, into) => {
      for (let x = 0, i = 3 * row * columns + channel; x < columns; x++, i += 3) into[x] = rgb[i]
    })
  )
  const [red, green, blue] = channels
  const isGrey = red.every((value, i) => Math.abs(value - green[i]) <= GREY && Math.abs(value - blue[i]) <= GREY)
  if (isGrey) return null
  return Uint8Array.from({ length: 3 * red.length }, (_, i) => Math.round(channels[i % 3][Math.floor(i / 3)]))
}
