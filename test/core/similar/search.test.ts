import { describe, expect, test } from 'vitest'
import { columnsInCommon, gowerDissimilarity, gowerModel } from '../../../src/core/clustering/gower.ts'
import { buildTable, TableBuilder } from '../../../src/core/features/build.ts'
import { CancelledError } from '../../../src/core/errors.ts'
import { archiveModel, nearestByBoth, nearestByPixels, nearestByTags } from '../../../src/core/similar/search.ts'
import type { PixelVectors } from '../../../src/core/similar/similar.ts'
import { TagTable } from '../../../src/core/similar/tag-table.ts'
import { recipes, randomTable, weighed, weighings } from '../clustering/tables.ts'
import type { FeatureTable } from '../../../src/core/features/table.ts'
import fc from '../../fast-check.ts'
import { type Columns, featuresOf, sourceOf } from './columns.ts'

/** Five images: 0 and 1 are equal, 2 has another thickness, 3 is of another modality, 4 has no tag at all. */
const COLUMNS: Columns = {
  Modality: ['CT', 'CT', 'CT', 'MR', null],
  KVP: ['80', '80', '120', null, null]
}
const NUMERIC = ['KVP']

function tableOf(columns: Columns, mostBytes?: number): TagTable {
  const source = sourceOf(columns)
  const features = featuresOf(columns, NUMERIC)
  const images = Uint32Array.from(columns.Modality.keys())
  const model = gowerModel(buildTable(source, features, images))
  return new TagTable(new TableBuilder(source, features), { features, model }, images, mostBytes)
}

const asked = (table: TagTable, instance: number) => ({ row: table.rows(Uint32Array.of(instance)), instance })

describe('nearestByTags', () => {
  test('finds the most alike, not itself, and none that shares no column', async () => {
    const table = tableOf(COLUMNS)
    const found = await nearestByTags(table, asked(table, 0), { count: 10 })
    // Image 2 differs in one of two columns by the whole range, 3 in the one that both have; 4 has nothing to be compared by.
    expect(found.map(({ instance, distance }) => [instance, distance])).toEqual([
      [1, 0],
      [2, Math.sqrt(1 / 2)],
      [3, 1]
    ])
    expect(found.map(({ why }) => why?.shared)).toEqual([2, 2, 1])
  })

  test('of equally near images the one that was catalogued first comes first, and no more than were asked for', async () => {
    const table = tableOf({ Modality: Array<string>(300).fill('CT'), KVP: Array<string>(300).fill('80') })
    const found = await nearestByTags(table, asked(table, 2), { count: 4 })
    expect(found.map(({ instance, distance }) => [instance, distance])).toEqual([0, 1, 3, 4].map((each) => [each, 0]))
  })

  test('finds only images among those that are wanted', async () => {
    const table = tableOf(COLUMNS)
    const found = await nearestByTags(table, asked(table, 0), { count: 10, among: (instance) => instance > 1 })
    expect(found.map(({ instance }) => instance)).toEqual([2, 3])
  })

  test('finds nothing from an image without any tag, and nothing in an archive of one image', async () => {
    const table = tableOf(COLUMNS)
    expect(await nearestByTags(table, asked(table, 4), { count: 10 })).toEqual([])
    const one = tableOf({ Modality: ['CT'], KVP: ['80'] })
    expect(await nearestByTags(one, asked(one, 0), { count: 10 })).toEqual([])
  })

  test('is the same where rows are not kept', async () => {
    const [kept, streamed] = [tableOf(COLUMNS), tableOf(COLUMNS, 0)]
    const found = await nearestByTags(kept, asked(kept, 2), { count: 3 })
    expect(await nearestByTags(streamed, asked(streamed, 2), { count: 3 })).toEqual(found)
    expect(await nearestByTags(kept, asked(kept, 2), { count: 3 })).toEqual(found)
  })

  test('stops when it is cancelled', async () => {
    const table = tableOf(COLUMNS)
    const work = { signal: AbortSignal.abort() }
    await expect(nearestByTags(table, asked(table, 0), { count: 1 }, work)).rejects.toThrow(CancelledError)
  })
})

describe('TagTable', () => {
  test('has the dissimilarities of the definition, whatever is missing, weighed or absent', async () => {
    await fc.assert(
      fc.asyncProperty(recipes(), weighings, fc.nat(), async (recipe, weighing, row) => {
        const given = randomTable(recipe)
        const model = weighed(gowerModel(given), weighing)
        const images = Uint32Array.from({ length: given.rows }, (_, at) => at)
        const builder = { build: (instances: Uint32Array) => rowsOf(given, instances) }
        const table = new TagTable(builder, { features: [], model }, images)
        const at = row % given.rows
        const found = await table.dissimilarities(table.rows(Uint32Array.of(at)))
        const shared = columnsInCommon(given, model)
        const exact = gowerDissimilarity(given, model)
        found.forEach((value, other) => {
          if (shared(at, other) === 0) expect(value).toBe(Infinity)
          else expect(Math.abs(value - exact(at, other))).toBeLessThanOrEqual(2e-5 * exact(at, other) + 1e-45)
        })
      }),
      { numRuns: 60 }
    )
  })
})

