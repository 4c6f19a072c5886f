import type { PixelOptions } from './options.ts'

/** Where a picture lies on its canvas, in pixels. */
export interface Layout {
  width: number
  height: number
  /** Of the picture within it. */
  left: number
  top: number
  pictureWidth: number
  pictureHeight: number
}

/**
 * @param aspect height to width of a pixel
 * @returns `original`: as stored, with pixels that are no squares as they are; else the longer side as long as is asked for
 */
export function layoutOf(
  rows: number,
  columns: number,
  aspect: number,
  { fit, side }: Pick<PixelOptions, 'fit' | 'side'>
): Layout {
  if (fit === 'original') return plain(columns, rows)
  const scale = side / Math.max(columns, rows * aspect)
  const pictureWidth = Math.min(side, Math.max(1, Math.round(columns * scale)))
  const pictureHeight = Math.min(side, Math.max(1, Math.round(rows * aspect * scale)))
  if (fit === 'keep') return plain(pictureWidth, pictureHeight)
  const [left, top] = [Math.floor((side - pictureWidth) / 2), Math.floor((side - pictureHeight) / 2)]
  return { width: side, height: side, left, top, pictureWidth, pictureHeight }
}

function plain(width: number, height: number): Layout {
  return { width, height, left: 0, top: 0, pictureWidth: width, pictureHeight: height }
}
