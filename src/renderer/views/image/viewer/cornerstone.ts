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
import type { DrawnSize } from './drawn.ts'
import type { DrawnPicture } from './picture.ts'

/**
 * cornerstone3D's stack viewport, fed with pictures of frames that the host has decoded. It draws on the processor: the same pixels
 * with and without a graphics card, and in a remote session.
 */

const SCHEME = 'medoid'
const VIEWPORT = 'image'

const images = new Map<string, Types.IImage>()
let engines = 0
let shown = 0

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

/** A viewport of its own on an element. */
export function newViewport(element: HTMLDivElement): { engine: RenderingEngine; viewport: StackViewport } {
  begin()
  const engine = new RenderingEngine(`${SCHEME}-${engines}`)
  engine.enableElement({ viewportId: VIEWPORT, type: Enums.ViewportType.STACK, element })
  return { engine, viewport: engine.getViewport<StackViewport>(VIEWPORT) }
}

/** The library asks for an image until it is dropped. */
export function addImage(picture: DrawnPicture, size: DrawnSize, isColour: boolean): Types.IImage {
  const image = imageOf(picture, size, isColour)
  images.set(image.imageId, image)
  return image
}

export function dropImage(imageId: string): void {
  images.delete(imageId)
}

function imageOf(
  { values, min, max }: DrawnPicture,
  { rows, columns, aspect }: DrawnSize,
  color: boolean
): Types.IImage {
  const numberOfComponents = color ? 4 : 1
  const image = {
    imageId: `${SCHEME}:${++shown}`,
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
