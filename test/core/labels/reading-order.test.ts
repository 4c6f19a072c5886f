import { expect, test } from 'vitest'
import { inReadingOrder } from '../../../src/core/labels/reading-order.ts'

test('what an image shows comes before other values, and where a table stood last; each by how much it tells', () => {
  const told = [
    'TableHeight',
    'ImageOrientationPatient[6]',
    'Rows',
    'EchoTime',
    'Manufacturer',
    'AnatomicRegionSequence.CodeMeaning',
    'Plane'
  ]
  const values = told.map((keyword) => ({ keyword, value: '1', share: 1, shareElsewhere: 0 }))
  expect(inReadingOrder(values).map(({ keyword }) => keyword)).toEqual([
    'EchoTime',
    'AnatomicRegionSequence.CodeMeaning',
    'Plane',
    'Rows',
    'Manufacturer',
    'TableHeight',
    'ImageOrientationPatient[6]'
  ])
})
