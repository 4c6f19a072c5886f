import { describe, expect, test } from 'vitest'
import { hasBest } from '../../../src/core/clustering/remarks.ts'
import { sweep, type SweepEntry } from '../../../src/core/clustering/sweep.ts'
import { CancelledError, MedoidError } from '../../../src/core/errors.ts'
import type { Progress } from '../../../src/core/work.ts'
import { nominal, numeric, randomTable, tableOf } from './tables.ts'

const table = randomTable({
  rows: 150,
  numeric: 5,
  nominal: 5,
  asymmetric: 1,
  levels: 6,
  missing: 0.2,
  grain: 1000,
  seed: 3
})

/** Three modalities, each of its own size and energy. */
const archive = tableOf(
  nominal('Modality', ['CT', 'CT', 'CT', 'MR', 'MR', 'US', 'US']),
  numeric('Rows', [512, 512, 512, 256, 256, 480, 480]),
  numeric('KVP', [120, 120, 110, null, null, null, null])
)

test('of 11 images of which each pair has the distance 1, every silhouette is 0, and no K is called the best', async () => {
  const apart = tableOf(nominal('StationName', [...'ABCDEFGHIJK']))
  const result = await sweep(apart, { k: [2, 3, 4] })
  expect(result.entries.map(({ silhouette }) => silhouette)).toEqual([0, 0, 0])
  expect(hasBest({ ...result, sweep: result.entries })).toBe(false)
})

describe('sweep', () => {
  test('clusters for every k and picks the best by silhouette', async () => {
    const result = await sweep(archive, { k: [2, 3] })
    expect(result.best).toMatchObject({ k: 3, structure: 'strong' })
    const [, three] = result.entries
    expect(Array.from(three.labels)).toEqual([0, 0, 0, 1, 1, 2, 2])
    expect(Array.from(three.sizes)).toEqual([3, 2, 2])
    expect(three.medoids[2]).toBeGreaterThan(4)
    // Two CT images with 110 and 120 kV: √((0 + 0 + 1) / 3).
    expect(three.loss).toBeCloseTo(Math.sqrt(1 / 3), 6)
    expect(result).toMatchObject({
      n: 7,
      columns: 3,
      algorithm: 'fasterpam',
      restarts: 10,
      pairsWithoutSharedFeature: 0
    })
  })

  test('of several k with the same silhouette the smallest is the best, in whatever order they are given', async () => {
    // All distances are 0, and so is every silhouette.
    const same = tableOf(nominal('Modality', ['CT', 'CT', 'CT', 'CT', 'CT']))
    for (const k of [
      [2, 3, 4],
      [4, 3, 2]
    ]) {
      expect((await sweep(same, { k })).best).toMatchObject({ k: 2, silhouette: 0 })
    }
  })

  test.each(['fasterpam', 'ward', 'fasterpam-ward', 'average', 'minimax'])(
    '%s: the same seed gives the same result on one thread and on two',
    async (algorithm) => {
      const timeless = (entry: SweepEntry) => ({ ...entry, seconds: 0 })
      const options = { k: [3, 7], seed: 4, restarts: 2, algorithm }
      const one = await sweep(table, { ...options, threads: 1 })
      const two = await sweep(table, { ...options, threads: 2 })
      expect(two.entries.map(timeless)).toEqual(one.entries.map(timeless))
      expect(two.best).toEqual(one.best)
    }
  )

  test('one cluster has a loss but no silhouette', async () => {
    const result = await sweep(archive, { k: [1] })
    expect(result.entries[0].silhouette).toBeNull()
    expect(result.best).toEqual({ k: 1, silhouette: null, structure: null })
  })

  test('one cluster is never better than several', async () => {
    expect((await sweep(archive, { k: [1, 2] })).best.k).toBe(2)
  })

  test('counts the distinct rows where a k exceeds them', async () => {
    const twins = tableOf(numeric('x', [1, 1, 1, 2, 2, 2]))
    expect((await sweep(twins, { k: [2] })).distinctRows).toBeNull()
    expect((await sweep(twins, { k: [2, 5] })).distinctRows).toBe(2)
  })

  test('refuses rows of which no two have a value of the same feature', async () => {
    const strangers = tableOf(numeric('x', [1, null, null]), nominal('y', [null, 'a', null]))
    await expect(sweep(strangers, { k: [2] })).rejects.toThrow(
      'No two of the 3 rows have a value of the same feature (of 2), so they cannot be compared.'
    )
    const pair = tableOf(numeric('x', [1, null, 2]), nominal('y', [null, 'a', null]))
    expect((await sweep(pair, { k: [2] })).pairsWithoutSharedFeature).toBe(2)
  })

  test.each([
    ['pam', 1],
    ['ward', 1],
    ['minimax', 1],
    ['fasterpam', 10],
    ['fasterpam-ward', 11]
  ])('%s has %i start(s) where ten are asked for', async (algorithm, starts) => {
    expect((await sweep(archive, { k: [2], algorithm, restarts: 10 })).restarts).toBe(starts)
  })

  test("tells of Ward's tree before the medoids", async () => {
    const stages = new Set<string>()
    await sweep(archive, { k: [2], algorithm: 'fasterpam-ward' }, { onProgress: ({ stage }) => void stages.add(stage) })
    expect([...stages]).toEqual(['Comparing rows', 'Merging clusters', 'Finding medoids', 'Judging clusters'])
  })

  test.each([
    [{ k: [2, 7] }, /K = 7 is impossible: the sample has 7 rows.*up to 6/],
    [{ k: [0] }, /K = 0 is not a number of clusters/],
    [{ k: [2.5] }, /K = 2.5 is not/],
    [{ k: [] }, /Name at least one/],
    [{ k: [2], restarts: 0 }, /restarts 0/]
  ])('refuses %j', async (options, message) => {
    await expect(sweep(archive, options)).rejects.toThrow(MedoidError)
    await expect(sweep(archive, options)).rejects.toThrow(message)
  })

  test('a single row cannot be clustered', async () => {
    await expect(sweep(tableOf(numeric('Rows', [512])), { k: [1] })).rejects.toThrow(/at least two rows/)
  })

  test('says what it is doing', async () => {
    const stages = new Set<string>()
    await sweep(table, { k: [2, 3], restarts: 2 }, { onProgress: ({ stage }) => stages.add(stage) })
    expect([...stages]).toEqual(['Comparing rows', 'Finding medoids', 'Judging clusters'])
  })

  test.each([1, 2])('is cancelled on %i thread(s), and its threads end', async (threads) => {
    const controller = new AbortController()
    const work = {
      signal: controller.signal,
      onProgress: ({ stage }: Progress) => {
        if (stage === 'Finding medoids') controller.abort()
      }
    }
    await expect(sweep(table, { k: [5, 10], restarts: 60_000, threads }, work)).rejects.toThrow(CancelledError)
    expect(process.getActiveResourcesInfo()).not.toContain('MessagePort')
  })
})
