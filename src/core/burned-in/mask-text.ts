import type { PixelRectangle, TextPicture } from './text-picture.ts'

/** Pixels around each region that are blacked out, too: letters reach a little over the line that was found. */
export const MARGIN = 3

/** Regions and the margin around them, within a picture. */
export function withMargin(regions: readonly PixelRectangle[], width: number, height: number): PixelRectangle[] {
  return regions.map((region) => {
    const x = Math.max(0, region.x - MARGIN)
    const y = Math.max(0, region.y - MARGIN)
    const end = Math.min(width, region.x + region.width + MARGIN)
    const bottom = Math.min(height, region.y + region.height + MARGIN)
    return { x, y, width: end - x, height: bottom - y }
  })
}

/** Samples of a picture, row by row. */
interface Fillable {
  fill(value: number, from: number, to: number): unknown
}

/** Gives all samples of regions one value. @param channels samples of a pixel */
export function fillRegions(
  samples: Fillable,
  width: number,
  channels: number,
  regions: readonly PixelRectangle[],
  value: number
): void {
  for (const region of regions) {
    for (let row = region.y; row < region.y + region.height; row++) {
      const from = (row * width + region.x) * channels
      samples.fill(value, from, from + region.width * channels)
    }
  }
}

/** Blacks out regions, and a margin around them, in the pixels of the picture. @returns what was blacked out */
export function maskText(
  { pixels, width, height, channels }: TextPicture,
  regions: readonly PixelRectangle[]
): PixelRectangle[] {
  const masked = withMargin(regions, width, height)
  fillRegions(pixels, width, channels, masked, 0)
  return masked
}
