import type { MedoidError } from '../errors.ts'
import { containersOf, type Decoded, samplesOf } from './decoded.ts'
import type { PixelDescription } from './description.ts'
import { END_OF_CODESTREAM, readFrameHeader, segments } from './jpeg-markers.ts'
import { interleave } from './planes.ts'
import { cannotDecode } from './undecodable.ts'
import { type DecodedFrame, WasmCodec } from './wasm-codec.ts'

const codec = new WasmCodec('@cornerstonejs/codec-charls/decodewasmjs', 'JpegLSDecoder', 'JPEG-LS')

/** The transfer syntax of near-lossless images; they may be lossless all the same. */
const NEAR_LOSSLESS = '1.2.840.10008.1.2.4.81'
const BY_PLANE = 0

/** Decodes a JPEG-LS codestream (ISO/IEC 14495-1). Colours stay what they are. */
export async function decodeJpegLs(data: Buffer, pixels: PixelDescription): Promise<Decoded> {
  readFrameHeader(data, pixels)
  const decoded = await decode(data, samplesOf(pixels))
  const containers = containersOf(decoded, pixels)
  const isByPlane = pixels.samples > 1 && decoded.interleaveMode === BY_PLANE
  return {
    containers: isByPlane ? interleave(containers, pixels.samples) : containers,
    precision: decoded.bitsPerSample,
    photometric: pixels.photometric,
    lossless: pixels.transferSyntax !== NEAR_LOSSLESS
  }
}

/**
 * Without an end marker the codec searches on and on, for tens of seconds. One is appended: pixels that are whole are decoded, others
 * are refused at once.
 */
async function decode(data: Buffer, samples: number): Promise<DecodedFrame> {
  const [scan] = [...segments(data)].slice(-1)
  if (scan !== undefined && data.indexOf(END_OF_CODESTREAM, scan.end) >= 0) return codec.decode(data, samples)
  try {
    return await codec.decode(Buffer.concat([data, END_OF_CODESTREAM]), samples)
  } catch (error) {
    if ((error as MedoidError).code !== 'pixels-damaged') throw error
    throw cannotDecode('pixels-truncated', { why: 'jpeg-ls' })
  }
}
