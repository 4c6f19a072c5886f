import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { WasmCodec } from '../../../src/core/pixels/wasm-codec.ts'

test('a codec that has failed is loaded anew', async () => {
  const codec = new WasmCodec(fileURLToPath(new URL('./breaking-codec.cjs', import.meta.url)), 'Decoder', 'JPEG')
  expect((await codec.decode(Uint8Array.of(7))).bytes).toEqual(Uint8Array.of(7))
  await expect(codec.decode(Uint8Array.of(0))).rejects.toMatchObject({
    code: 'pixels-damaged',
    message: 'The JPEG decoder refuses the frame: out of memory.'
  })
  expect((await codec.decode(Uint8Array.of(8))).bytes).toEqual(Uint8Array.of(8))
})
