import type { Tiling } from '../../../../../api/contract.ts'

/** How much larger than it is a level may be drawn before a finer one takes its place. */
const ENLARGED = 1.25

/**
 * The level that is drawn: the coarsest one whose pixels are hardly larger than those of the screen, else the finest.
 * @param widths of the levels in pixels, the largest first
 * @param shown pixels of the screen that the whole width of the slide takes
 */
export function levelFor(widths: readonly number[], shown: number): number {
  for (let level = widths.length - 1; level > 0; level--) if (widths[level] * ENLARGED >= shown) return level
  return 0
}

/** Which layer of a level belongs to a channel and a focal plane of another one; null: none. */
export function layerOf({ channels, planes }: Pick<Tiling, 'channels' | 'planes'>, of: SlideLayer): number | null {
  if (channels.length !== of.channels || (planes !== of.planes && planes !== 1)) return null
  return of.channel * planes + (planes === 1 ? 0 : of.plane)
}

/** A channel and a focal plane, of how many. */
export interface SlideLayer {
  channel: number
  channels: number
  plane: number
  planes: number
}

/** Pixels of the coarser level by which two levels may be apart: one counts from the corner of a pixel, one from its middle. */
const APART = 2

/**
 * Whether two levels begin at the same place of the slide. What does not say where it begins is taken at its word that it shows the same.
 * @param millimetres of a pixel of the coarser one; null where nobody says
 */
export function isAligned(
  a: Pick<Tiling, 'origin' | 'orientation'>,
  b: Pick<Tiling, 'origin' | 'orientation'>,
  millimetres: number | null
): boolean {
  if (a.orientation !== null && b.orientation !== null) {
    if (a.orientation.some((x, i) => Math.abs(x - b.orientation![i]) > 1e-2)) return false
  }
  if (a.origin === null || b.origin === null || millimetres === null) return true
  return Math.hypot(a.origin[0] - b.origin[0], a.origin[1] - b.origin[1]) <= APART * millimetres
}
