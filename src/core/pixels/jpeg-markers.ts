import type { PixelDescription } from './description.ts'
import { cannotDecode } from './undecodable.ts'

/** Second bytes of markers (ISO/IEC 10918-1 table B.1). */
export const MARKER = {
  startOfImage: 0xd8,
  endOfImage: 0xd9,
  startOfScan: 0xda,
  quantisation: 0xdb,
  huffman: 0xc4,
  /** The first of eight. */
  restart: 0xd0,
  numberOfLines: 0xdc,
  restartInterval: 0xdd,
  application0: 0xe0,
  application14: 0xee,
  losslessHuffman: 0xc3,
  jpegLs: 0xf7
} as const

/** Ends a codestream of JPEG, JPEG-LS or JPEG 2000, and is nowhere else in its coded data. */
export const END_OF_CODESTREAM = Buffer.from([0xff, MARKER.endOfImage])

/** Whether a codestream has its end marker; padding may follow it. */
export function hasEnd(data: Buffer): boolean {
  return data.lastIndexOf(END_OF_CODESTREAM) >= 0
}

/** Parameters of a marker, without its length. */
interface Segment {
  marker: number
  /** Index of the marker's 0xFF. */
  at: number
  start: number
  end: number
}

/** The segments of a JPEG or JPEG-LS codestream to the first scan's, or to where there is none any more. */
export function* segments(data: Uint8Array, from = 2): Generator<Segment> {
  let at = from
  while (at + 4 <= data.length && data[at] === 0xff) {
    const marker = data[at + 1]
    if (marker === 0xff) {
      at++
      continue
    }
    if (marker === MARKER.endOfImage) return
    const end = at + 2 + data[at + 2] * 256 + data[at + 3]
    if (end < at + 4 || end > data.length) return
    yield { marker, at, start: at + 4, end }
    if (marker === MARKER.startOfScan) return
    at = end
  }
}

/** The frame header: which process, and the size of the image. */
export interface FrameHeader {
  /** Which start of frame: 0xC0 to 0xCF, or that of JPEG-LS. */
  marker: number
  precision: number
  rows: number
  columns: number
  /** Whether the number of lines stands behind the first scan, and `rows` is the header's. */
  linesFollow: boolean
  /** Of components, one each. */
  ids: number[]
  /** Sampling factors, horizontal × 16 + vertical. */
  sampling: number[]
}

/**
 * The frame header of a codestream, which has to be that of the image: a decoder makes room for what stands in it.
 * @throws MedoidError `pixels-damaged`
 */
export function readFrameHeader(data: Uint8Array, pixels: PixelDescription): FrameHeader {
  for (const { marker, start, end } of segments(data)) {
    const isFrame =
      (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) || marker === MARKER.jpegLs
    if (!isFrame || end - start < 6 + 3 * data[start + 5]) continue
    const told = data[start + 1] * 256 + data[start + 2]
    const linesFollow = told === 0 && marker === MARKER.losslessHuffman
    const rows = linesFollow ? pixels.rows : told
    const columns = data[start + 3] * 256 + data[start + 4]
    const ids = Array.from({ length: data[start + 5] }, (_, i) => data[start + 6 + 3 * i])
    const sampling = ids.map((_, i) => data[start + 7 + 3 * i])
    checkSize(pixels, rows, columns, sampling.length)
    return { marker, precision: data[start], rows, columns, linesFollow, ids, sampling }
  }
  throw cannotDecode('pixels-damaged', { why: 'jpeg-not' })
}

/** @throws MedoidError `pixels-damaged` where a codestream is of another image than the header */
export function checkSize(pixels: PixelDescription, rows: number, columns: number, samples: number): void {
  if (rows === pixels.rows && columns === pixels.columns && samples === pixels.samples) return
  const header = { rows: pixels.rows, columns: pixels.columns, samples: pixels.samples }
  throw cannotDecode('pixels-damaged', { why: 'size-differs', frame: { rows, columns, samples }, header })
}
