import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { VectorShardWriter } from '../../src/core/catalogue/vector-shard.ts'
import { mergeVectorsJob } from '../../src/jobs/merge-vectors.ts'
import type { Message } from '../../src/messages/message.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'

/** Two shards of three images, of which image 1 could not be decoded. Whole archives are merged in test/cli/embed-shards.test.ts. */

let folder: string
let told: Message[]
beforeEach(() => {
  folder = join(temporaryFolder(), 'embedded')
  mkdirSync(folder)
  told = []
})

interface Made {
  instances: number[]
  values: number[]
  device: string
}

function write(shard: number, { instances, values, device }: Made): void {
  const writer = new VectorShardWriter(join(folder, `0000${shard}.sqlite`), {
    ...{ shard, shards: 2, length: 2, precision: 'f32', images: 4, model: 7, clustering: '3.4' },
    source: { model: '7' }
  })
  writer.write({
    instances: Uint32Array.from(instances),
    clusters: Uint16Array.from(instances, (instance) => instance % 4),
    vectors: new Uint8Array(Float32Array.from(values).buffer),
    uids: instances.map((instance) => `1.2.${instance}`),
    skipped: shard === 0 ? [{ instance: 1, path: '/archive/IM1', reason: { code: 'no-pixels', parameters: {} } }] : [],
    remarked: [
      {
        instance: instances[0],
        path: `/archive/IM${instances[0]}`,
        remarks: [{ code: 'tiles-without-place', parameters: { frames: instances[0] } }]
      }
    ]
  })
  writer.finish({ rows: instances.length, skipped: 1 - shard, device, seconds: 1 })
}

async function merge() {
  const out = join(folder, '..', 'v.npy')
  const work = { onMessage: (message: Message) => void told.push(message) }
  const report = await mergeVectorsJob.run({ merge: folder, out, format: 'npy' }, work)
  const bytes = readFileSync(out).subarray(128)
  return {
    report,
    values: [...new Float32Array(Uint8Array.from(bytes).buffer)],
    index: readFileSync(`${out}.index.csv`, 'utf8')
  }
}

test('rows of all shards follow one another, and what is told of images is told with their paths', async () => {
  write(0, { instances: [0, 5], values: [1, 2, 3, 4], device: 'wasm (A)' })
  write(1, { instances: [9], values: [5, 6], device: 'wasm (A)' })
  const { report, values, index } = await merge()
  expect(values).toEqual([1, 2, 3, 4, 5, 6])
  expect(index).toBe('row,SOPInstanceUID,cluster\n0,1.2.0,0\n1,1.2.5,1\n2,1.2.9,1\n')
  expect(report).toMatchObject({
    ...{ shards: 2, model: 7, clustering: '3.4', images: 3, length: 2, devices: ['wasm (A)'] },
    skipped: [{ path: '/archive/IM1', reason: { code: 'no-pixels', parameters: {} } }],
    remarks: [{ code: 'tiles-without-place', parameters: { frames: 0 }, images: 2, path: '/archive/IM0' }]
  })
  expect(told).toEqual([])
})

test('shards of several devices are put together, and that is said', async () => {
  write(0, { instances: [0], values: [1, 2], device: 'wasm (B)' })
  write(1, { instances: [9], values: [5, 6], device: 'cuda (A100)' })
  expect((await merge()).report.images).toBe(2)
  expect(told).toEqual([{ code: 'several-devices', parameters: { devices: ['cuda (A100)', 'wasm (B)'] } }])
})

test('shards whose images overlap are refused', async () => {
  write(0, { instances: [0, 9], values: [1, 2, 3, 4], device: 'wasm (A)' })
  write(1, { instances: [9], values: [5, 6], device: 'wasm (A)' })
  await expect(merge()).rejects.toThrow('00001.sqlite is not a whole result: its images are not behind those before it')
})
