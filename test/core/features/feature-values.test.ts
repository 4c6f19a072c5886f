import { expect, test } from 'vitest'
import { featureValues } from '../../../src/core/features/feature-values.ts'
import { MemorySource } from './memory-source.ts'

const source = new MemorySource([
  { tag: '(0008,0008)', vr: 'CS', keyword: 'ImageType', values: ['ORIGINAL\\PRIMARY', 'DERIVED', 'Derived\\OTHER'] },
  { tag: '(0010,0010)', vr: 'PN', keyword: 'PatientName', values: ['A', 'B', 'C'] }
])

test('the categories of each position, with their spellings', () => {
  const { kind, positions } = featureValues(source, source.live(), 'ImageType', {}, '', 10)
  expect(kind).toBe('nominal')
  expect(
    positions.map(({ position, total, categories }) => [position, total, categories.map((each) => each.value)])
  ).toEqual([
    [1, 2, ['DERIVED', 'ORIGINAL']],
    [2, 2, ['OTHER', 'PRIMARY']]
  ])
  expect(positions[0].categories[0].rawValues.map(({ value }) => value)).toEqual(['DERIVED', 'Derived'])
})

test('are searched by any spelling, and no more than asked for', () => {
  const search = (text: string, limit = 10) =>
    featureValues(source, source.live(), 'ImageType', {}, text, limit).positions
  expect(search('derived').map(({ position, total }) => [position, total])).toEqual([[1, 1]])
  expect(search('', 1)[0]).toMatchObject({ total: 2, categories: [{ value: 'DERIVED' }] })
})

test('are those of a person, where a person changed them', () => {
  const { positions } = featureValues(
    source,
    source.live(),
    'ImageType',
    { separate: [{ tag: 'ImageType', values: ['Derived'] }] },
    '',
    10
  )
  expect(positions[0].total).toBe(3)
})

test('those of people are not told', () => {
  expect(() => featureValues(source, source.live(), 'PatientName', {}, '', 10)).toThrow(
    expect.objectContaining({ code: 'personal-values' })
  )
})