function rowsOf(table: FeatureTable, rows: Uint32Array): FeatureTable {
  return {
    rows: rows.length,
    columns: table.columns.map((column) =>
      'values' in column
        ? { ...column, values: Float64Array.from(rows, (row) => column.values[row]) }
        : { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]) }
    )
  }
}

/** Vectors of some images in two dimensions, as angles in degrees. */
function vectorsOf(angles: Readonly<Record<number, number>>): PixelVectors & { at: (angle: number) => Float32Array } {
  const at = (angle: number): Float32Array =>
    Float32Array.of(Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180))
  const instances = Uint32Array.from(Object.keys(angles), Number)
  const exactDistances = (vector: Float32Array, some: Uint32Array): Float32Array =>
    Float32Array.from(some, (instance) => {
      const other = at(angles[instance])
      return 1 - (vector[0] * other[0] + vector[1] * other[1])
    })
  return {
    instances,
    vectorOf: (query) => Promise.resolve('instance' in query ? at(angles[query.instance]) : null),
    distances: (vector) => exactDistances(vector, instances),
    exactDistances,
    close: () => Promise.resolve(),
    at
  }
}

describe('nearestByPixels', () => {
  test('finds the images whose vectors have nearly the same direction', () => {
    const vectors = vectorsOf({ 0: 0, 1: 90, 3: 10, 4: 10 })
    const found = nearestByPixels(vectors, vectors.at(0), { instance: 0 }, { count: 2 })
    expect(found.map(({ instance, tags }) => [instance, tags])).toEqual([
      [3, null],
      [4, null]
    ])
    expect(found[0].pixels).toBeCloseTo(1 - Math.cos(Math.PI / 18), 6)
  })
})

describe('nearestByBoth', () => {
  const table = tableOf(COLUMNS)
  const vectors = vectorsOf({ 0: 0, 1: 90, 2: 0, 3: 0, 4: 60 })
  const both = (alpha: number) =>
    nearestByBoth(table, vectors, vectors.at(0), { alpha, scale: 1 }, asked(table, 0), { count: 10 })

  test('is by tags alone where pictures do not count, and by pictures alone where tags do not', async () => {
    const byTags = await both(0)
    expect(byTags.map(({ instance, distance }) => [instance, distance])).toEqual([
      [1, 0],
      [2, Math.sqrt(1 / 2)],
      [3, 1],
      // It shares no column, and is compared by its picture all the same.
      [4, 1]
    ])
    const byPixels = await both(1)
    expect(byPixels.map(({ instance }) => instance)).toEqual([2, 3, 4, 1])
    expect(byPixels.map(({ distance }) => Math.round(distance * 1e6) / 1e6)).toEqual([0, 0, 0.707107, 1])
  })

  test('weighs tags and pictures as the clustering of both does', async () => {
    const found = await both(0.25)
    expect(found.map(({ instance }) => instance)).toEqual([1, 2, 3, 4])
    // √(0.75 · 0 + 0.25 · 1), √(0.75 · ½ + 0.25 · 0), √(0.75 · 1 + 0.25 · 0), √(0.75 · 1 + 0.25 · ½)
    const expected = [0.25, 0.375, 0.75, 0.875].map(Math.sqrt)
    found.forEach(({ distance }, i) => expect(distance).toBeCloseTo(expected[i], 6))
  })

  test('compares by tags alone what has no vector', async () => {
    const few = vectorsOf({ 0: 0, 2: 0 })
    const weighing = { alpha: 0.5, scale: 1 }
    const found = await nearestByBoth(table, few, few.at(0), weighing, asked(table, 0), { count: 10 })
    expect(found.map(({ instance, tags, pixels }) => [instance, tags !== null, pixels !== null])).toEqual([
      [1, true, false],
      [2, true, true],
      [3, true, false]
    ])
    const without = await nearestByBoth(table, few, null, weighing, asked(table, 0), { count: 10 })
    expect(without.map(({ instance, pixels }) => [instance, pixels])).toEqual([
      [1, null],
      [2, null],
      [3, null]
    ])
  })
})

describe('archiveModel', () => {
  test('knows the categories of all images of the run, not only those of its sample', async () => {
    const columns: Columns = { Modality: ['CT', 'XA', 'XA', 'MR'], KVP: ['80', '80', '80', '80'] }
    const source = sourceOf(columns)
    const features = featuresOf(columns, NUMERIC)
    const sampled = gowerModel(buildTable(source, features, Uint32Array.of(0, 3)))
    const run = { images: 4, rejected: [], normalised: [], features, model: sampled, fusion: null }
    const compared = { features, model: archiveModel(run) }
    const table = new TagTable(new TableBuilder(source, features), compared, Uint32Array.of(0, 1, 2, 3))
    const found = await nearestByTags(table, asked(table, 1), { count: 1 })
    expect(found).toMatchObject([{ instance: 2, distance: 0 }])
  })
})
