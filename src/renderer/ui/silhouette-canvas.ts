import type { Tokens } from '../theme/tokens.ts'
import { rem } from './rem.ts'

/** What the silhouette plots of a sample and of a cluster draw alike, on their canvases. */

/** Some bars, from one to another. */
export interface BarRange {
  from: number
  to: number
}

/** The same from the lower to the higher, whichever way it was chosen. */
export function ordered({ from, to }: BarRange): BarRange {
  return { from: Math.min(from, to), to: Math.max(from, to) }
}

/** Empties a canvas and makes it as sharp as the screen. @param width and height in CSS pixels @param font in rem */
export function beginDrawing(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  font: number
): CanvasRenderingContext2D {
  const ratio = window.devicePixelRatio
  const [wide, high] = [Math.floor(width * ratio), Math.floor(height * ratio)]
  const pen = canvas.getContext('2d')!
  // A canvas that gets its size again is made anew, which takes longer than emptying it.
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide
    canvas.height = high
  } else {
    pen.reset()
  }
  pen.scale(ratio, ratio)
  pen.font = `${rem() * font}px ${getComputedStyle(document.body).fontFamily}`
  pen.textAlign = 'right'
  pen.textBaseline = 'middle'
  return pen
}

/** The line of the grid at a tick. */
export function drawGridLine(
  pen: CanvasRenderingContext2D,
  t: Tokens,
  value: number,
  y: number,
  left: number,
  right: number
): void {
  pen.strokeStyle = value === 0 ? t.lineStrong : t.line
  pen.beginPath()
  pen.moveTo(left, Math.round(y) + 0.5)
  pen.lineTo(right, Math.round(y) + 0.5)
  pen.stroke()
}

/** A bar from 0 to its silhouette, half a pixel high at least. @param at where a silhouette stands */
export function drawBar(
  pen: CanvasRenderingContext2D,
  silhouette: number,
  at: (value: number) => number,
  x: number,
  thickness: number
): void {
  pen.fillRect(x, Math.min(at(silhouette), at(0)), thickness, Math.max(0.5, Math.abs(at(silhouette) - at(0))))
}
