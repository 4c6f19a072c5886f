import { expect, test } from 'vitest'
import { openForReading, openForWriting } from '../../../../src/core/catalogue/database.ts'
import { loadProjection, projectionKeys, saveProjection } from '../../../../src/core/catalogue/projections.ts'
import { oldCatalogue } from '../../../fixtures/old-catalogue.ts'
import { PROJECTION } from '../stored/examples.ts'

test('a catalogue of 0.1.0 has no projections, only read or brought up to date, and keeps them then', () => {
  const file = oldCatalogue()
  const old = openForReading(file)
  expect([projectionKeys(old.db), loadProjection(old.db, 1, 2)]).toEqual([[], null])
  old.close()

  const now = openForWriting(file, 'test')
  saveProjection(now.db, PROJECTION)
  expect(loadProjection(now.db, 1, 2)).toMatchObject(PROJECTION)
  now.close()
})
