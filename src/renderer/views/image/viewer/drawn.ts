import type { ViewedFrame } from './frame.ts'
import { type DrawnPicture } from './picture.ts'
import { isUpended, type Point, type Turn, turnedValues } from './turn.ts'
import type { Voi } from './voi.ts'

/** How a place of the image, in pixels, becomes one of the element: x′ = a x + c y + e, y′ = b x + d y + f. */
export interface Placing {
  a: number
  b: number
  c: number
  d: number
  e: number
  f: number
}

/** What of an image is in sight, so that another one can be shown alike. */
export interface Sight {
  /** Whether that is all of it, in the middle. */
  isFitted: boolean
  /** Times as large as where all of it is in sight. */
  zoom: number
  /** What is in the middle, as shares of the width and height that are drawn. */
  x: number
  y: number
}

/** What a stage does with what it shows, a frame or a slide. */
export interface Viewer {
  /** Pixels of the page a pixel of the image. */
  readonly zoom: number
  /** Where pixels of the image are on the element; null before there is an image. */
  readonly placing: Placing | null
  readonly sight: Sight | null
  /** Shows what another viewer shows. */
  look(sight: Sight): void
  /** All of it in the middle. */
  fit(): void
  /** @param at stays where it is; the middle unless told */
  zoomBy(factor: number, at?: [number, number]): void
  /** In pixels of the page. */
  panBy(across: number, down: number): void
  /** The place of the image, in pixels, at a place of the element; it may lie outside of the image. */
  imageAt(x: number, y: number): Point | null
  resize(): void
  destroy(): void
}

/** How a frame is shown. */
export interface Shown {
  frame: ViewedFrame
  voi: Voi
  /** Beside what the file asks for (MONOCHROME1). */
  isInverted: boolean
  turn: Turn
}

/** The measures of what is drawn, after it was turned. */
export interface DrawnSize {
  rows: number
  columns: number
  /** Height to width of a pixel. */
  aspect: number
  /** In widths of a pixel. */
  height: number
}

/** The measures of an image, before it is turned. */
export interface ImageSize {
  rows: number
  columns: number
  /** Height to width of a pixel. */
  aspect: number
}

export function drawnSize({ rows, columns, aspect }: ImageSize, turn: Turn): DrawnSize {
  if (!isUpended(turn)) return { rows, columns, aspect, height: rows * aspect }
  return { rows: columns, columns: rows, aspect: 1 / aspect, height: columns / aspect }
}

/** What two frames have in common that fill the same place. */
export function shapeOf(frame: ViewedFrame, turn: Turn): string {
  const { rows, columns, aspect } = drawnSize(frame.description, turn)
  return `${rows} ${columns} ${aspect} ${frame.description.kind}`
}

export function turnedPicture(picture: DrawnPicture, { description }: ViewedFrame, turn: Turn): DrawnPicture {
  return { ...picture, values: turnedValues(picture.values, description.kind === 'colour' ? 4 : 1, turn, description) }
}
