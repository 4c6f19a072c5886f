import { expect, test } from 'vitest'
import { match } from '../../../src/core/studies/match.ts'
import { countStudies, studiesInOrder, type StudySort } from '../../../src/core/studies/order.ts'
import { header, indexed } from './indexed.ts'

const index = indexed([
  header('0', '0.1', 'P10', { StudyDate: '20100101', StudyDescription: 'b 10', PatientName: 'B' }),
  header('1', '1.1', '', { StudyDate: '20110101', Modality: 'MR' }),
  header('2', '2.1', 'P2', { StudyDescription: 'B 9', PatientName: 'B', Modality: 'CT' }),
  header('2', '2.2', 'P2'),
  header('3', '3.1', 'P3', { StudyDate: '20090101', StudyDescription: 'a', PatientName: 'C' })
])

function ordered(sort: StudySort, order: 'ascending' | 'descending', search = ''): number[] {
  return [...studiesInOrder(index, countStudies(index, match(index, { search })), sort, order)]
}

test.each<[StudySort, 'ascending' | 'descending', number[]]>([
  ['date', 'ascending', [3, 0, 1, 2]],
  ['date', 'descending', [1, 0, 3, 2]],
  ['patient', 'ascending', [2, 0, 3, 1]],
  ['patient', 'descending', [3, 0, 2, 1]],
  ['description', 'ascending', [3, 2, 0, 1]],
  ['description', 'descending', [0, 2, 3, 1]],
  ['modality', 'ascending', [2, 1, 0, 3]],
  ['series', 'descending', [2, 1, 0, 3]],
  ['images', 'ascending', [1, 0, 3, 2]]
])('by %s, %s, numbers as numbers and what has no value last', (sort, order, expected) => {
  expect(ordered(sort, order)).toEqual(expected)
})

test('only studies of which something is left', () => {
  expect(ordered('date', 'ascending', 'ct')).toEqual([2])
})

test('what is left is counted by study', () => {
  const { series, instances, images } = countStudies(index, match(index, {}))
  expect([[...series], [...instances], [...images]]).toEqual([
    [1, 1, 2, 1],
    [1, 1, 2, 1],
    [1, 1, 2, 1]
  ])
})
