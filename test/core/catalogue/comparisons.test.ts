import { expect, test } from 'vitest'
import { comparisonIds, loadComparison, saveComparison } from '../../../src/core/catalogue/comparisons.ts'
import { comparisonReport } from './stored/examples.ts'
import { newCatalogue } from './synthetic.ts'

test('comparisons are numbered as they come, and read as they were saved', () => {
  const { db } = newCatalogue()
  expect([saveComparison(db, '0.2.0', comparisonReport), saveComparison(db, '0.3.0', comparisonReport)]).toEqual([1, 2])
  expect(comparisonIds(db)).toEqual([1, 2])
  expect(loadComparison(db, 2)).toEqual({
    id: 2,
    created: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
    program: '0.3.0',
    result: comparisonReport(2)
  })
})
