import { fillRegions, maskText, withMargin } from '../burned-in/mask-text.ts'
import { withoutInner } from '../burned-in/regions.ts'
import type { TextDetector } from '../burned-in/text-detector.ts'
import type { PixelRectangle } from '../burned-in/text-picture.ts'
import { greyRows } from '../pixels/grey.ts'
import type { Frame } from '../pixels/read-frame.ts'

/** Makes shades of a grey frame that text is looked for in, from 0 (black) to 255, of the values that `greyRows` reads, in their place. */
type Shade = (values: Float64Array) => void

/** Blacks out the text of a picture in red, green and blue. @returns what was blacked out, in pixels of the frame */
export async function maskColours(
  { description }: Frame,
  rgb: Uint8Array,
  detector: TextDetector
): Promise<PixelRectangle[]> {
  const { rows: height, columns: width } = description
  const picture = { pixels: rgb, width, height, channels: 3 } as const
  return maskText(picture, await detector.findText(picture))
}

/**
 * Blacks out the text of a grey frame in its stored values. Text is looked for in each of the shades that the values may be shown in, and in all
 * values from the least to the greatest: a window may hide text that those who have the values see.
 * @returns what was blacked out, in pixels of the frame
 */
export async function maskGrey(
  frame: Frame,
  shades: readonly Shade[],
  detector: TextDetector
): Promise<PixelRectangle[]> {
  const { rows: height, columns: width } = frame.description
  const readRow = greyRows(frame)
  const values = new Float64Array(width * height)
  for (let row = 0; row < height; row++) readRow(row, values.subarray(row * width, (row + 1) * width))
  const found: PixelRectangle[] = []
  for (const shade of [...shades, fullRange(values)]) {
    const shaded = values.slice()
    shade(shaded)
    const pixels = Uint8Array.from(shaded, (value) => Math.min(255, Math.max(0, Math.round(value))))
    found.push(...(await detector.findText({ pixels, width, height, channels: 1 })))
  }
  const regions = withMargin(withoutInner(found), width, height)
  fillRegions(frame.values, width, 1, regions, blackOf(frame))
  return regions
}

function fullRange(values: Float64Array): Shade {
  let [least, greatest] = [Infinity, -Infinity]
  for (const value of values) {
    if (value < least) least = value
    if (value > greatest) greatest = value
  }
  const span = greatest - least
  return (values) => {
    for (let i = 0; i < values.length; i++) values[i] = span > 0 ? ((values[i] - least) / span) * 255 : 0
  }
}

/** The stored value of the frame that is shown darkest. In MONOCHROME1 the least value is white (PS3.3 section C.7.6.3.1.2). */
function blackOf({ values, description }: Frame): number {
  const { photometric, slope } = description
  const isLeast = (photometric === 'MONOCHROME1') === slope < 0
  let black = NaN
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    if (Number.isNaN(black) || (isLeast ? value < black : value > black)) black = value
  }
  return black
}
