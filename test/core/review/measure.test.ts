import { expect, test } from 'vitest'
import { createAssigner, medoidRows } from '../../../src/core/clustering/assign.ts'
import { columnsInCommon, gowerDissimilarity, gowerModel } from '../../../src/core/clustering/gower.ts'
import { buildTable } from '../../../src/core/features/build.ts'
import { marginOf, measure, medoidsOf } from '../../../src/core/review/measure.ts'
import fc from '../../fast-check.ts'
import { randomTable, recipes } from '../clustering/tables.ts'
import { type Columns, featuresOf, sourceOf } from '../similar/columns.ts'

const COLUMNS: Columns = {
  Modality: ['CT', 'MR', 'CR', 'CT', null],
  BodyPartExamined: ['HEAD', 'KNEE', 'CHEST', 'KNEE', null],
  StationName: ['A', 'A', 'B', 'B', 'A']
}
const features = featuresOf(COLUMNS)
const source = sourceOf(COLUMNS)
const build = (instances: Uint32Array) => buildTable(source, features, instances)
const table = build(Uint32Array.of(0, 1, 2, 3, 4))
const model = gowerModel(table)
// Clusters 0, 4 and 7, as people left them, around images 0, 1 and 2.
const stored = medoidRows(table, [0, 1, 2])
const gap = <T>([first, second, third]: readonly T[], none: T): T[] => [
  first,
  none,
  none,
  none,
  second,
  none,
  none,
  third
]
const medoids = medoidsOf([0, 4, 7], {
  rows: gap(stored.rows, 2 ** 32 - 1),
  values: stored.values.map((values) => gap(values, null))
})

test('of each image: the nearest medoid besides its own, the distance to it, and what it is compared with its own on', async () => {
  const clusters = Uint16Array.of(0, 4, 7, 0, 7)
  const found = await measure(build, model, medoids, { instances: Uint32Array.of(0, 1, 2, 3, 4), clusters }, {})
  // Image 3 shares 1 of 3 with each medoid. Image 4, of which StationName alone is known, is equal to 0 and 4.
  expect([...found.nearest]).toEqual([4, 0, 0, 4, 0])
  const part = Math.fround(Math.sqrt(2 / 3))
  expect([...found.distances].map((distance) => distance.toFixed(6))).toEqual(
    [part, part, 1, part, 0].map((distance) => distance.toFixed(6))
  )
  expect([...found.columns]).toEqual([3, 3, 3, 3, 1])
})

test('where there is one cluster, there is no other medoid', async () => {
  const one = { instances: Uint32Array.of(0, 3), clusters: Uint16Array.of(0, 0) }
  const found = await measure(build, model, medoidsOf([0], medoidRows(table, [0])), one, {})
  expect(found).toEqual({
    nearest: Uint16Array.of(65535, 65535),
    distances: Float32Array.of(NaN, NaN),
    columns: Uint16Array.of(3, 3)
  })
})

test('stops when nobody waits any more', async () => {
  const controller = new AbortController()
  controller.abort()
  const some = { instances: Uint32Array.of(0), clusters: Uint16Array.of(0) }
  await expect(measure(build, model, medoids, some, { signal: controller.signal })).rejects.toMatchObject({
    code: 'cancelled'
  })
})

test('agrees with Gower in f64, whatever the table', async () => {
  await fc.assert(
    fc.asyncProperty(recipes(), async (recipe) => {
      const random = randomTable(recipe)
      if (random.rows < 3) return
      const model = gowerModel(random)
      const medoids = { ids: [1, 5], rows: medoidRows(random, [0, 2]) }
      const own = createAssigner(model, medoids.rows)
        .assign(random)
        .clusters.map((place) => medoids.ids[place])
      const instances = Uint32Array.from({ length: random.rows }, (_, row) => row)
      const found = await measure(() => random, model, medoids, { instances, clusters: own }, {})
      const dissimilarity = gowerDissimilarity(random, model)
      const shared = columnsInCommon(random, model)
      for (let row = 0; row < random.rows; row++) {
        const [mine, other] = own[row] === 1 ? [0, 2] : [2, 0]
        expect(found.nearest[row]).toBe(own[row] === 1 ? 5 : 1)
        expect(found.columns[row]).toBe(shared(row, mine))
        const expected = dissimilarity(row, other)
        expect(found.distances[row]).toBeCloseTo(Number.isNaN(expected) ? 1 : Math.sqrt(expected), 2)
      }
    }),
    { numRuns: 30 }
  )
})

test.each([
  [0, 0.5, 1],
  [0.4, 0.5, 0.2],
  [0.5, 0.5, 0],
  [0.5, 0.4, -0.2],
  // Duplicates of two medoids that are equal.
  [0, 0, 0]
])('the margin of an image at %d from its medoid and %d from another is %d', (own, other, margin) => {
  expect(marginOf(own, other)).toBeCloseTo(margin, 12)
})

test('nobody knows the margin where there is no other medoid', () => {
  expect(marginOf(0.5, NaN)).toBeNaN()
})
