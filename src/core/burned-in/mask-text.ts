import type { Region, TextPicture } from './text-picture.ts'

/** Pixels around each region that are blacked out, too: letters reach a little over the line that was found. */
export const MARGIN = 3

/** Blacks out regions, and a margin around them, in the pixels of the picture. @returns what was blacked out */
export function maskText({ pixels, width, height, channels }: TextPicture, regions: readonly Region[]): Region[] {
  return regions.map((region) => {
    const x = Math.max(0, region.x - MARGIN)
    const y = Math.max(0, region.y - MARGIN)
    const end = Math.min(width, region.x + region.width + MARGIN)
    const bottom = Math.min(height, region.y + region.height + MARGIN)
    for (let row = y; row < bottom; row++) pixels.fill(0, (row * width + x) * channels, (row * width + end) * channels)
    return { x, y, width: end - x, height: bottom - y }
  })
}
