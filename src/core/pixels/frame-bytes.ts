import { BIG_ENDIAN, IMPLICIT_VR } from '../dicom/element-table.ts'
import type { PixelDescription } from './description.ts'
import type { ImageHeader } from './image-header.ts'
import { cannotDecode } from './undecodable.ts'

/** Bits of a frame as it is stored natively (PS3.5 section 8). YBR_FULL_422 halves the two colour differences. */
export function nativeBits(pixels: PixelDescription): number {
  const samples = pixels.photometric === 'YBR_FULL_422' ? 2 : pixels.samples
  return pixels.rows * pixels.columns * samples * pixels.bitsAllocated
}

/** A frame in native Pixel Data. */
export interface NativeFrame {
  bytes: Buffer
  /** Where in the first byte it begins: frames of single bits follow one another without padding. */
  bitOffset: number
  bigEndian: boolean
}

/**
 * Reads the bytes of one native frame, and nothing else of the Pixel Data.
 * @throws MedoidError `pixels-truncated`
 */
export function readNativeFrame(header: ImageHeader, pixels: PixelDescription): NativeFrame {
  const { at, length } = header.pixels!
  const bits = nativeBits(pixels)
  const isBig = (header.encoding & BIG_ENDIAN) !== 0
  // Words of 16 bits have their bytes swapped, also where two samples share one: whole words are read.
  const unit = isBig && pixels.bitsAllocated % 16 !== 0 ? 2 : 1
  const first = Math.floor((pixels.frame * bits) / 8 / unit) * unit
  const end = Math.ceil(((pixels.frame + 1) * bits) / 8 / unit) * unit
  const held = Math.min(length, header.bytes.size - at)
  if (held * 8 < (pixels.frame + 1) * bits) {
    throw cannotDecode(
      'pixels-truncated',
      `The pixels are not all there: frame ${pixels.frame + 1} ends at byte ${end} of them, and the file holds ${Math.max(0, held)}.`
    )
  }
  const bytes = header.frameBytes(at + first, Math.min(end, held) - first)
  if (unit === 2 && isOtherWord(header)) bytes.subarray(0, bytes.length & ~1).swap16()
  return { bytes, bitOffset: pixels.frame * bits - first * 8, bigEndian: isBig }
}

/** Whether Pixel Data are words (OW), not bytes (OB): its VR stands before its length. */
function isOtherWord(header: ImageHeader): boolean {
  if (header.encoding & IMPLICIT_VR) return true
  return header.bytes.range(header.pixels!.at - 8, 2).toString('latin1') === 'OW'
}
