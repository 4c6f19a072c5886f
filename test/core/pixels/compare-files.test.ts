import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compareFiles } from '../../../src/core/pixels/compare-files.ts'
import { EXPLICIT_BIG } from '../../../src/phantom/dicom-writer.ts'
import { imageFile, temporaryFolder, words } from './image-file.ts'

const image = (pixels: Uint8Array, more: Partial<Parameters<typeof imageFile>[0]> = {}): string =>
  imageFile({ rows: 1, columns: 4, ...more }, pixels)

test('a copy is identical', async () => {
  const one = image(Uint8Array.of(1, 2, 3, 4))
  const copy = join(temporaryFolder(), 'copy')
  copyFileSync(one, copy)
  expect(await compareFiles(one, copy)).toEqual({ verdict: 'identical' })
})

test('files with other headers, or in another encoding, have the same pixels', async () => {
  const one = image(Uint8Array.of(1, 2, 3, 4))
  const other = image(Uint8Array.of(1, 2, 3, 4), { more: [{ tag: 0x00100020, vr: 'LO', value: 'P' }] })
  expect(await compareFiles(one, other)).toEqual({ verdict: 'same-pixels' })
  const [little, big] = [
    image(words(1, 2, 3, 4), { allocated: 16 }),
    image(words(1, 2, 3, 4), { allocated: 16, syntax: EXPLICIT_BIG })
  ]
  expect(await compareFiles(little, big)).toEqual({ verdict: 'same-pixels' })
})

test('one value that differs makes other pixels, told with the frame', async () => {
  const one = image(Uint8Array.of(1, 2, 3, 4))
  expect(await compareFiles(one, image(Uint8Array.of(1, 2, 3, 5)))).toEqual({ verdict: 'other-pixels', frame: 0 })
  const frames = { columns: 2, frames: 2 }
  const [a, b] = [image(Uint8Array.of(1, 2, 3, 4), frames), image(Uint8Array.of(1, 2, 3, 9), frames)]
  expect(await compareFiles(a, b)).toEqual({ verdict: 'other-pixels', frame: 1 })
})

test('the same values in more bits are other pixels', async () => {
  const one = image(Uint8Array.of(1, 2, 3, 4))
  expect(await compareFiles(one, image(words(1, 2, 3, 4), { allocated: 16 }))).toMatchObject({
    verdict: 'other-pixels'
  })
})

test('images of another size, or with more frames, are told as that', async () => {
  const one = image(Uint8Array.of(1, 2, 3, 4))
  expect(await compareFiles(one, imageFile({ rows: 2, columns: 2 }, Uint8Array.of(1, 2, 3, 4)))).toEqual({
    verdict: 'other-size'
  })
  expect(await compareFiles(one, image(Uint8Array.of(1, 2, 3, 4, 1, 2, 3, 4), { frames: 2 }))).toEqual({
    verdict: 'other-size'
  })
})

test('a file that is gone is an error, and no verdict', async () => {
  await expect(compareFiles(image(Uint8Array.of(1, 2, 3, 4)), '/gone')).rejects.toMatchObject({ code: 'ENOENT' })
})
