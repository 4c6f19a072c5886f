import { createHash } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import type { EvaluatedDataset } from '../../src/jobs/evaluated-datasets.ts'
import {
  datasetsOf,
  type EvaluationShard,
  readEvaluationShard,
  writeEvaluationShard
} from '../../src/jobs/evaluation-shard.ts'
import fc from '../fast-check.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'

const DATASET: EvaluatedDataset = {
  figures: {
    result: { images: 3, k: 2, silhouette: null, clustered: 0.1, permuted: 0.30000000000000004 },
    perCluster: [{ cluster: 0, images: 3, clustered: 0.1, permuted: 1 / 3 }],
    control: { labelled: 0.2, permuted: 0.25 },
    // Those of the clusters, of the control and its permutation, and of two permutations.
    statistics: Float64Array.of(0.1, 0.2, 0.25, 1 / 7, 5e-324),
    withoutLength: [2]
  },
  instances: Uint32Array.of(4, 7, 4_000_000_000),
  labels: Uint16Array.of(0, 1, 0),
  agreements: [
    { found: { homogeneity: 1, completeness: 1, nmi: 1, nmiCeiling: 1, images: 3, classes: 2 }, without: null },
    { found: null, without: null }
  ],
  skipped: [{ path: '/a/IM3', reason: { code: 'no-pixels', parameters: {} } }],
  constant: [7],
  remarked: [{ instance: 4, remarks: [{ code: 'frames-differ', parameters: { held: 1, frames: 3 } }] }]
}
const SHARD: EvaluationShard = {
  ...{
    shard: 1,
    shards: 4,
    settings: { model: '1', seed: '1' },
    stability: null,
    device: 'wasm',
    seconds: 2,
    first: 1
  },
  asked: {
    ...{ run: '1.2', model: '1', datasets: 4, size: 3, centre: 'mean', permutations: 2, fit: false, seed: 1 },
    by: 'image'
  },
  datasets: [DATASET]
}

let file: string
beforeEach(() => {
  file = join(temporaryFolder(), '00001.json')
})

test('what is written comes back, to the last digit, and is the user’s alone', async () => {
  await writeEvaluationShard(file, SHARD)
  expect(await readEvaluationShard(file)).toEqual(SHARD)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('what a version up to 0.2.0 told of images in sentences is read', async () => {
  await writeEvaluationShard(file, SHARD)
  const [, body] = readFileSync(file, 'utf8').split('\n')
  const { datasets, ...rest } = JSON.parse(body) as { datasets: object[] }
  const before = JSON.stringify({
    ...rest,
    datasets: datasets.map((dataset) => ({
      ...dataset,
      skipped: [{ path: '/a/IM3', reason: 'It has no pixels.' }],
      remarked: [{ instance: 4, remarks: [{ code: 'frame-cut', message: 'It is cut.' }] }]
    }))
  })
  const hash = createHash('sha256').update(before).digest('hex')
  writeFileSync(file, `medoid-evaluation-shard 1 ${hash}\n${before}\n`)
  expect((await readEvaluationShard(file)).datasets).toMatchObject([
    {
      skipped: [{ path: '/a/IM3', reason: { code: 'said-before', parameters: { sentence: 'It has no pixels.' } } }],
      remarked: [{ instance: 4, remarks: [{ code: 'frame-cut', parameters: { sentence: 'It is cut.' } }] }]
    }
  ])
})

const refused = (problem: string) =>
  expect.objectContaining({ code: 'result-unfit', message: expect.stringContaining(problem) as string }) as Error

test('whatever byte changes, and wherever it ends, it is refused', async () => {
  await writeEvaluationShard(file, SHARD)
  const sound = readFileSync(file)
  const damaged = fc.record({ at: fc.nat(sound.length - 2), bits: fc.integer({ min: 1, max: 255 }), cut: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(damaged, async ({ at, bits, cut }) => {
      const bytes = Buffer.from(cut ? sound.subarray(0, at) : sound)
      if (!cut) bytes[at] ^= bits
      writeFileSync(file, bytes)
      await expect(readEvaluationShard(file)).rejects.toMatchObject({ code: 'result-unfit' })
    }),
    { numRuns: 200 }
  )
})

test.each<[string, Partial<EvaluatedDataset>]>([
  ['a label without an image', { labels: Uint16Array.of(0, 1) }],
  ['a label from K on', { labels: Uint16Array.of(0, 1, 2) }],
  ['one target', { agreements: [DATASET.agreements[0]] }],
  ['a place behind the last image', { figures: { ...DATASET.figures, withoutLength: [3] } }],
  ['too few permutations', { figures: { ...DATASET.figures, statistics: Float64Array.of(0.1, 0.2, 0.25, 0.3) } }]
])('figures that do not fit together are refused, whatever their sum: %s', async (_, changed) => {
  await writeEvaluationShard(file, { ...SHARD, datasets: [{ ...DATASET, ...changed }] })
  await expect(readEvaluationShard(file)).rejects.toThrow(refused('its figures do not fit together'))
})

describe('a figure that is no number', () => {
  test.each(['1e999', 'null', '"0.1"'])('%s is refused by its place', async (written) => {
    const { createHash } = await import('node:crypto')
    await writeEvaluationShard(file, SHARD)
    const [head, body] = readFileSync(file, 'utf8').split('\n')
    const changed = body.replace('"clustered":0.1', `"clustered":${written}`)
    const hash = createHash('sha256').update(changed).digest('hex')
    writeFileSync(file, `${head.slice(0, -64)}${hash}\n${changed}\n`)
    await expect(readEvaluationShard(file)).rejects.toThrow(refused('result.datasets[0].result.clustered'))
  })
})

test('shards have datasets that follow one another, some none where there are more shards', () => {
  const parts = (count: number, shards: number): number[][] =>
    Array.from({ length: shards }, (_, shard) => Object.values(datasetsOf(count, { shard, shards })))
  expect(parts(10, 3)).toEqual([
    [0, 3],
    [3, 6],
    [6, 10]
  ])
  expect(parts(2, 4)).toEqual([
    [0, 0],
    [0, 1],
    [1, 1],
    [1, 2]
  ])
})
