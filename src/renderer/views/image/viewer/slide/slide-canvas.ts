import type { Placing } from '../drawn.ts'
import type { ViewedFrame } from '../frame.ts'
import { placed } from '../placing.ts'
import type { Point } from '../turn.ts'
import type { Voi } from '../voi.ts'
import type { SlideViewport } from './camera.ts'
import { shadesOf } from './shades.ts'
import type { Box } from './tile-index.ts'

/** A part of a picture, in its pixels. */
export interface PicturePart {
  x: number
  y: number
  width: number
  height: number
}

/** What tiles are drawn on, in whole pixels of the screen. */
export class SlideCanvas {
  private readonly canvas = document.createElement('canvas')
  private readonly context = this.canvas.getContext('2d')!
  private placing: Placing = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 }
  private voi: Voi | null = null
  private isInverted = false
  /** Of frames as they are shown now. */
  private pictures = new WeakMap<ViewedFrame, HTMLCanvasElement>()

  constructor(element: HTMLElement) {
    this.canvas.style.cssText = 'position:absolute;inset:0;width:100%;height:100%'
    element.append(this.canvas)
  }

  remove(): void {
    this.canvas.remove()
  }

  setVoi(voi: Voi, isInverted: boolean): void {
    this.voi = voi
    this.isInverted = isInverted
    this.pictures = new WeakMap()
  }

  /** Begins anew. @param placing where pixels of the slide are on the stage */
  begin(placing: Placing, stage: SlideViewport): void {
    const { canvas, context } = this
    this.placing = placing
    const density = window.devicePixelRatio
    const [width, height] = [Math.round(stage.width * density), Math.round(stage.height * density)]
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, width, height)
  }

  /** Draws a part of a picture over a part of the slide, from whole pixels to whole ones, so that no seam is seen. */
  draw(picture: HTMLCanvasElement, { x, y, width, height }: PicturePart, box: Box, isSmooth: boolean): void {
    const { context } = this
    const density = window.devicePixelRatio
    const corner = (x: number, y: number): Point => {
      const at = placed(this.placing, { x, y })
      return { x: Math.round(at.x * density), y: Math.round(at.y * density) }
    }
    const [from, right, down] = [corner(box.left, box.top), corner(box.right, box.top), corner(box.left, box.bottom)]
    context.setTransform(
      (right.x - from.x) / width,
      (right.y - from.y) / width,
      (down.x - from.x) / height,
      (down.y - from.y) / height,
      from.x,
      from.y
    )
    context.imageSmoothingEnabled = isSmooth
    context.drawImage(picture, x, y, width, height, 0, 0, width, height)
  }

  fill(box: Box, colour: string): void {
    const { context, placing } = this
    const density = window.devicePixelRatio
    const [a, b] = [placed(placing, { x: box.left, y: box.top }), placed(placing, { x: box.right, y: box.bottom })]
    context.setTransform(density, 0, 0, density, 0, 0)
    context.fillStyle = colour
    context.fillRect(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.abs(a.x - b.x), Math.abs(a.y - b.y))
  }

  /** A frame in the window of now. */
  pictureOf(frame: ViewedFrame): HTMLCanvasElement {
    const known = this.pictures.get(frame)
    if (known !== undefined) return known
    const { rows, columns } = frame.description
    const picture = document.createElement('canvas')
    Object.assign(picture, { width: columns, height: rows })
    const shades = shadesOf(frame, this.voi!, this.isInverted)
    picture.getContext('2d')!.putImageData(new ImageData(shades, columns, rows), 0, 0)
    this.pictures.set(frame, picture)
    return picture
  }
}
