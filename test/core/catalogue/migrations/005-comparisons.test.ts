import { expect, test } from 'vitest'
import { comparisonIds, loadComparison, saveComparison } from '../../../../src/core/catalogue/comparisons.ts'
import { openForReading, openForWriting } from '../../../../src/core/catalogue/database.ts'
import { oldCatalogue } from '../../../fixtures/old-catalogue.ts'
import { comparisonReport } from '../stored/examples.ts'

test('a catalogue of 0.1.0 has no comparison, only read or brought up to date, and takes one then', () => {
  const file = oldCatalogue()
  const old = openForReading(file)
  expect(comparisonIds(old.db)).toEqual([])
  old.close()

  const now = openForWriting(file, 'test')
  expect(comparisonIds(now.db)).toEqual([])
  saveComparison(now.db, '1', comparisonReport)
  expect(loadComparison(now.db, 1)).toMatchObject({ id: 1, program: '1', result: comparisonReport(1) })
  now.close()
})
