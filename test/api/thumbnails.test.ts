import { decode } from 'fast-png'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenCatalogue } from '../../src/api/catalogue/open-catalogue.ts'
import { Thumbnails } from '../../src/api/catalogue/thumbnails.ts'
import { Service } from '../../src/api/service.ts'
import { thumbnailAt, ThumbnailQueue } from '../../src/api/thumbnails.ts'
import { openForReading } from '../../src/core/catalogue/database.ts'
import { CatalogueReader } from '../../src/core/catalogue/reader.ts'
import { PictureCache } from '../../src/core/embedding/picture-cache.ts'
import { PICTURE_BYTES } from '../../src/core/pixels/picture.ts'
import type { DecoderProcess } from '../../src/core/pixels/decoder-process.ts'
import { type DecoderReply, type PictureOutcome, READY } from '../../src/core/pixels/decoder-protocol.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { imageFile } from '../core/pixels/image-file.ts'
import { archive, removeInstances, threeKinds } from '../jobs/archive.ts'

const folder = mkdtempSync(join(tmpdir(), 'medoid-thumbnails-'))
const catalogue = join(folder, 'c.sqlite')
beforeAll(async () => {
  await writePhantom(join(folder, 'images'), { images: 12, seed: 1 })
  await scanJob.run({ catalogue, folders: [join(folder, 'images')] }, {})
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each([
  ['/thumbnail/0.png', 0],
  ['/thumbnail/4711.png', 4711],
  ['/thumbnail/01.png', null],
  ['/thumbnail/-1.png', null],
  ['/thumbnail/1.png/..', null],
  ['/thumbnail/12345678901.png', null],
  ['/thumbnail/1.PNG', null],
  ['/thumbnails/1.png', null]
])('%s is the address of %s', (path, instance) => {
  expect(thumbnailAt(path)).toBe(instance)
})

test('an image is 128 × 128 grey pixels, decoded once', async () => {
  const service = new Service()
  const first = await service.thumbnail(0, catalogue)
  const { width, height, channels, data } = decode((first as { png: Uint8Array }).png)
  expect([width, height, channels]).toEqual([128, 128, 1])
  expect([Math.min(...data), Math.max(...data)]).toEqual([0, 255])
  // The file is gone; its picture was kept.
  rmSync(join(folder, 'images'), { recursive: true })
  expect(await new Service().thumbnail(0, catalogue)).toEqual(first)
  expect(await service.thumbnail(1, catalogue)).toEqual({
    reason: expect.stringMatching(
      /^Its file is gone or cannot be read: .+\. Bring the catalogue up to date with .+ in Archive\.$/
    ) as string
  })
})

test('an image in colour is shown in colour, also where a grey picture was prepared of it before, and after its file is gone', async () => {
  const images = mkdtempSync(join(tmpdir(), 'medoid-colours-'))
  const file = join(images, 'c.sqlite')
  const red = [255, 0, 0]
  const options = { rows: 1, columns: 2, samples: 3, photometric: 'RGB', planar: 0 }
  const path = imageFile(options, Uint8Array.of(...red, 0, 0, 255))
  copyFileSync(path, join(images, 'colour.dcm'))
  await scanJob.run({ catalogue: file, folders: [images] }, {})
  const cache = PictureCache.open(file)
  cache.put([{ instance: 0, outcome: { picture: new Uint8Array(PICTURE_BYTES).fill(7), remarks: [] } }])
  const first = await new Service().thumbnail(0, file)
  const { channels, data } = decode((first as { png: Uint8Array }).png)
  expect([channels, [...data.slice(0, 3)], [...data.slice(-3)]]).toEqual([3, red, [0, 0, 255]])
  // Models go on with the grey one: luminance, from the darkest to the brightest (ITU-R BT.601: red 76, blue 29).
  const grey = cache.get(0) as { picture: Uint8Array }
  expect([grey.picture[0], grey.picture[127]]).toEqual([255, 0])
  rmSync(join(images, 'colour.dcm'))
  expect(await new Service().thumbnail(0, file)).toEqual(first)
  cache.close()
  rmSync(images, { recursive: true, force: true })
})

test('that decoding an image takes too much is remembered, also when Medoid is started again', async () => {
  const file = archive(threeKinds(1))
  const opened = openForReading(file)
  const open = { file, reader: new CatalogueReader(opened.db) } as OpenCatalogue
  const TOO_COSTLY = 'Decoding was given up: it took more processor time than an image of this size may.'
  let asked = 0
  const start = (): DecoderProcess => {
    let tell: (message: DecoderReply | typeof READY) => void
    let end: (lastWords: string) => void
    const outcome: PictureOutcome = { reason: { code: 'pixels-too-costly', parameters: {} } }
    return {
      send: () => void (asked++, tell({ outcome, isFull: true })),
      onMessage: (listener) => (tell = listener)(READY),
      onEnd: (listener) => (end = listener),
      kill: () => end('')
    }
  }
  for (let n = 0; n < 2; n++) {
    const thumbnails = new Thumbnails({ start })
    expect(await thumbnails.of(open, 0)).toEqual({ reason: TOO_COSTLY })
    expect(await thumbnails.of(open, 0)).toEqual({ reason: TOO_COSTLY })
    await thumbnails.close()
  }
  expect(asked).toBe(1)
  opened.close()
})

test('what the catalogue has not, or has no more, has no thumbnail', async () => {
  const file = archive(threeKinds(3))
  removeInstances(file, 1)
  const service = new Service()
  expect(await service.thumbnail(1, file)).toBeNull()
  expect(await service.thumbnail(3, file)).toBeNull()
  expect(await service.thumbnail(4_294_967_295, file)).toBeNull()
})

/** A service that answers when it is told to. */
function queue() {
  const asked: number[] = []
  const given: ((value: unknown) => void)[] = []
  const lane = {
    ask: (question: unknown) => {
      asked.push((question as { instance: number }).instance)
      return new Promise<unknown>((resolve) => given.push(resolve))
    }
  }
  return { thumbnails: new ThumbnailQueue(lane), asked, given }
}
const turn = () => new Promise((resolve) => setTimeout(resolve))

test('no more than eight are asked of the service; then the last, and none that nobody waits for', async () => {
  const { thumbnails, asked, given } = queue()
  const gone = new AbortController()
  const answers = Array.from({ length: 11 }, (_, i) => thumbnails.get('c', i, i === 10 ? gone.signal : undefined))
  gone.abort()
  expect((await answers[10]).status).toBe(499)
  given[0]({ reason: 'It has no pixels.' })
  expect(await answers[0]).toEqual({ status: 200, type: 'text/plain; charset=utf-8', body: 'It has no pixels.' })
  await turn()
  expect(asked).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 9])
  given[1](null)
  expect((await answers[1]).status).toBe(404)
  given[2]({ png: new Uint8Array([1]), remarks: '' })
  expect(await answers[2]).toEqual({ status: 200, type: 'image/png', body: new Uint8Array([1]) })
  given[3]({ png: new Uint8Array([1]), remarks: 'The “slope” is 0.' })
  expect((await answers[3]).headers).toEqual({ 'x-medoid-remarks': 'The%20%E2%80%9Cslope%E2%80%9D%20is%200.' })
  expect((await thumbnails.get(null, 1)).status).toBe(404)
})
