import { expect, test } from 'vitest'
import { distinguishing } from '../../../src/core/clustering/distinguishing.ts'
import { nominal, numeric, tableOf } from './tables.ts'

const labels = [0, 0, 0, 0, 1, 1, 1, 1]

test('ranks what is common in a cluster and rare elsewhere', () => {
  const table = tableOf(
    nominal('Manufacturer', ['A', 'A', 'A', 'B', 'A', 'A', 'B', 'B']),
    nominal('BodyPartExamined', ['KNEE', 'KNEE', 'KNEE', 'HIP', 'CHEST', 'CHEST', 'CHEST', 'CHEST'])
  )
  const [knees, chests] = distinguishing(table, labels, 2)
  expect(knees).toEqual([
    { keyword: 'BodyPartExamined', value: 'KNEE', share: 0.75, shareElsewhere: 0 },
    { keyword: 'Manufacturer', value: 'A', share: 0.75, shareElsewhere: 0.5 }
  ])
  expect(chests[0]).toEqual({ keyword: 'BodyPartExamined', value: 'CHEST', share: 1, shareElsewhere: 0 })
})

test('a value of a single row does not win by being unique', () => {
  const table = tableOf(nominal('SeriesName', ['scout', 'knee', 'knee', 'knee', 'knee', 'chest', 'chest', 'chest']))
  expect(distinguishing(table, labels, 2)[0][0].value).toBe('knee')
})

test('missing values count as not having the value', () => {
  const table = tableOf(nominal('ContrastBolusRoute', ['IV', 'IV', null, null, null, null, null, null]))
  expect(distinguishing(table, labels, 2)).toEqual([
    [{ keyword: 'ContrastBolusRoute', value: 'IV', share: 0.5, shareElsewhere: 0 }],
    []
  ])
})

test('numbers are one typical value, or a range in readable bounds', () => {
  const table = tableOf(
    numeric('MagneticFieldStrength', [3, 3, 3, 3, 1.5, 1.5, 1.5, 1.5]),
    numeric('EchoTime', [8.123, 9.457, 10.2, 11.9871, 80, 85, 90, null])
  )
  const [first, second] = distinguishing(table, labels, 2)
  expect(first).toEqual([
    { keyword: 'MagneticFieldStrength', value: '3', share: 1, shareElsewhere: 0 },
    { keyword: 'EchoTime', value: '8.1–12', share: 1, shareElsewhere: 0 }
  ])
  expect(second[1]).toEqual({ keyword: 'EchoTime', value: '80–90', share: 0.75, shareElsewhere: 0 })
})

test('ordinal numbers are written as their levels', () => {
  const grade = { name: 'grade', kind: 'ordinal' as const, levels: ['low', 'middle', 'high'] }
  const table = tableOf({ ...grade, values: Float64Array.of(0, 1, 0, 1, 2, 2, 2, 2) })
  const found = distinguishing(table, labels, 2)
  expect(found.map(([{ value }]) => value)).toEqual(['low–middle', 'high'])
})

test('what is as frequent elsewhere is not distinguishing, and one cluster is told from nothing', () => {
  const table = tableOf(nominal('PatientPosition', Array<string>(8).fill('HFS')))
  expect(distinguishing(table, labels, 2)).toEqual([[], []])
  expect(distinguishing(table, Array<number>(8).fill(0), 1)[0][0]).toMatchObject({ share: 1, shareElsewhere: 0 })
})

test('gives no more than asked for', () => {
  const table = tableOf(
    nominal('a', ['x', 'x', 'x', 'x', 'y', 'y', 'y', 'y']),
    nominal('b', ['u', 'u', 'u', 'u', 'v', 'v', 'v', 'v'])
  )
  expect(distinguishing(table, labels, 2, 1).map((values) => values.length)).toEqual([1, 1])
})
