import { expect, test } from 'vitest'
import { openForReading, openForWriting } from '../../../../src/core/catalogue/database.ts'
import {
  addFeatureSet,
  featureSetIds,
  keptChoices,
  listFeatureSets
} from '../../../../src/core/catalogue/feature-sets.ts'
import { oldCatalogue } from '../../../fixtures/old-catalogue.ts'
import { CHOICES } from '../stored/examples.ts'

test('a catalogue of 0.1.0 has no feature sets, only read or brought up to date, and takes one then', () => {
  const file = oldCatalogue()
  const old = openForReading(file)
  expect(featureSetIds(old.db)).toEqual([])
  expect(listFeatureSets(old.db)).toEqual([])
  expect(keptChoices(old.db)).toEqual({ entry: null, choices: null, canUndo: false, canRedo: false })
  old.close()

  const now = openForWriting(file, 'test')
  addFeatureSet(now.db, { program: '1', name: 'Knees', choices: CHOICES, replace: false })
  expect(listFeatureSets(now.db)).toMatchObject([{ name: 'Knees', choices: CHOICES }])
  now.close()
})
