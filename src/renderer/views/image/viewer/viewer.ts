import { Enums, type RenderingEngine, type StackViewport, type Types } from '@cornerstonejs/core'
import { addImage, dropImage, newViewport } from './cornerstone.ts'
import {
  type DrawnSize,
  drawnSize,
  type Placing,
  shapeOf,
  type Shown,
  type Sight,
  turnedPicture,
  type Viewer
} from './drawn.ts'
import type { ViewedFrame } from './frame.ts'
import { maskOf } from './overlay.ts'
import { type DrawnPicture, pictureOf, shaded } from './picture.ts'
import { drawnPlace, imagePlace, type Point, type Turn, UNTURNED } from './turn.ts'
import { curveOf, rangeOf, type Voi } from './voi.ts'

const LEAST_ZOOM = 0.02
const MOST_ZOOM = 100

/** A frame on an element: window, zoom, pan and turn. */
export class ImageViewer implements Viewer {
  private readonly engine: RenderingEngine
  private readonly viewport: StackViewport
  private readonly element: HTMLDivElement
  private picture: DrawnPicture | null = null
  /** Whether what is drawn is shades, not the values of the picture. */
  private isShaded = false
  /** The overlay planes of the frame, once they are to be seen. */
  private mask: HTMLCanvasElement | null = null
  private hasOverlay = true
  private frame: ViewedFrame | null = null
  private turn: Turn = UNTURNED
  private imageId = ''
  /** What is to be seen, which may still be on its way; null: nothing, or no more. */
  private wanted: Shown | null = null
  private isLoading = false
  private isFitted = true

  /** @param onDrawn hears whenever something is drawn, at a place of its own */
  constructor(element: HTMLDivElement, onDrawn: () => void) {
    this.element = element
    const { engine, viewport } = newViewport(element)
    this.engine = engine
    this.viewport = viewport
    element.addEventListener(Enums.Events.IMAGE_RENDERED, () => {
      this.drawOverlay()
      onDrawn()
    })
  }

  destroy(): void {
    this.wanted = null
    this.engine.destroy()
    dropImage(this.imageId)
  }

  /** Shows a frame; zoom and place stay where it has the size of the one before. Of frames that come faster than that, the last. */
  async show(shown: Shown): Promise<void> {
    this.wanted = shown
    if (this.isLoading) return
    this.isLoading = true
    try {
      while (this.wanted !== null && (this.wanted.frame !== this.frame || this.wanted.turn !== this.turn)) {
        await this.load(this.wanted)
      }
    } finally {
      this.isLoading = false
    }
    if (this.wanted !== null) this.setVoi(this.wanted.voi, this.wanted.isInverted)
  }

  private async load({ frame, turn }: Shown): Promise<void> {
    const before = this.frame === null ? '' : shapeOf(this.frame, this.turn)
    const centre = turn !== this.turn && !this.isFitted ? this.imageAt(...this.middle()) : null
    const { zoom } = this
    this.frame = frame
    this.turn = turn
    this.picture = turnedPicture(pictureOf(frame), frame, turn)
    this.mask = null
    this.isShaded = false
    const image = this.take(this.picture)
    if (before === shapeOf(frame, turn)) {
      this.viewport.renderImageObject(image)
    } else {
      this.isFitted = true
      await this.viewport.setStack([this.imageId])
      if (this.wanted !== null) this.fit()
    }
    if (centre === null || this.wanted === null) return
    // What was in the middle stays there.
    this.viewport.setZoom(zoom)
    const [x, y] = this.middle()
    const place = this.placeOf(centre)
    this.panBy(x - place.x, y - place.y)
  }

  /** @param isInverted beside what the file asks for (MONOCHROME1) */
  setVoi(voi: Voi, isInverted: boolean): void {
    if (this.wanted === null || this.picture === null || this.frame === null) return
    this.wanted = { ...this.wanted, voi, isInverted }
    // The library still fetches the image that this would replace.
    if (this.isLoading) return
    const { photometric } = this.frame.description
    const curve = curveOf(voi)
    if (curve !== null || this.isShaded) {
      // The library draws straight lines only: it gets what the curve makes of the values.
      this.viewport.renderImageObject(this.take(curve === null ? this.picture : shaded(this.picture, curve)))
      this.isShaded = curve !== null
    }
    if (curve !== null) {
      const invert = (photometric === 'MONOCHROME1') !== isInverted
      this.viewport.setProperties({ voiRange: { lower: 0, upper: 255 }, invert })
      this.viewport.render()
      return
    }
    const { slope, intercept } = this.picture
    const meant = rangeOf(voi)
    const [a, b] = slope === 0 ? [-1, 1] : [(meant.lower - intercept) / slope, (meant.upper - intercept) / slope]
    const isDark = (photometric === 'MONOCHROME1') !== slope < 0
    this.viewport.setProperties({
      voiRange: { lower: Math.min(a, b), upper: Math.max(a, b) },
      invert: isDark !== isInverted
    })
    this.viewport.render()
  }

