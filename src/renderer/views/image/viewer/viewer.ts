import {
  Enums,
  imageLoader,
  init,
  metaData,
  RenderingEngine,
  setUseCPURendering,
  type StackViewport,
  type Types,
  utilities
} from '@cornerstonejs/core'
import type { Frame } from './frame.ts'
import { maskOf } from './overlay.ts'
import { type Picture, pictureOf, shaded } from './picture.ts'
import { curveOf, rangeOf, type Voi } from './voi.ts'

/**
 * cornerstone3D's stack viewport, fed with frames that the host has decoded. It draws on the processor: the same pixels
 * with and without a graphics card, and in a remote session.
 */

const SCHEME = 'medoid'
const VIEWPORT = 'image'
const LEAST_ZOOM = 0.02
const MOST_ZOOM = 100

const images = new Map<string, Types.IImage>()
let engines = 0

function begin(): void {
  if (engines++ > 0) return
  init()
  setUseCPURendering(true)
  imageLoader.registerImageLoader(SCHEME, (imageId) => ({ promise: Promise.resolve({ ...images.get(imageId)! }) }))
  metaData.addProvider((type: string, imageId: string) => about(type, imageId), 10_000)
}

/** What the library asks of an image beside its pixels. Its world is that of the pixels: one unit is a column wide. */
function about(type: string, imageId: string): unknown {
  const image = typeof imageId === 'string' ? images.get(imageId) : undefined
  if (image === undefined) return undefined
  const { rows, columns, rowPixelSpacing } = image
  if (type === 'imagePlaneModule') {
    return {
      rows,
      columns,
      rowCosines: [1, 0, 0],
      columnCosines: [0, 1, 0],
      imageOrientationPatient: [1, 0, 0, 0, 1, 0],
      imagePositionPatient: [0, 0, 0],
      pixelSpacing: [rowPixelSpacing, 1],
      rowPixelSpacing,
      columnPixelSpacing: 1,
      frameOfReferenceUID: SCHEME
    }
  }
  if (type !== 'imagePixelModule') return type === 'generalSeriesModule' ? { modality: 'OT' } : undefined
  const bits = 8 * image.getPixelData().BYTES_PER_ELEMENT
  return {
    rows,
    columns,
    bitsAllocated: bits,
    bitsStored: bits,
    highBit: bits - 1,
    pixelRepresentation: image.minPixelValue < 0 ? 1 : 0,
    samplesPerPixel: image.color ? 3 : 1,
    photometricInterpretation: image.color ? 'RGB' : 'MONOCHROME2'
  }
}

export class ImageViewer {
  private readonly engine: RenderingEngine
  private readonly viewport: StackViewport
  private readonly element: HTMLDivElement
  private picture: Picture | null = null
  /** Whether what is drawn is shades, not the values of the picture. */
  private isShaded = false
  /** The overlay planes of the frame, once they are to be seen. */
  private mask: HTMLCanvasElement | null = null
  private hasOverlay = true
  private frame: Frame | null = null
  private imageId = ''
  /** What is to be seen, which may still be on its way; null: nothing, or no more. */
  private wanted: { frame: Frame; voi: Voi; isInverted: boolean } | null = null
  private isLoading = false
  private shown = 0
  private isFitted = true

  constructor(element: HTMLDivElement) {
    begin()
    this.element = element
    this.engine = new RenderingEngine(`${SCHEME}-${engines}`)
    this.engine.enableElement({ viewportId: VIEWPORT, type: Enums.ViewportType.STACK, element })
    this.viewport = this.engine.getViewport<StackViewport>(VIEWPORT)
    element.addEventListener(Enums.Events.IMAGE_RENDERED, () => this.drawOverlay())
  }

  destroy(): void {
    this.wanted = null
    this.engine.destroy()
    images.delete(this.imageId)
  }

  /** Shows a frame; zoom and place stay where it has the size of the one before. Of frames that come faster than that, the last. */
  async show(frame: Frame, voi: Voi, isInverted: boolean): Promise<void> {
    this.wanted = { frame, voi, isInverted }
    if (this.isLoading) return
    this.isLoading = true
    try {
      while (this.wanted !== null && this.wanted.frame !== this.frame) await this.load(this.wanted.frame)
    } finally {
      this.isLoading = false
    }
    if (this.wanted !== null) this.setVoi(this.wanted.voi, this.wanted.isInverted)
  }

  private async load(frame: Frame): Promise<void> {
    const before = this.frame?.description
    const { rows, columns, aspect, kind } = frame.description
    const isAlike =
      before !== undefined &&
      before.rows === rows &&
      before.columns === columns &&
      before.aspect === aspect &&
      before.kind === kind
    this.frame = frame
    this.picture = pictureOf(frame)
    this.mask = null
    this.isShaded = false
    const image = this.take(this.picture)
    if (isAlike) {
      this.viewport.renderImageObject(image)
      return
    }
    this.isFitted = true
    await this.viewport.setStack([this.imageId])
    if (this.wanted !== null) this.fit()
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

  /** Pixels of the screen a pixel of the image. */
  get zoom(): number {
    return this.frame === null ? 1 : this.viewport.getZoom()
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

  /** The pixel at a place of the element, from 0; it may lie outside of the image. */
  pixelAt(x: number, y: number): { column: number; row: number } | null {
    if (this.frame === null) return null
    const [column, row] = this.viewport.canvasToWorld([x, y])
    return { column: Math.floor(column), row: Math.floor(row / this.frame.description.aspect) }
  }

  resize(): void {
    this.engine.resize(true, true)
    if (this.isFitted) this.fit()
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
    const { rows, aspect, columns } = this.frame.description
    this.mask ??= maskOf(this.frame)
    const { canvas } = this.viewport
    const scale = canvas.width / this.element.clientWidth
    const [left, top] = this.viewport.worldToCanvas([0, 0, 0])
    const [right, bottom] = this.viewport.worldToCanvas([columns, rows * aspect, 0])
    const context = canvas.getContext('2d')!
    context.setTransform(scale, 0, 0, scale, 0, 0)
    context.imageSmoothingEnabled = right - left < columns
    context.drawImage(this.mask, left, top, right - left, bottom - top)
  }

  /** The image that the library draws from now on. */
  private take(picture: Picture): Types.IImage {
    const image = this.imageOf(this.frame!, picture)
    images.delete(this.imageId)
    this.imageId = image.imageId
    images.set(this.imageId, image)
    return image
  }

  private imageOf({ description }: Frame, { values, min, max }: Picture): Types.IImage {
    const { rows, columns, kind, aspect } = description
    const color = kind === 'colour'
    const numberOfComponents = color ? 4 : 1
    const image = {
      imageId: `${SCHEME}:${++this.shown}`,
      minPixelValue: min,
      maxPixelValue: max,
      slope: 1,
      intercept: 0,
      windowCenter: 128,
      windowWidth: 256,
      voiLUTFunction: Enums.VOILUTFunctionType.LINEAR,
      getPixelData: () => values,
      getCanvas: undefined,
      rows,
      columns,
      height: rows,
      width: columns,
      color,
      rgba: color,
      numberOfComponents,
      rowPixelSpacing: aspect,
      columnPixelSpacing: 1,
      invert: false,
      sizeInBytes: values.byteLength,
      dataType: values.constructor.name,
      voxelManager: utilities.VoxelManager.createImageVoxelManager({
        width: columns,
        height: rows,
        numberOfComponents,
        scalarData: values
      })
    }
    return image as unknown as Types.IImage
  }
}
