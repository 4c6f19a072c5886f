import type { TextDetector } from '../burned-in/text-detector.ts'
import type { PixelRectangle } from '../burned-in/text-picture.ts'
import { networkPixels } from '../burned-in/tiles.ts'
import { rgbOf } from '../pixels/colours.ts'
import { samplesOf } from '../pixels/decoded.ts'
import { describePixels } from '../pixels/description.ts'
import { greyRows } from '../pixels/grey.ts'
import type { ImageHeader } from '../pixels/image-header.ts'
import { readPresentation } from '../pixels/presentation.ts'
import { decodeFrame, type Frame } from '../pixels/read-frame.ts'
import { resizeTo } from '../pixels/resize.ts'
import { readVoiLuts } from '../pixels/voi-luts.ts'
import { npyArray } from '../vectors/npy-header.ts'
import { type Layout, layoutOf } from './layout.ts'
import { maskColours, maskGrey } from './mask-frame.ts'
import type { PixelOptions } from './options.ts'
import { encodePng } from './png.ts'
import { type Shading, shadingOf, type WindowSource } from './window.ts'

/** One frame of an image, as it stands in a training set. */
export interface Sample {
  /** A PNG, or an array of NumPy. */
  bytes: Uint8Array
  width: number
  height: number
  /** 1 grey, 3 red, green and blue. */
  channels: 1 | 3
  /** Of the file, from 0, and how many it has. */
  frame: number
  frames: number
  /** Of grey pictures of 8 bits; null of others. */
  window: { from: WindowSource; center: number; width: number } | null
  /** Of 16 bits: what was added to each value, so that none is negative. */
  offset: number
  /** Pixels of 16 bits that were beyond what these hold. */
  clipped: number
  /** Where text was blacked out, in pixels of the frame as it is stored; null: nobody looked for text. */
  masked: readonly PixelRectangle[] | null
  /** Codes of what was ignored or assumed about the file. */
  remarks: string[]
}

const PIXEL_PADDING_VALUE = 0x00280120
const PIXEL_PADDING_RANGE_LIMIT = 0x00280121

/** Values that percentiles are taken of, at most. */
const SAMPLED = 16_384
/** What is added to values of 16 bits that may be negative. */
const SIGNED_OFFSET = 32_768

/**
 * @param onSize hears how many samples the image has before they are decoded, and how many pixels text is looked for in
 * @param detector finds the text that is blacked out; null: no text is looked for
 * @throws MedoidError as `readFrame` does
 */
export async function makeSample(
  header: ImageHeader,
  options: PixelOptions,
  onSize: (samples: number, searched: number) => void,
  detector: TextDetector | null = null
): Promise<Sample> {
  const description = describePixels(header)
  // Of grey frames, through the window and in all values.
  const searched = detector === null ? 0 : 2 * networkPixels(description.columns, description.rows)
  onSize(samplesOf(description), searched)
  const shown = { ...readPresentation(header), voiLuts: readVoiLuts(header, description.signed) }
  const padding = paddingOf(header)
  const frame = await decodeFrame(header, description)
  const { rows, columns } = description
  const layout = layoutOf(rows, columns, shown.aspect, options)
  const { width, height } = layout
  const common: Pick<Sample, 'width' | 'height' | 'frame' | 'frames' | 'masked' | 'remarks'> = {
    width,
    height,
    frame: description.frame,
    frames: description.frames,
    masked: null,
    remarks: header.remarks.map(({ code }) => code)
  }
  const rgb = rgbOf(frame)
  if (detector !== null && rgb !== null) common.masked = await maskColours(frame, rgb, detector)
  if (detector !== null && rgb === null) {
    const unit = description.modalityLut === null ? description : STORED
    const { shade } = shadingOf(options.window, shown, () => inUnit(sampled(frame, padding), unit))
    common.masked = await maskGrey(frame, [(values) => shade(inUnit(values, unit))], detector)
  }
  if (rgb !== null) {
    const data = coloured(rgb, rows, columns, layout)
    const bytes =
      options.encoding === 'npy' ? npyArray([height, width, 3], data) : encodePng({ width, height, data, channels: 3 })
    return { ...common, bytes, channels: 3, window: null, offset: 0, clipped: 0 }
  }
  const isRescaled = description.modalityLut === null && (options.encoding === 'png' || options.rescale)
  const unit = isRescaled ? description : STORED
  const values = inUnit(greyValues(frame, layout), unit)
  if (options.encoding === 'png') {
    const shading = shadingOf(options.window, shown, () => inUnit(sampled(frame, padding), unit))
    const data = shades(values, shading, description.photometric === 'MONOCHROME1', layout)
    const { from, center, width: span } = shading
    const bytes = encodePng({ width, height, data, channels: 1 })
    return { ...common, bytes, channels: 1, window: { from, center, width: span }, offset: 0, clipped: 0 }
  }
  const onCanvas = laid(values, layout)
  if (options.encoding === 'npy') {
    const isStored = options.fit === 'original' && !options.rescale && description.modalityLut === null
    const bytes = npyArray([height, width], isStored ? frame.values : Float32Array.from(onCanvas))
    return { ...common, bytes, channels: 1, window: null, offset: 0, clipped: 0 }
  }
  const offset = options.rescale || description.signed ? SIGNED_OFFSET : 0
  const data = new Uint16Array(onCanvas.length)
  let clipped = 0
  for (let i = 0; i < data.length; i++) {
    const value = Math.round(onCanvas[i]) + offset
    data[i] = Math.min(65_535, Math.max(0, value))
    if (data[i] !== value) clipped++
  }
  const bytes = encodePng({ width, height, data, channels: 1 })
  return { ...common, bytes, channels: 1, window: null, offset, clipped }
}

