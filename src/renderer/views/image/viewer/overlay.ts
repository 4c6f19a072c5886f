import { TOKENS } from '../../../theme/tokens.ts'
import type { ViewedFrame } from './frame.ts'

/** The overlay planes of a frame, a pixel each, on nothing. Images lie on black in both themes, and so does this. */
export function maskOf({ description, overlay }: ViewedFrame): HTMLCanvasElement {
  const { rows, columns } = description
  const canvas = document.createElement('canvas')
  canvas.width = columns
  canvas.height = rows
  const context = canvas.getContext('2d')!
  const image = context.createImageData(columns, rows)
  const pixels = new Uint32Array(image.data.buffer)
  const colour = pixelOf(TOKENS.dark.warn)
  for (let i = 0; i < pixels.length; i++) if ((overlay[i >> 3] >> (i & 7)) & 1) pixels[i] = colour
  context.putImageData(image, 0, 0)
  return canvas
}

/** `#rrggbb` as the four bytes of a pixel. */
function pixelOf(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
  return new Uint32Array(Uint8Array.of(red, green, blue, 255).buffer)[0]
}
