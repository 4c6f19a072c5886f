import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { WasmCodec } from '../../../src/core/pixels/wasm-codec.ts'

test('a codec that has failed is loaded anew', async () => {
  const codec = new WasmCodec(fileURLToPath(new URL('./breaking-codec.cjs', import.meta.url)), 'Decoder', 'JPEG')
  expect((await codec.decode(Uint8Array.of(7), 1)).bytes).toEqual(Uint8Array.of(7))
  await expect(codec.decode(Uint8Array.of(0), 1)).rejects.toMatchObject({
    code: 'pixels-damaged',
    message: 'The JPEG decoder refuses the frame: out of memory.'
  })
  expect((await codec.decode(Uint8Array.of(8), 1)).bytes).toEqual(Uint8Array.of(8))
})

test('a codec has memory by the samples of the image, and no more', async () => {
  const codec = new WasmCodec('@cornerstonejs/codec-openjpeg/decodewasmjs', 'J2KDecoder', 'JPEG 2000')
  // 4,000 × 4,000 pixels without a coefficient take 64 MB and more.
  const codestream = emptyImage(4000)
  expect((await codec.decode(codestream, 16e6)).bytes).toHaveLength(16e6)
  const fresh = new WasmCodec('@cornerstonejs/codec-openjpeg/decodewasmjs', 'J2KDecoder', 'JPEG 2000')
  await expect(fresh.decode(codestream, 1000)).rejects.toMatchObject({ code: 'pixels-too-large' })
  expect((await fresh.decode(emptyImage(100), 10_000)).bytes).toHaveLength(10_000)
})

test('memory that the machine does not give is no fault of the image', async () => {
  const codec = new WasmCodec('@cornerstonejs/codec-openjpeg/decodewasmjs', 'J2KDecoder', 'JPEG 2000')
  const { prototype } = (globalThis as unknown as { WebAssembly: { Memory: { prototype: { grow: unknown } } } })
    .WebAssembly.Memory
  const { grow } = prototype
  prototype.grow = () => {
    throw new RangeError('failed to grow memory')
  }
  try {
    await expect(codec.decode(emptyImage(4000), 16e6)).rejects.toMatchObject({ code: 'out-of-memory' })
  } finally {
    prototype.grow = grow
  }
  expect((await codec.decode(emptyImage(4000), 16e6)).bytes).toHaveLength(16e6)
})

/** A JPEG 2000 codestream of a square image of bytes without wavelets, in one empty packet (ISO/IEC 15444-1 annex A). */
function emptyImage(side: number): Uint8Array {
  const long = (value: number): number[] => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
  const size = [side, side, 0, 0, side, side, 0, 0].flatMap(long)
  return Uint8Array.from([
    ...[0xff, 0x4f, 0xff, 0x51, 0, 41, 0, 0, ...size, 0, 1, 7, 1, 1],
    ...[0xff, 0x52, 0, 12, 0, 0, 0, 1, 0, 0, 4, 4, 0, 1, 0xff, 0x5c, 0, 4, 0x40, 0x48],
    ...[0xff, 0x90, 0, 10, 0, 0, 0, 0, 0, 15, 0, 1, 0xff, 0x93, 0, 0xff, 0xd9]
  ])
}
