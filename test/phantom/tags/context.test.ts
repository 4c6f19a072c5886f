import { expect, test } from 'vitest'
import { phantomInstances } from '../../../src/phantom/archive.ts'
import { date, level, setting, time } from '../../../src/phantom/tags/context.ts'

test('dates and times as DICOM writes them (PS3.5 6.2)', () => {
  expect(date(0)).toBe('19700101')
  expect(date(18262)).toBe('20200101')
  expect(time(0)).toBe('000000')
  expect(time(45296.5, 2)).toBe('123456.50')
  expect(time(86400 + 61)).toBe('000101')
})

const contexts = new Set(
  Array.from(phantomInstances({ images: 4000, seed: 1, size: 16 }), ({ series }) => series.context)
)

test('a setting is the same in most series of one protocol, and always the same in one series', () => {
  const heads = [...contexts].filter(({ station, exam, plan }) => {
    return (
      station.model === 'Aurora 1.5T' && exam.region === 'HEAD' && plan.weighting === 'T2' && plan.plane === 'AXIAL'
    )
  })
  expect(heads.length).toBeGreaterThan(10)
  const values = heads.map((context) => level(context, 'RepetitionTime', 3000, 5500))
  expect(values).toEqual(heads.map((context) => level(context, 'RepetitionTime', 3000, 5500)))
  const usual = Math.max(...values.map((value) => values.filter((other) => other === value).length))
  expect(usual / values.length).toBeGreaterThan(0.6)
  expect(Math.min(...values)).toBeGreaterThanOrEqual(3000)
  expect(Math.max(...values)).toBeLessThanOrEqual(5500)
})

test('every choice of a setting is taken somewhere', () => {
  const taken = new Set([...contexts].map((context) => setting(context, 'anything', ['a', 'b', 'c'])))
  expect(taken).toEqual(new Set(['a', 'b', 'c']))
})
