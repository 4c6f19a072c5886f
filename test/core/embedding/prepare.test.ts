import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Catalogue, openForWriting } from '../../../src/core/catalogue/database.ts'
import { CatalogueReader } from '../../../src/core/catalogue/reader.ts'
import { removeSource, scan } from '../../../src/core/catalogue/scan.ts'
import { PictureCache } from '../../../src/core/embedding/picture-cache.ts'
import { preparePictures, streamPictures, type PictureBatch } from '../../../src/core/embedding/prepare.ts'
import { CancelledError } from '../../../src/core/errors.ts'
import type { DecoderProcess } from '../../../src/core/pixels/decoder-process.ts'
import type { Remark } from '../../../src/core/pixels/remarks.ts'
import { type DecoderReply, type PictureOutcome, READY } from '../../../src/core/pixels/decoder-protocol.ts'
import { PICTURE_BYTES } from '../../../src/core/pixels/picture.ts'
import type { Progress } from '../../../src/core/work.ts'
import { temporaryFolder } from '../catalogue/synthetic.ts'
import { imageBytes } from '../pixels/image-file.ts'

let root: string
let catalogue: Catalogue
let reader: CatalogueReader
let cache: PictureCache

/** An image whose picture has its brightest column at `n` of 8. */
function image(n: number): Buffer {
  const pixels = new Uint8Array(64).map((_, i) => (i % 8 === n % 8 ? 200 : 0))
  const more = [{ tag: 0x00080018, vr: 'UI', value: `1.2.${n + 1}` }]
  return imageBytes({ rows: 8, columns: 8, more }, pixels)
}

const CUT: Remark = {
  code: 'frame-incomplete',
  message: 'Only 40 of the 64 bytes of this frame are there. What is missing is shown as 0.'
}

const brightest = (picture: Uint8Array): number => Math.floor(picture.subarray(0, 128).indexOf(255) / 16)

beforeEach(async () => {
  const folder = temporaryFolder()
  root = join(folder, 'archive')
  mkdirSync(root)
  for (let n = 0; n < 12; n++) writeFileSync(join(root, `IM${String(n).padStart(2, '0')}`), image(n))
  // The ninth is there in part: 40 of its 64 bytes.
  const cut = image(8)
  writeFileSync(join(root, 'IM08'), cut.subarray(0, cut.length - 24))
  // The fourth is an image without pixels.
  writeFileSync(
    join(root, 'IM03'),
    imageBytes({ rows: 8, columns: 8, more: [{ tag: 0x00080018, vr: 'UI', value: '1.2.4' }] })
  )
  catalogue = openForWriting(join(folder, 'archive.sqlite'), 'test')
  await scan(catalogue, [root], { workers: 1 })
  reader = new CatalogueReader(catalogue.db)
  cache = PictureCache.open(catalogue.file)
})
afterEach(() => {
  cache.close()
  catalogue.close()
})

describe('pictures are prepared', () => {
  test('once: what is cached is not decoded again', async () => {
    const all = reader.images()
    const progress: Progress[] = []
    const first = await preparePictures(reader, all, cache, { onProgress: (each) => progress.push(each) })
    expect(Array.from(first.ready)).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11])
    expect(first.skipped).toEqual([
      { instance: 3, path: join(root, 'IM03'), reason: 'The file holds no Pixel Data.', isPassing: false }
    ])
    expect(first.remarked).toEqual([{ instance: 8, remarks: [CUT] }])
    expect(progress.at(0)).toEqual({ stage: 'Preparing pictures', done: 0, total: 12, unit: 'images' })
    expect(progress.at(-1)).toEqual({ stage: 'Preparing pictures', done: 12, total: 12, unit: 'images' })

    rmSync(root, { recursive: true })
    const second = await preparePictures(reader, all, cache, {}, { start: neverStart })
    expect(second).toEqual(first)
    const pictures = new Uint8Array(2 * PICTURE_BYTES)
    cache.read(Uint32Array.of(5, 2), pictures)
    expect(brightest(pictures)).toBe(5)
    expect(brightest(pictures.subarray(PICTURE_BYTES))).toBe(2)
  })

  test('in the order in which they are asked for', async () => {
    const { ready } = await preparePictures(reader, Uint32Array.of(7, 1, 4), cache, {})
    expect(Array.from(ready)).toEqual([7, 1, 4])
  })

  test('what may be different the next time is not kept', async () => {
    rmSync(join(root, 'IM01'))
    const { skipped } = await preparePictures(reader, Uint32Array.of(1, 2), cache, {})
    expect(skipped).toMatchObject([{ instance: 1, reason: expect.stringContaining('no such file') as string }])
    expect(Array.from(cache.missing(Uint32Array.of(1, 2)))).toEqual([1])
    writeFileSync(join(root, 'IM01'), image(1))
    expect((await preparePictures(reader, Uint32Array.of(1, 2), cache, {})).skipped).toEqual([])
  })

  test.each([
    ['pixels-too-costly', []],
    ['decoder-died', []],
    ['decoder-late', [1]],
    ['out-of-memory', [1]]
  ])('%s: whether it is tried again the next time', async (code, missing) => {
    await preparePictures(reader, Uint32Array.of(1), cache, {}, { start: answering({ code, reason: 'A reason.' }) })
    expect(Array.from(cache.missing(Uint32Array.of(1)))).toEqual(missing)
    if (missing.length === 0) {
      const { skipped } = await preparePictures(reader, Uint32Array.of(1), cache, {}, { start: neverStart })
      expect(skipped).toMatchObject([{ instance: 1, reason: 'A reason.' }])
    }
  })

  test('images of a source that was taken out are skipped', async () => {
    await removeSource(catalogue, 1, { workers: 1 })
    const { skipped } = await preparePictures(new CatalogueReader(catalogue.db), Uint32Array.of(0), cache, {})
    expect(skipped).toMatchObject([{ instance: 0, path: '', reason: expect.stringContaining('taken out') as string }])
  })

  test('until they are cancelled: what was done is kept', async () => {
    const stop = new AbortController()
    const work = {
      signal: stop.signal,
      onProgress: ({ done }: Progress) => {
        if (done === 4) stop.abort()
      }
    }
    await expect(preparePictures(reader, reader.images(), cache, work)).rejects.toBeInstanceOf(CancelledError)
    const left = cache.missing(reader.images()).length
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThanOrEqual(8)
    expect((await preparePictures(reader, reader.images(), cache, {})).ready.length).toBe(11)
  })

  test('until they are cancelled, also while the decoders do not answer', async () => {
    const stop = new AbortController()
    let end = (): void => {}
    const silent = (): DecoderProcess => ({
      send: () => setImmediate(() => stop.abort()),
      onMessage: () => {},
      onEnd: (listener) => (end = () => listener('')),
      kill: () => end()
    })
    const work = { signal: stop.signal }
    const preparing = preparePictures(reader, reader.images(), cache, work, { start: silent })
    await expect(preparing).rejects.toBeInstanceOf(CancelledError)
  })

  test('not at all where the work is cancelled already', async () => {
    const work = { signal: AbortSignal.abort() }
    await expect(preparePictures(reader, reader.images(), cache, work, { start: neverStart })).rejects.toBeInstanceOf(
      CancelledError
    )
  })
})

