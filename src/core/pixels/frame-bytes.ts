import { BIG_ENDIAN, IMPLICIT_VR } from '../dicom/element-table.ts'
import { hasBigEndianPixels } from '../dicom/start.ts'
import type { PixelDescription } from './description.ts'
import type { ImageHeader } from './image-header.ts'
import { addRemark } from './remarks.ts'
import { cannotDecode } from './undecodable.ts'

/** Samples that a pixel takes on average where two pixels share their colour differences (PS3.3 section C.7.6.3.1.2). */
const HALVED_SAMPLES = 2

type Stored = Pick<PixelDescription, 'rows' | 'columns' | 'samples' | 'bitsAllocated'>

/**
 * Whether each two pixels of a native frame share their colour differences. Some files say YBR_FULL_422 and store all three samples
 * of every pixel: what is nearer to the length that is there counts.
 * @param length bytes of so many frames
 */
export function isHalved(photometric: string, stored: Stored, length: number, frames: number): boolean {
  if (photometric !== 'YBR_FULL_422') return false
  const whole = (frames * nativeBits({ ...stored, halved: false })) / 8
  const halved = (frames * nativeBits({ ...stored, halved: true })) / 8
  return Math.abs(length - halved) <= Math.abs(length - whole)
}

/** Bits of a frame as it is stored natively (PS3.5 section 8). */
export function nativeBits(pixels: Stored & Pick<PixelDescription, 'halved'>): number {
  return pixels.rows * pixels.columns * (pixels.halved ? HALVED_SAMPLES : pixels.samples) * pixels.bitsAllocated
}

/** A frame in native Pixel Data. */
export interface NativeFrame {
  bytes: Buffer
  /** Where in the first byte it begins: frames of single bits follow one another without padding. */
  bitOffset: number
  bigEndian: boolean
}

/**
 * Reads the bytes of one native frame, and nothing else of the Pixel Data. Of a frame that is there in part, the rest is 0.
 * @throws MedoidError `pixels-truncated` where nothing of it is there
 */
export function readNativeFrame(header: ImageHeader, pixels: PixelDescription): NativeFrame {
  const { at, length } = header.pixels!
  const bits = nativeBits(pixels)
  const isDataSetBig = (header.encoding & BIG_ENDIAN) !== 0
  // Words of 16 bits have their bytes swapped, also where two samples share one: whole words are read.
  const unit = isDataSetBig && pixels.bitsAllocated % 16 !== 0 ? 2 : 1
  const first = Math.floor((pixels.frame * bits) / 8 / unit) * unit
  const end = Math.ceil(((pixels.frame + 1) * bits) / 8 / unit) * unit
  const held = Math.max(0, Math.min(length, header.bytes.size - at))
  if (held * 8 < pixels.frame * bits + pixels.bitsAllocated) {
    throw cannotDecode('pixels-truncated', { why: 'native', frame: pixels.frame + 1, end, held })
  }
  let bytes = header.frameBytes(at + first, Math.min(end, held) - first)
  if (held * 8 < (pixels.frame + 1) * bits) {
    addRemark(pixels.remarks, 'frame-incomplete', { held: bytes.length, whole: end - first })
    // Of a sample that is cut there is no value.
    const cut = pixels.bitsAllocated % 8 === 0 ? bytes.length % (pixels.bitsAllocated / 8) : 0
    bytes = filledUp(bytes.subarray(0, bytes.length - cut), end - first)
  }
  if (unit === 2 && isOtherWord(header)) bytes.subarray(0, bytes.length & ~1).swap16()
  const bigEndian = isDataSetBig || hasBigEndianPixels(pixels.transferSyntax, header.encoding)
  return { bytes, bitOffset: pixels.frame * bits - first * 8, bigEndian }
}

/** Bytes that end too early, with zeros behind them. In memory of its own, where numbers of any size may begin. */
export function filledUp(bytes: Buffer, length: number): Buffer {
  const filled = Buffer.allocUnsafeSlow(length).fill(0, bytes.length)
  bytes.copy(filled)
  return filled
}

/** Whether Pixel Data are words (OW), not bytes (OB): its VR stands before its length. */
function isOtherWord(header: ImageHeader): boolean {
  if (header.encoding & IMPLICIT_VR) return true
  return header.bytes.range(header.pixels!.at - 8, 2).toString('latin1') === 'OW'
}
