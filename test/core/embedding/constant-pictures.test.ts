import { expect, test } from 'vitest'
import { isConstant, noticingConstant } from '../../../src/core/embedding/constant-pictures.ts'
import type { PictureBatch } from '../../../src/core/embedding/prepare.ts'
import { PICTURE_BYTES } from '../../../src/core/pixels/picture.ts'

const grey = (value: number): Uint8Array => new Uint8Array(PICTURE_BYTES).fill(value)
const withOnePixel = (at: number): Uint8Array => grey(7).fill(8, at, at + 1)

test('a picture is constant where all of its pixels are one grey level', () => {
  expect([grey(0), grey(255)].map(isConstant)).toEqual([true, true])
  expect([0, 5000, PICTURE_BYTES - 1].map((at) => isConstant(withOnePixel(at)))).toEqual([false, false, false])
})

test('batches come through as they are, and the instances of constant pictures are told of', async () => {
  const batches: PictureBatch[] = [
    { instances: Uint32Array.of(3, 5), pictures: Buffer.concat([grey(0), withOnePixel(9)]), skipped: [], remarked: [] },
    { instances: Uint32Array.of(8), pictures: grey(128), skipped: [], remarked: [] }
  ]
  const stream = async function* (): AsyncGenerator<PictureBatch> {
    for (const batch of batches) {
      await Promise.resolve()
      yield batch
    }
  }
  const told: number[] = []
  const passed: PictureBatch[] = []
  for await (const batch of noticingConstant(stream(), (instance) => told.push(instance))) passed.push(batch)
  expect(told).toEqual([3, 8])
  expect(passed).toEqual(batches)
})
