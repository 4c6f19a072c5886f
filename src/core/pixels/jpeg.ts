import { containersOf, type Decoded, samplesOf } from './decoded.ts'
import type { PixelDescription } from './description.ts'
import { withColourMarker } from './jpeg-colour.ts'
import { completedJpeg } from './jpeg-completion.ts'
import { decodeJpegLs } from './jpeg-ls.ts'
import { decodeLossless } from './jpeg-lossless.ts'
import { MARKER, readFrameHeader } from './jpeg-markers.ts'
import { decodeTwelveBit } from './jpeg-twelve-bit.ts'
import { WasmCodec } from './wasm-codec.ts'

const codec = new WasmCodec('@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs', 'JPEGDecoder', 'JPEG')

/**
 * Decodes a JPEG codestream (ISO/IEC 10918-1): baseline, extended and progressive of 8 bits, extended of 12 bits, lossless. It goes
 * by the codestream, not by the transfer syntax. Colours of lossy ones become RGB.
 */
export async function decodeJpeg(data: Buffer, pixels: PixelDescription): Promise<Decoded> {
  const frame = readFrameHeader(data, pixels)
  if (frame.marker === MARKER.jpegLs) return decodeJpegLs(data, pixels)
  if (frame.marker === MARKER.losslessHuffman) {
    return {
      containers: decodeLossless(data, frame),
      precision: frame.precision,
      photometric: pixels.photometric,
      lossless: true
    }
  }
  const photometric = pixels.samples === 3 ? 'RGB' : pixels.photometric
  const whole = completedJpeg(data, frame)
  if (frame.precision === 12) {
    return { containers: decodeTwelveBit(whole, frame), precision: 12, photometric, lossless: false }
  }
  const decoded = await codec.decode(withColourMarker(whole, frame, pixels), samplesOf(pixels))
  return { containers: containersOf(decoded, pixels), precision: 8, photometric, lossless: false }
}
