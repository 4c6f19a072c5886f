import { expect, test } from 'vitest'
import type { Network } from '../../../src/core/embedding/backend.ts'
import { encodePictures } from '../../../src/core/embedding/encode.ts'
import type { PictureBatch } from '../../../src/core/embedding/prepare.ts'
import { PICTURE_BYTES } from '../../../src/core/pixels/picture.ts'
import type { Message } from '../../../src/messages/message.ts'

/** The first pixel of each picture; no network takes none. */
const network = {
  encode(pictures: Uint8Array) {
    if (pictures.length === 0) throw new Error('0 bytes are no pictures.')
    return Promise.resolve(
      Float32Array.from({ length: pictures.length / PICTURE_BYTES }, (_, i) => pictures[i * PICTURE_BYTES])
    )
  }
} as Partial<Network> as Network

const reason: Message = { code: 'no-pixels', parameters: {} }
const skipped = { instance: 3, path: '/archive/IM3', reason, isPassing: false }

test('a batch none of whose images has a picture has no vectors, and the others have theirs', async () => {
  const batches = async function* (): AsyncGenerator<PictureBatch> {
    await Promise.resolve()
    yield { instances: new Uint32Array(), pictures: new Uint8Array(), skipped: [skipped], remarked: [] }
    yield { instances: Uint32Array.of(4), pictures: new Uint8Array(PICTURE_BYTES).fill(7), skipped: [], remarked: [] }
  }
  const encoded: [instances: number[], vectors: number[], skipped: number][] = []
  for await (const { instances, vectors, skipped } of encodePictures(network, batches())) {
    encoded.push([[...instances], [...vectors], skipped.length])
  }
  expect(encoded).toEqual([
    [[], [], 1],
    [[4], [7], 0]
  ])
})
