import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import Database from 'better-sqlite3'
import { beforeEach, expect, test } from 'vitest'
import {
  type ShardBatch,
  VectorShard,
  type VectorShardMade,
  VectorShardWriter
} from '../../../src/core/catalogue/vector-shard.ts'
import fc from '../../fast-check.ts'
import { temporaryFolder } from './synthetic.ts'

const MADE: VectorShardMade = {
  ...{ shard: 3, shards: 64, length: 2, precision: 'f32', images: 500, model: 1, clustering: '1.4' },
  source: { images: 'abc' }
}
const BATCHES: ShardBatch[] = [
  {
    instances: Uint32Array.of(2, 5),
    clusters: Uint16Array.of(1, 0),
    vectors: new Uint8Array(Float32Array.of(0, 1, 2, 3).buffer),
    uids: ['1.2', '1.5'],
    skipped: [{ instance: 3, path: '/a/IM3', reason: { code: 'no-pixels', parameters: {} } }],
    remarked: [
      { instance: 5, path: '/a/IM5', remarks: [{ code: 'frames-differ', parameters: { held: 1, frames: 3 } }] }
    ]
  },
  {
    instances: Uint32Array.of(7),
    clusters: Uint16Array.of(2),
    vectors: new Uint8Array(Float32Array.of(4, 5).buffer),
    uids: ['1.7'],
    skipped: [],
    remarked: []
  }
]
const DONE = { rows: 3, skipped: 1, device: 'wasm (2 threads)', seconds: 2 }

let file: string
beforeEach(() => {
  file = join(temporaryFolder(), '00003.sqlite')
  const writer = new VectorShardWriter(file, MADE)
  for (const batch of BATCHES) writer.write(batch)
  writer.finish(DONE)
})

function readAll(): ShardBatch[] {
  const shard = VectorShard.open(file)
  try {
    return [...shard.batches()].map((batch) => ({ ...batch, vectors: Uint8Array.from(batch.vectors) }))
  } finally {
    shard.close()
  }
}

const refused = (problem: string) =>
  expect.objectContaining({ code: 'result-unfit', message: expect.stringContaining(problem) as string }) as Error

function change(sql: string): void {
  const db = new Database(file)
  db.exec(sql)
  db.close()
}

test('what is written comes back, and is in one file', () => {
  const shard = VectorShard.open(file)
  expect([shard.made, shard.done]).toEqual([MADE, { ...DONE, batches: 2 }])
  shard.close()
  expect(readAll()).toEqual(BATCHES)
  expect(statSync(`${file}-journal`, { throwIfNoEntry: false })).toBeUndefined()
})

test('what a version up to 0.2.0 told of images in sentences is read', () => {
  const db = new Database(file)
  const { instances, clusters, vectors, told } = db.prepare('SELECT * FROM batch WHERE at = 0').get() as Row
  const before = JSON.stringify({
    ...(JSON.parse(told) as object),
    skipped: [{ instance: 3, path: '/a/IM3', reason: 'It has no pixels.' }],
    remarked: [{ instance: 5, path: '/a/IM5', remarks: [{ code: 'frame-cut', message: 'It is cut.' }] }]
  })
  const parts = [instances, clusters, vectors, Buffer.from(before)]
  const sum = parts.reduce((all, part) => crc32(part, all), crc32(`0 ${parts.map(({ length }) => length).join(' ')}`))
  db.prepare('UPDATE batch SET told = ?, sum = ? WHERE at = 0').run(before, sum)
  db.close()
  expect(readAll()[0]).toMatchObject({
    skipped: [{ instance: 3, reason: { code: 'said-before', parameters: { sentence: 'It has no pixels.' } } }],
    remarked: [{ instance: 5, remarks: [{ code: 'frame-cut', parameters: { sentence: 'It is cut.' } }] }]
  })
})

interface Row {
  instances: Buffer
  clusters: Buffer
  vectors: Buffer
  told: string
}

test('what was not finished is refused', () => {
  change("DELETE FROM meta WHERE key = 'done'")
  expect(() => VectorShard.open(file)).toThrow(refused('it is not finished'))
})

test.each([
  ['a batch that is gone', 'DELETE FROM batch WHERE at = 1', 'batch 1 is missing'],
  [
    'a batch in the place of another',
    'UPDATE batch SET at = 9 WHERE at = 0; UPDATE batch SET at = 0 WHERE at = 1',
    'batch 0 is not what was written'
  ],
  ['other vectors', 'UPDATE batch SET vectors = zeroblob(16) WHERE at = 0', 'batch 0 is not what was written'],
  ['other texts', "UPDATE batch SET told = '{}' WHERE at = 0", 'batch 0 is not what was written']
])('%s is noticed', (_, sql, problem) => {
  change(sql)
  expect(readAll).toThrow(refused(problem))
})

test('what somebody else has made is refused where it does not fit together, whatever its sums', () => {
  const write = (batch: Partial<ShardBatch>, more: Partial<typeof DONE> = {}): void => {
    file = join(temporaryFolder(), '00003.sqlite')
    const writer = new VectorShardWriter(file, MADE)
    writer.write({ ...BATCHES[0], ...batch })
    writer.finish({ ...DONE, rows: 2, ...more })
  }
  write({ vectors: new Uint8Array(15) })
  expect(readAll).toThrow(refused('batch 0 has another number of values than of images'))
  write({ instances: Uint32Array.of(5, 2) })
  expect(readAll).toThrow(refused('its images are not in order (2 after 5)'))
  write({}, { rows: 3 })
  expect(readAll).toThrow(refused('it has 2 vectors, and not 3'))
})

test('whatever bytes of the file change, it is what was written or refused', () => {
  const sound = readFileSync(file)
  const flip = fc.record({ at: fc.nat(sound.length - 1), bits: fc.integer({ min: 1, max: 255 }) })
  fc.assert(
    fc.property(fc.array(flip, { minLength: 1, maxLength: 10 }), (flips) => {
      const bytes = Buffer.from(sound)
      for (const { at, bits } of flips) bytes[at] ^= bits
      writeFileSync(file, bytes)
      try {
        expect(readAll()).toEqual(BATCHES)
      } catch (error) {
        expect((error as { code?: string }).code).toBe('result-unfit')
      }
    }),
    { numRuns: 300 }
  )
})
