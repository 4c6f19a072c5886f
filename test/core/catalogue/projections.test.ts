import { beforeEach, expect, test } from 'vitest'
import type { Catalogue } from '../../../src/core/catalogue/database.ts'
import { check } from '../../../src/core/catalogue/check.ts'
import {
  loadProjection,
  projectionId,
  projectionKeys,
  saveProjection
} from '../../../src/core/catalogue/projections.ts'
import { PROJECTION } from './stored/examples.ts'
import { newCatalogue } from './synthetic.ts'

let catalogue: Catalogue
beforeEach(() => {
  catalogue = newCatalogue()
  saveProjection(catalogue.db, PROJECTION)
})

test('what is stored comes back, by model and width', () => {
  expect(loadProjection(catalogue.db, 1, 2)).toEqual({ ...PROJECTION, created: expect.any(String) as string })
  expect([loadProjection(catalogue.db, 1, 3), loadProjection(catalogue.db, 2, 2)]).toEqual([null, null])
  expect(projectionKeys(catalogue.db)).toEqual([{ model: 1, width: 2 }])
})

test('one that is fitted again takes the place of the one before', () => {
  const again = { ...PROJECTION, weights: '0b', directions: Float32Array.of(0, 0, 1, 0, 1, 0) }
  saveProjection(catalogue.db, again)
  expect(loadProjection(catalogue.db, 1, 2)).toMatchObject({ weights: '0b', directions: again.directions })
  expect(projectionKeys(catalogue.db)).toHaveLength(1)
})

test('its id follows from its mean and its directions', () => {
  const id = projectionId(PROJECTION)
  expect(projectionId({ ...PROJECTION })).toBe(id)
  expect(projectionId({ ...PROJECTION, mean: Float32Array.of(0.5, 1, 1.25) })).not.toBe(id)
})

test.each([
  ['a row that is missing', 'DELETE FROM projection_row WHERE row = 1'],
  [
    'a row that is one value short',
    "UPDATE projection_row SET vector = x'0000803f00000000', sums = NULL WHERE row = 2"
  ],
  [
    'a value that is not finite',
    "UPDATE projection_row SET vector = x'0000807f0000000000000000', sums = NULL WHERE row = 2"
  ],
  ['a row in another place', 'UPDATE projection_row SET row = 9, sums = NULL WHERE row = 2']
])('%s is damage, which check names', async (_, sql) => {
  catalogue.db.exec(sql)
  expect(() => loadProjection(catalogue.db, 1, 2)).toThrow('Projection 1 to 2 is damaged')
  const { findings } = await check(catalogue)
  expect(findings).toMatchObject([{ code: 'damaged-model', examples: [expect.stringContaining('Projection 1 to 2')] }])
})