describe('pictures are streamed', () => {
  async function collect(keep: boolean): Promise<PictureBatch[]> {
    const batches: PictureBatch[] = []
    for await (const batch of streamPictures(reader, reader.images(), cache, { batch: 5, keep }, {}))
      batches.push(batch)
    return batches
  }

  test('batch by batch, in order, those that have none apart', async () => {
    await preparePictures(reader, Uint32Array.of(0, 3, 6), cache, {})
    const batches = await collect(false)
    expect(batches.map(({ instances }) => Array.from(instances))).toEqual([
      [0, 1, 2, 4],
      [5, 6, 7, 8, 9],
      [10, 11]
    ])
    expect(batches.map(({ skipped }) => skipped.map(({ instance }) => instance))).toEqual([[3], [], []])
    expect(batches.map(({ remarked }) => remarked.map(({ instance, remarks }) => [instance, remarks]))).toEqual([
      [],
      [[8, [CUT]]],
      []
    ])
    const shown = batches.flatMap(({ instances, pictures }) =>
      Array.from(instances, (_, i) => brightest(pictures.subarray(i * PICTURE_BYTES, (i + 1) * PICTURE_BYTES)))
    )
    expect(shown).toEqual([0, 1, 2, 4, 5, 6, 7, 0, 1, 2, 3])
  })

  test('without adding to the cache, unless told', async () => {
    await collect(false)
    expect(cache.missing(reader.images()).length).toBe(12)
    await collect(true)
    expect(cache.missing(reader.images()).length).toBe(0)
  })

  test('until the consumer leaves', async () => {
    for await (const { instances } of streamPictures(reader, reader.images(), cache, { batch: 2, keep: false }, {})) {
      expect(Array.from(instances)).toEqual([0, 1])
      break
    }
  })

  test('until they are cancelled', async () => {
    const stop = new AbortController()
    const stream = streamPictures(reader, reader.images(), cache, { batch: 2, keep: false }, { signal: stop.signal })
    await stream.next()
    stop.abort()
    await expect(stream.next()).rejects.toBeInstanceOf(CancelledError)
  })

  test('of no instances: none', async () => {
    const stream = streamPictures(
      reader,
      new Uint32Array(),
      cache,
      { batch: 2, keep: false },
      {},
      { start: neverStart }
    )
    expect(await stream.next()).toEqual({ done: true, value: undefined })
  })
})

/** A decoder that always answers the same. */
function answering(outcome: PictureOutcome): () => DecoderProcess {
  return () => {
    let tell: (message: DecoderReply | typeof READY) => void
    let end: (lastWords: string) => void
    return {
      send: () => setImmediate(() => tell({ outcome, isFull: false })),
      onMessage: (listener) => (tell = listener)(READY),
      onEnd: (listener) => (end = listener),
      kill: () => end('')
    }
  }
}

function neverStart(): never {
  throw new Error('No decoder is needed.')
}