  setOverlay(isShown: boolean): void {
    this.hasOverlay = isShown
    if (this.frame !== null) this.viewport.render()
  }

  /** Pixels of the screen a pixel of the image; of one that is not square, along its shorter side. */
  get zoom(): number {
    return this.frame === null ? 1 : this.viewport.getZoom()
  }

  /** Where pixels of the image are on the element; null before there is an image. */
  get placing(): Placing | null {
    if (this.frame === null) return null
    const [origin, right, down] = [
      this.placeOf({ x: 0, y: 0 }),
      this.placeOf({ x: 1, y: 0 }),
      this.placeOf({ x: 0, y: 1 })
    ]
    return {
      a: right.x - origin.x,
      b: right.y - origin.y,
      c: down.x - origin.x,
      d: down.y - origin.y,
      e: origin.x,
      f: origin.y
    }
  }

  get sight(): Sight | null {
    if (this.frame === null) return null
    const { columns, height } = this.drawn()
    const [x, y] = this.viewport.canvasToWorld(this.middle())
    return { isFitted: this.isFitted, zoom: this.zoom / this.fitZoom(), x: x / columns, y: y / height }
  }

  /** Shows what another viewer shows. */
  look({ isFitted, zoom, x, y }: Sight): void {
    if (this.frame === null) return
    if (isFitted) return this.fit()
    const { columns, height } = this.drawn()
    this.viewport.setZoom(Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, zoom * this.fitZoom())))
    const [left, top] = this.viewport.canvasToWorld(this.middle())
    this.moveWorld(x * columns - left, y * height - top)
  }

  /** The whole image in the middle. */
  fit(): void {
    if (this.frame === null) return
    this.viewport.resetCamera()
    this.isFitted = true
    this.viewport.render()
  }

  /** @param at stays where it is; the middle unless told */
  zoomBy(factor: number, at: [number, number] = this.middle()): void {
    if (this.frame === null) return
    const before = this.viewport.canvasToWorld(at)
    this.viewport.setZoom(Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, this.zoom * factor)))
    const after = this.viewport.canvasToWorld(at)
    this.moveWorld(before[0] - after[0], before[1] - after[1])
  }

  /** In pixels of the page. */
  panBy(across: number, down: number): void {
    if (this.frame === null) return
    const [x, y] = this.middle()
    const [from, to] = [this.viewport.canvasToWorld([x, y]), this.viewport.canvasToWorld([x - across, y - down])]
    this.moveWorld(to[0] - from[0], to[1] - from[1])
  }

  /** The place of the image, in pixels, at a place of the element; it may lie outside of the image. */
  imageAt(x: number, y: number): Point | null {
    if (this.frame === null) return null
    const [across, down] = this.viewport.canvasToWorld([x, y])
    return imagePlace({ x: across, y: down / this.drawn().aspect }, this.turn, this.frame.description)
  }

  private placeOf(point: Point): Point {
    const { x, y } = drawnPlace(point, this.turn, this.frame!.description)
    const [left, top] = this.viewport.worldToCanvas([x, y * this.drawn().aspect, 0])
    return { x: left, y: top }
  }

  private drawn(): DrawnSize {
    return drawnSize(this.frame!.description, this.turn)
  }

  resize(): void {
    this.engine.resize(true, true)
    if (this.isFitted) this.fit()
  }

  /** The zoom at which all of the image is in sight. */
  private fitZoom(): number {
    const { canvas } = this.viewport
    const { columns, height, aspect } = this.drawn()
    return Math.min(canvas.width / columns, canvas.height / height) * Math.min(1, aspect)
  }

  private moveWorld(across: number, down: number): void {
    const [x, y, z] = this.viewport.canvasToWorld(this.middle())
    this.viewport.setCamera({ focalPoint: [x + across, y + down, z] })
    this.isFitted = false
    this.viewport.render()
  }

  private middle(): [number, number] {
    return [this.element.clientWidth / 2, this.element.clientHeight / 2]
  }

  /** Over the picture, whenever that was drawn. */
  private drawOverlay(): void {
    if (this.frame === null || !this.hasOverlay || this.frame.overlay.length === 0) return
    const { rows, columns } = this.frame.description
    this.mask ??= maskOf(this.frame)
    const { canvas } = this.viewport
    const scale = canvas.width / this.element.clientWidth
    const { a, b, c, d, e, f } = this.placing!
    const context = canvas.getContext('2d')!
    context.setTransform(a * scale, b * scale, c * scale, d * scale, e * scale, f * scale)
    context.imageSmoothingEnabled = Math.hypot(a, b) < 1
    context.drawImage(this.mask, 0, 0, columns, rows)
  }

  /** The image that the library draws from now on. */
  private take(picture: DrawnPicture): Types.IImage {
    dropImage(this.imageId)
    const image = addImage(picture, this.drawn(), this.frame!.description.kind === 'colour')
    this.imageId = image.imageId
    return image
  }
}
