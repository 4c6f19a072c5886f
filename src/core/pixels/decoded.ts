import type { PixelDescription } from './description.ts'
import { checkSize } from './jpeg-markers.ts'
import type { Containers } from './stored-values.ts'
import { cannotDecode } from './undecodable.ts'
import type { DecodedFrame } from './wasm-codec.ts'

export function samplesOf({ rows, columns, samples }: Pick<PixelDescription, 'rows' | 'columns' | 'samples'>): number {
  return rows * columns * samples
}

/** What a decoder makes of a codestream: the samples pixel by pixel. */
export interface Decoded {
  containers: Containers
  /** Bits of a sample, as the codestream says. */
  precision: number
  /** What the numbers are. */
  photometric: string
  lossless: boolean
}

/** @throws MedoidError `pixels-damaged` where a codec gives another image than the header announces */
export function containersOf(decoded: DecodedFrame, pixels: PixelDescription): Containers {
  const { bytes, bitsPerSample, height, width, componentCount } = decoded
  // Some codecs give an image without pixels, where others throw.
  if (height === 0 || width === 0) throw cannotDecode('pixels-damaged', { why: 'not-decoded' })
  checkSize(pixels, height, width, componentCount)
  const count = height * width * componentCount
  if (bitsPerSample > 16) {
    throw cannotDecode('pixels-unsupported', { why: 'compressed-bits', bits: bitsPerSample })
  }
  const size = bitsPerSample <= 8 ? 1 : 2
  if (bytes.length !== count * size) throw cannotDecode('pixels-damaged', { why: 'decoded-in-part' })
  return size === 1 ? bytes : new Uint16Array(bytes.buffer, bytes.byteOffset, count)
}
