import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { openForReading, openForWriting } from '../../src/core/catalogue/database.ts'
import { CatalogueReader } from '../../src/core/catalogue/reader.ts'
import { UNASSIGNED } from '../../src/core/catalogue/runs.ts'
import { inserter } from '../../src/core/catalogue/checksums.ts'
import { AssignedImages } from '../../src/jobs/assigned-images.ts'
import { partOf } from '../../src/jobs/embedding-plan.ts'
import fc from '../fast-check.ts'
import { archive, removeInstances, threeKinds } from './archive.ts'

const CLUSTERING = { run: 1, k: 3 }
const CHUNK = 4096

/** 9,000 images in three chunks, in clusters 0, 1 and 2 by turns; every fifth was not assigned, and image 2 was removed. */
function assigned(): CatalogueReader {
  const file = archive(threeKinds(9000))
  const open = openForWriting(file, 'test')
  const { db } = open
  const put = inserter(db, 'assignment')
  for (let chunk = 0; chunk < 3; chunk++) {
    const ids = Array.from({ length: CHUNK }, (_, i) => chunk * CHUNK + i)
    const clusters = Uint16Array.from(ids, (id) => (id >= 9000 || id % 5 === 0 ? UNASSIGNED : id % 3))
    const distances = new Float32Array(CHUNK)
    put({ ...CLUSTERING, chunk, clusters: Buffer.from(clusters.buffer), distances: Buffer.from(distances.buffer) })
  }
  open.close()
  removeInstances(file, 2)
  return new CatalogueReader(openForReading(file).db)
}

const reader = assigned()
const IDS = Array.from({ length: 9000 }, (_, id) => id).filter((id) => id % 5 !== 0 && id !== 2)

test('are those that are live and in a cluster, in the order of their ids', () => {
  const images = new AssignedImages(reader, CLUSTERING)
  expect(images.count).toBe(7199)
  const [first] = images.batches(0, 5, 64)
  expect(first).toEqual({ instances: Uint32Array.of(1, 3, 4, 6, 7), clusters: Uint16Array.of(1, 0, 1, 0, 1) })
  const hash = createHash('sha256')
    .update(Uint32Array.from(IDS))
    .update(Uint16Array.from(IDS, (id) => id % 3))
  expect(images.hash()).toBe(hash.digest('hex'))
})

test('batches of any part are whole ones but for the last, and all of it', () => {
  const images = new AssignedImages(reader, CLUSTERING)
  const part = fc.tuple(fc.nat(7199), fc.nat(7199), fc.integer({ min: 1, max: 3000 }))
  fc.assert(
    fc.property(part, ([a, b, size]) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)]
      const batches = Array.from(images.batches(from, to, size), ({ instances }) => [...instances])
      expect(batches.flat()).toEqual(IDS.slice(from, to))
      expect(batches.slice(0, -1).every(({ length }) => length === size)).toBe(true)
    }),
    { numRuns: 40 }
  )
})

test('so many are up to an id, also where that is not one of them', () => {
  const images = new AssignedImages(reader, CLUSTERING)
  expect([0, 1, 2, 5, 4096, 8999, 1e9].map((id) => images.countUpTo(id))).toEqual([0, 1, 1, 3, 3276, 7199, 7199])
})

test('a sample is drawn by its seed, and has its images in the order of their ids and in their clusters', () => {
  const drawn = (seed: number) => {
    const images = new AssignedImages(reader, CLUSTERING, { images: 500, seed })
    expect(images.count).toBe(500)
    return [...images.batches(0, 500, 500)][0]
  }
  const { instances, clusters } = drawn(1)
  const places = Array.from(instances, (id) => IDS.indexOf(id))
  expect(places.every((place, i) => place > (places[i - 1] ?? -1))).toBe(true)
  expect([...clusters]).toEqual(Array.from(instances, (id) => id % 3))
  expect(drawn(1).instances).toEqual(instances)
  expect(drawn(2).instances).not.toEqual(instances)
})

test('a sample of as many as there are is all of them', () => {
  const images = new AssignedImages(reader, CLUSTERING, { images: 7199, seed: 1 })
  expect(images.hash()).toBe(new AssignedImages(reader, CLUSTERING).hash())
})

test('a clustering that was not assigned is refused', () => {
  expect(() => new AssignedImages(reader, { run: 1, k: 2 })).toThrow(
    'No image has been assigned to the clusters of 1.2'
  )
})

test('shards are parts of whole batches of 64 images that follow one another', () => {
  const parts = (images: number, shards: number): number[][] =>
    Array.from({ length: shards }, (_, shard) => Object.values(partOf(images, { shard, shards })))
  expect(parts(200, 3)).toEqual([
    [0, 64],
    [64, 128],
    [128, 200]
  ])
  // More shards than batches: some have nothing to do.
  expect(parts(65, 4)).toEqual([
    [0, 0],
    [0, 64],
    [64, 64],
    [64, 65]
  ])
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 600 }), (images, shards) => {
      const all = parts(images, shards)
      expect([all[0][0], all[shards - 1][1]]).toEqual([0, images])
      all.forEach(([from, to], i) => {
        if (i > 0) expect(from).toBe(all[i - 1][1])
        if (to < images) expect(to % 64).toBe(0)
      })
    }),
    { numRuns: 50 }
  )
})
