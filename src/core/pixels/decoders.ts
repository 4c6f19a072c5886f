import type { Decoded } from './decoded.ts'
import { inflateFrame } from './deflated-frame.ts'
import type { PixelDescription } from './description.ts'
import { beginsCodestream, type Begins } from './fragments.ts'
import { filledUp, isHalved, nativeBits } from './frame-bytes.ts'
import { decodeJpeg } from './jpeg.ts'
import { decodeHtj2k, decodeJpeg2000 } from './jpeg-2000.ts'
import { decodeJpegLs } from './jpeg-ls.ts'
import { decodeNative } from './native.ts'
import { addRemark } from './remarks.ts'
import { beginsRle, decodeRle, rleSegments } from './rle.ts'
import { storedValues, type Values } from './stored-values.ts'
import { cannotDecode } from './undecodable.ts'

/** The stored values of a frame and what they are. */
interface FrameValues {
  values: Values
  photometric: string
}

/** Decodes one frame of encapsulated Pixel Data. @throws MedoidError with a code of undecodable.ts */
type FrameDecoder = (codestream: Buffer, pixels: PixelDescription) => Promise<FrameValues> | FrameValues

const RLE = '1.2.840.10008.1.2.5'

/** By transfer syntax (PS3.5 annex A.4). */
const DECODERS = new Map<string, FrameDecoder>([
  ['1.2.840.10008.1.2.1.98', uncompressed],
  [
    '1.2.840.10008.1.2.8.1',
    (data, pixels) => uncompressed(inflateFrame(data, Math.ceil(nativeBits({ ...pixels, halved: false }) / 8)), pixels)
  ],
  [RLE, runLengths],
  ...[50, 51, 53, 55, 57, 70].map((n): [string, FrameDecoder] => [`1.2.840.10008.1.2.4.${n}`, stored(decodeJpeg)]),
  ...[80, 81].map((n): [string, FrameDecoder] => [`1.2.840.10008.1.2.4.${n}`, stored(decodeJpegLs)]),
  ...[90, 91].map((n): [string, FrameDecoder] => [`1.2.840.10008.1.2.4.${n}`, stored(decodeJpeg2000)]),
  ...[201, 202, 203].map((n): [string, FrameDecoder] => [`1.2.840.10008.1.2.4.${n}`, stored(decodeHtj2k)])
])

/** Those whose decoder gives no picture of a codestream that is cut, or a wrong one. The others make of it what there is of the frame. */
const NEEDS_ALL = new Set([201, 202, 203].map((n) => `1.2.840.10008.1.2.4.${n}`))

export function isDecodable(transferSyntax: string): boolean {
  return DECODERS.has(transferSyntax)
}

/** @throws MedoidError `pixels-unsupported` */
export function decoderOf(transferSyntax: string): FrameDecoder {
  const decoder = DECODERS.get(transferSyntax)
  if (decoder !== undefined) return decoder
  throw cannotDecode('pixels-unsupported', { why: 'transfer-syntax', transferSyntax: transferSyntax.slice(0, 64) })
}

export function takesParts(transferSyntax: string): boolean {
  return !NEEDS_ALL.has(transferSyntax)
}

/** How to tell whether a frame begins with some bytes. */
export function beginningOf({ transferSyntax, samples, bitsAllocated }: PixelDescription): Begins {
  if (transferSyntax !== RLE) return beginsCodestream
  const segments = rleSegments(samples, bitsAllocated)
  return (head) => beginsRle(head, segments)
}

/**
 * What decoded pixels are, which have all three samples each. @throws MedoidError `pixels-unsupported` where no colours can be made
 * of them
 */
export function decodedPhotometric(photometric: string): string {
  if (photometric === 'YBR_FULL_422') return 'YBR_FULL'
  if (!photometric.startsWith('YBR_') || photometric === 'YBR_FULL') return photometric
  throw cannotDecode('pixels-unsupported', { why: 'photometric-compressed', photometric })
}

function uncompressed(data: Buffer, pixels: PixelDescription): FrameValues {
  const stored = { ...pixels, halved: isHalved(pixels.photometric, pixels, data.length, 1) }
  if (pixels.photometric === 'YBR_FULL_422' && !stored.halved) addRemark(pixels.remarks, 'colours-not-halved', {})
  const whole = Math.ceil(nativeBits(stored) / 8)
  if (data.length * 8 < pixels.bitsAllocated) throw cannotDecode('pixels-truncated', { why: 'frame' })
  if (data.length < whole) addRemark(pixels.remarks, 'frame-incomplete', { held: data.length, whole })
  const bytes = data.length < whole ? filledUp(data, whole) : data
  return {
    values: decodeNative({ bytes, bitOffset: 0, bigEndian: false }, stored),
    photometric: pixels.photometric
  }
}

function runLengths(data: Buffer, pixels: PixelDescription): FrameValues {
  const { rows, columns, samples, bitsAllocated, bitsStored, shift, signed, photometric, remarks } = pixels
  // Single bits are run lengths of the bytes that they are packed in.
  if (bitsAllocated === 1) {
    const packed = decodeRle(data, Math.ceil((rows * columns) / 8), 1, 8, remarks)
    return uncompressed(Buffer.from(packed.buffer), pixels)
  }
  const containers = decodeRle(data, rows * columns, samples, bitsAllocated, remarks)
  return { values: storedValues(containers, bitsStored, shift, signed), photometric }
}

function stored(decode: (data: Buffer, pixels: PixelDescription) => Promise<Decoded>): FrameDecoder {
  return async (data, pixels) => {
    const { containers, precision, photometric, lossless } = await decode(data, pixels)
    const size = 8 * containers.BYTES_PER_ELEMENT
    // A lossy codestream may overshoot the bits stored: its values are kept as they are.
    const bits = Math.min(size, lossless ? pixels.bitsStored : Math.max(precision, pixels.bitsStored))
    const shift = lossless && bits + pixels.shift <= size ? pixels.shift : 0
    return {
      values: storedValues(containers, bits, shift, pixels.signed),
      photometric
    }
  }
}
