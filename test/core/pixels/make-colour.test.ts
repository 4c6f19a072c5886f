import { expect, test } from 'vitest'
import { makeColour } from '../../../src/core/pixels/make-colour.ts'
import { readFrame } from '../../../src/core/pixels/read-frame.ts'
import { imageFile, type ImageOptions } from './image-file.ts'

/** Red, green and blue of the left and of the right edge of an image of one row. */
async function edges(options: Partial<ImageOptions>, ...pixels: number[]): Promise<number[][] | null> {
  const given = { rows: 1, columns: 2, samples: 3, planar: 0, ...options }
  const colour = makeColour(await readFrame(imageFile(given, Uint8Array.from(pixels))))
  if (colour === null) return null
  expect(colour.length).toBe(3 * 128 * 128)
  return [[...colour.slice(0, 3)], [...colour.slice(3 * 127, 3 * 128)]]
}

test('colours stay as they are: they are not spread', async () => {
  expect(await edges({}, 200, 10, 10, 40, 50, 60)).toEqual([
    [200, 10, 10],
    [40, 50, 60]
  ])
})

test('an image of three samples that shows only grey, but for what compression left, has no colours, nor has a grey one', async () => {
  expect(await edges({}, 100, 100, 100, 0, 8, 4)).toBeNull()
  expect(await edges({ samples: 1, planar: undefined }, 0, 255)).toBeNull()
})
