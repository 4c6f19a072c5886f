import { containersOf, type Decoded } from './decoded.ts'
import type { PixelDescription } from './description.ts'
import { readFrameHeader } from './jpeg-markers.ts'
import { interleave } from './planes.ts'
import { WasmCodec } from './wasm-codec.ts'

const codec = new WasmCodec('@cornerstonejs/codec-charls/decodewasmjs', 'JpegLSDecoder', 'JPEG-LS')

/** The transfer syntax of near-lossless images; they may be lossless all the same. */
const NEAR_LOSSLESS = '1.2.840.10008.1.2.4.81'
const BY_PLANE = 0

/** Decodes a JPEG-LS codestream (ISO/IEC 14495-1). Colours stay what they are. */
export async function decodeJpegLs(data: Buffer, pixels: PixelDescription): Promise<Decoded> {
  readFrameHeader(data, pixels)
  const decoded = await codec.decode(data)
  const containers = containersOf(decoded, pixels)
  const isByPlane = pixels.samples > 1 && decoded.interleaveMode === BY_PLANE
  return {
    containers: isByPlane ? interleave(containers, pixels.samples) : containers,
    precision: decoded.bitsPerSample,
    photometric: pixels.photometric,
    lossless: pixels.transferSyntax !== NEAR_LOSSLESS
  }
}