/** Of values that stay as they are. */
const STORED = { slope: 1, intercept: 0 }

/** Rescales values in their place. */
function inUnit(values: Float64Array, { slope, intercept }: typeof STORED): Float64Array {
  for (let i = 0; i < values.length; i++) values[i] = values[i] * slope + intercept
  return values
}

/** Red, green and blue of each pixel of the canvas; black around the picture. */
function coloured(rgb: Uint8Array, rows: number, columns: number, layout: Layout): Uint8Array {
  const { width, height, left, top, pictureWidth, pictureHeight } = layout
  if (pictureWidth === columns && pictureHeight === rows && width === columns && height === rows) return rgb
  const data = new Uint8Array(width * height * 3)
  for (let channel = 0; channel < 3; channel++) {
    const values = resizeTo(rows, columns, pictureHeight, pictureWidth, (row, into) => {
      for (let x = 0, i = 3 * row * columns + channel; x < columns; x++, i += 3) into[x] = rgb[i]
    })
    for (let y = 0, i = 0; y < pictureHeight; y++) {
      let at = 3 * ((top + y) * width + left) + channel
      for (let x = 0; x < pictureWidth; x++, i++, at += 3) data[at] = Math.round(values[i])
    }
  }
  return data
}

/** Grey values of the picture, without the canvas around it: stored ones, or what the Modality LUT of the file makes of them. */
function greyValues(frame: Frame, { pictureWidth, pictureHeight }: Layout): Float64Array {
  const { rows, columns } = frame.description
  const readRow = greyRows(frame)
  if (pictureWidth !== columns || pictureHeight !== rows) {
    return resizeTo(rows, columns, pictureHeight, pictureWidth, readRow)
  }
  const values = new Float64Array(rows * columns)
  for (let row = 0; row < rows; row++) readRow(row, values.subarray(row * columns, (row + 1) * columns))
  return values
}

/** In MONOCHROME1 the least value is white (PS3.3 section C.7.6.3.1.2). Around the picture it is black. */
function shades(values: Float64Array, shading: Shading, isInverted: boolean, layout: Layout): Uint8Array {
  const { width, height, left, top, pictureWidth, pictureHeight } = layout
  shading.shade(values)
  const data = new Uint8Array(width * height)
  for (let y = 0, i = 0; y < pictureHeight; y++) {
    let at = (top + y) * width + left
    for (let x = 0; x < pictureWidth; x++, i++, at++) data[at] = isInverted ? 255.5 - values[i] : values[i] + 0.5
  }
  return data
}

/** Values on their canvas, the least of them around the picture. */
function laid(values: Float64Array, { width, height, left, top, pictureWidth, pictureHeight }: Layout): Float64Array {
  if (pictureWidth === width && pictureHeight === height) return values
  let least = Infinity
  for (const value of values) if (value < least) least = value
  const canvas = new Float64Array(width * height).fill(least)
  for (let y = 0; y < pictureHeight; y++) {
    canvas.set(values.subarray(y * pictureWidth, (y + 1) * pictureWidth), (top + y) * width + left)
  }
  return canvas
}

/** Some values of the picture, evenly over it, without those that stand for no pixel (PS3.3 section C.7.5.1.1.2). */
function sampled(frame: Frame, padding: readonly [number, number] | null): Float64Array {
  const { rows, columns } = frame.description
  const step = Math.max(1, Math.ceil(Math.sqrt((rows * columns) / SAMPLED)))
  const readRow = greyRows(frame)
  const row = new Float64Array(columns)
  const found = new Float64Array(Math.ceil(rows / step) * Math.ceil(columns / step))
  const all = new Float64Array(found.length)
  let [count, total] = [0, 0]
  for (let y = 0; y < rows; y += step) {
    readRow(y, row)
    for (let x = 0; x < columns; x += step) {
      const value = row[x]
      all[total++] = value
      if (padding === null || value < padding[0] || value > padding[1]) found[count++] = value
    }
  }
  return count > 0 ? found.subarray(0, count) : all
}

/** Stored values that stand for no pixel, from and to. */
function paddingOf(header: ImageHeader): [number, number] | null {
  const value = header.integer(PIXEL_PADDING_VALUE)
  if (value === undefined || Number.isNaN(value)) return null
  const limit = header.integer(PIXEL_PADDING_RANGE_LIMIT) ?? value
  const other = Number.isNaN(limit) ? value : limit
  return [Math.min(value, other), Math.max(value, other)]
}
