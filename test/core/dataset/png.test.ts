import { decode } from 'fast-png'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { encodePng } from '../../../src/core/dataset/png.ts'
import fc from '../../fast-check.ts'

test('grey and colour, 8 and 16 bits: two other programs read the same pixels', async () => {
  const size = fc.integer({ min: 1, max: 9 })
  const image = fc.tuple(size, size, fc.constantFrom(1 as const, 3 as const)).chain(([width, height, channels]) => {
    const length = width * height * channels
    const bytes = fc.uint8Array({ minLength: length, maxLength: length })
    const words = fc.uint16Array({ minLength: length, maxLength: length })
    return fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      channels: fc.constant(channels),
      data: fc.oneof(bytes, words)
    })
  })
  await fc.assert(
    fc.asyncProperty(image, async ({ width, height, channels, data }) => {
      const png = encodePng({ width, height, channels, data })
      const read = decode(png, { checkCrc: true })
      expect(read).toMatchObject({ width, height, channels, depth: data instanceof Uint16Array ? 16 : 8 })
      expect([...read.data]).toEqual([...data])
      const depth = data instanceof Uint16Array ? 'ushort' : 'uchar'
      expect(await sharp(png).metadata()).toMatchObject({ width, height, channels, depth, format: 'png' })
      if (depth === 'uchar')
        expect([
          ...(await sharp(png)
            .toColourspace(channels === 1 ? 'b-w' : 'srgb')
            .raw()
            .toBuffer())
        ]).toEqual([...data])
    })
  )
})
