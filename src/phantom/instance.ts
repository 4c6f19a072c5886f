import { encodeFile, type DataSet, type Element, type EncodedBase, type TransferSyntax } from './dicom-writer.ts'
import type { PhantomGroup } from './exams.ts'
import { drawFrame, type PictureStyle, type Samples } from './picture.ts'
import { encodeRleFrame } from './rle.ts'
import { Header, tagOf } from './tags/header.ts'
import type { SeriesContext } from './tags/context.ts'

/** A series of the phantom: what its instances share. */
export interface PhantomSeries {
  context: SeriesContext
  /** Whether its machines have the habits of the second site. */
  isSecond: boolean
  sopClass: string
  /** Elements that all instances hold, encoded once. */
  base: EncodedBase
  style: PictureStyle
  group: PhantomGroup
  /** Relative to the archive, separated by `/`. */
  directory: string
  suffix: string
}

/** One image of the phantom, not yet drawn. */
export interface PhantomInstance {
  /** Relative to the archive, separated by `/`. */
  path: string
  /** What the picture truly shows. */
  group: PhantomGroup
  series: PhantomSeries
  sopInstanceUid: string
  /** Elements that differ from those of the series' other instances. */
  own: DataSet
  /** Place in the series from 0. */
  index: number
  /** Seed of the picture. */
  seed: number
}

/** Our own name for the program that wrote the files (PS3.10 7.1), under the UUID root (PS3.5 B.2). */
const IMPLEMENTATION_UID = '2.25.117482016823977530464530923415563254871'

/** File meta information after (0002,0001). */
export function metaElements(sopClass: string, instance: string, syntax: TransferSyntax, station: string): DataSet {
  return new Header(String)
    .put({
      MediaStorageSOPClassUID: sopClass,
      MediaStorageSOPInstanceUID: instance,
      TransferSyntaxUID: syntax.uid,
      ImplementationClassUID: IMPLEMENTATION_UID,
      ImplementationVersionName: 'MEDOID_PHANTOM',
      SourceApplicationEntityTitle: station
    })
    .dataSet()
}

/**
 * The bytes of an instance as a DICOM file (PS3.10).
 * @param options.pixels draw the picture and append it; without, the data set ends before Pixel Data (7FE0,0010)
 */
export function encodePhantom(instance: PhantomInstance, options: { pixels: boolean }): Buffer {
  const { series, sopInstanceUid, own } = instance
  const { syntax } = series.base.encoding
  const meta = metaElements(series.sopClass, sopInstanceUid, syntax, series.context.station.name)
  return encodeFile(meta, series.base, own, options.pixels ? pixelData(instance, syntax.encapsulated) : undefined)
}

/** The elements of an instance in ascending order, without file meta information and pixel data. */
export function phantomDataSet(instance: PhantomInstance): DataSet {
  const elements = new Map(instance.series.base.elements.map((element) => [element.tag, element]))
  for (const element of instance.own) elements.set(element.tag, element)
  return [...elements.values()].sort((a, b) => a.tag - b.tag)
}

/** Stored values, frame by frame: rows × columns numbers each, row by row. */
export function phantomFrames(instance: PhantomInstance): Samples[] {
  const { context, style } = instance.series
  const pictures = context.frames * context.count
  return Array.from({ length: context.frames }, (_, frame) => {
    const place = (instance.index * context.frames + frame + 0.5) / pictures
    return drawFrame(style, place, instance.seed)
  })
}

function pixelData(instance: PhantomInstance, encapsulated: boolean): Element | Buffer[] {
  const frames = phantomFrames(instance)
  const { format } = instance.series.style
  if (encapsulated) return frames.map((frame) => encodeRleFrame(frame, format.rows, format.columns))
  // Typed arrays are little endian on every machine that Node and Electron run on.
  const bytes = Buffer.concat(frames.map((frame) => new Uint8Array(frame.buffer)))
  return { tag: tagOf('PixelData'), vr: format.bitsAllocated === 8 ? 'OB' : 'OW', value: bytes }
}
