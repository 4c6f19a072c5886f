import { containersOf, type Decoded } from './decoded.ts'
import type { PixelDescription } from './description.ts'
import { checkSize } from './jpeg-markers.ts'
import { cannotDecode } from './undecodable.ts'
import { WasmCodec } from './wasm-codec.ts'

const part1 = new WasmCodec('@cornerstonejs/codec-openjpeg/decodewasmjs', 'J2KDecoder', 'JPEG 2000')
const highThroughput = new WasmCodec('@cornerstonejs/codec-openjph/wasmjs', 'HTJ2KDecoder', 'HTJ2K')

/** Transfer syntaxes that may be lossy. */
const MAY_BE_LOSSY = new Set(['1.2.840.10008.1.2.4.91', '1.2.840.10008.1.2.4.203'])

/** Start of codestream and image size markers, with which every codestream begins (ISO/IEC 15444-1 annex A). */
const BEGINNING = Buffer.from([0xff, 0x4f, 0xff, 0x51])
/** A codestream may stand in a JP2 file, whose boxes come first. */
const MAX_BOXES = 4096
const CODING_STYLE = 0x52
const START_OF_TILE = 0x90
const COMPONENT_BYTES = 3
const SIZE_BYTES = 38

/** Decodes a JPEG 2000 codestream (ISO/IEC 15444-1). */
export function decodeJpeg2000(data: Buffer, pixels: PixelDescription): Promise<Decoded> {
  return decode(part1, data, pixels)
}

/** Decodes a high-throughput JPEG 2000 codestream (ISO/IEC 15444-15). */
export function decodeHtj2k(data: Buffer, pixels: PixelDescription): Promise<Decoded> {
  return decode(highThroughput, data, pixels)
}

async function decode(codec: WasmCodec, data: Buffer, pixels: PixelDescription): Promise<Decoded> {
  const { isTransformed } = readMainHeader(data, pixels)
  const decoded = await codec.decode(data)
  const isColourDifference = /^YBR_(RCT|ICT)$/.test(pixels.photometric)
  return {
    containers: containersOf(decoded, pixels),
    precision: decoded.bitsPerSample,
    photometric: isTransformed || isColourDifference ? 'RGB' : pixels.photometric,
    lossless: !MAY_BE_LOSSY.has(pixels.transferSyntax)
  }
}

/**
 * What a decoder would make room for has to be the image of the header.
 * @returns whether the codestream transforms its colours, so that what is decoded is RGB
 */
function readMainHeader(data: Buffer, pixels: PixelDescription): { isTransformed: boolean } {
  const start = data.subarray(0, MAX_BOXES).indexOf(BEGINNING)
  if (start < 0 || start + 6 + SIZE_BYTES > data.length) {
    throw cannotDecode('pixels-damaged', 'The frame is no JPEG 2000 codestream.')
  }
  const size = start + 8
  const [columns, rows, left, top] = [0, 4, 8, 12].map((at) => data.readUInt32BE(size + at))
  checkSize(pixels, rows - top, columns - left, data.readUInt16BE(size + 32))
  for (let at = start + 4 + SIZE_BYTES + COMPONENT_BYTES * pixels.samples; at + 9 <= data.length;) {
    if (data[at] !== 0xff || data[at + 1] === START_OF_TILE) break
    if (data[at + 1] === CODING_STYLE) return { isTransformed: data[at + 8] === 1 }
    at += 2 + data.readUInt16BE(at + 2)
  }
  return { isTransformed: false }
}
