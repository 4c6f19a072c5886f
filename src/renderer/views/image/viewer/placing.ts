import type { Placing } from './drawn.ts'
import { imagePlace, type Point, type Turn } from './turn.ts'

/** Where a place of the image is on the element. */
export function placed({ a, b, c, d, e, f }: Placing, { x, y }: Point): Point {
  return { x: a * x + c * y + e, y: b * x + d * y + f }
}

/** Pixels of the page that a pixel of the image is wide. */
export function pixelWidth({ a, b }: Placing): number {
  return Math.hypot(a, b)
}

const ARROWS: Record<string, Point> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 }
}
const FAR = 10

/** How far an arrow key moves a point of the image, however that is turned: a pixel, with Shift ten; null: it is no arrow key. */
export function arrowStep({ key, shiftKey }: { key: string; shiftKey: boolean }, turn: Turn): Point | null {
  if (!Object.hasOwn(ARROWS, key)) return null
  const size = { columns: 0, rows: 0 }
  const { x, y } = imagePlace(ARROWS[key], turn, size)
  const by = shiftKey ? FAR : 1
  // Without −0.
  return { x: x * by + 0, y: y * by + 0 }
}
