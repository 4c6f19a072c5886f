import { expect, test } from 'vitest'
import {
  between,
  count,
  counted,
  decimal,
  duration,
  percent,
  range,
  shortPath,
  bestWords,
  structureWords,
  tick
} from '../../src/renderer/format.ts'

test('counts have their thousands apart, and a dash where there is none', () => {
  expect(count(668849)).toBe('668,849')
  expect(count(null)).toBe('–')
  expect(counted(1, 'studies')).toBe('1 study')
  expect(counted(1, 'series')).toBe('1 series')
  expect(counted(2, 'files')).toBe('2 files')
})

test('datasets of different sizes show the smallest and the largest', () => {
  expect(range(84, 85)).toBe('84–85')
  expect(range(1200, 1200)).toBe('1,200')
})

test('what is not nothing is never shown as nothing, nor what is not all as all', () => {
  expect([0, 0.0001, 0.4287, 0.99999, 1].map(percent)).toEqual(['0.0 %', '< 0.1 %', '42.9 %', '> 99.9 %', '100.0 %'])
})

test('durations have the unit that says enough', () => {
  expect([0.25, 45, 89, 91, 3540, 7500].map(duration)).toEqual([
    '250 ms',
    '45 s',
    '89 s',
    '2 min',
    '59 min',
    '2 h 05 min'
  ])
})

test('figures and ticks are short, and missing ones a dash', () => {
  expect([decimal(0.28712), decimal(null), decimal(NaN)]).toEqual(['0.287', '–', '–'])
  expect([0, 2.8652, 512, 1234567, 0.00012].map(tick)).toEqual(['0', '2.865', '512', '1.2e+6', '1.2e−4'])
})

test('negative numbers have the sign that is no hyphen, and their ranges words', () => {
  expect([count(-1200), decimal(-0.1, 2), tick(-79)]).toEqual(['−1,200', '−0.10', '−79'])
  expect(between(-79, -1)).toBe('−79 to −1')
})

test('of a long path the end tells files apart', () => {
  expect(shortPath('/data/export/PA1/ST2/SE3/IM4.dcm')).toBe('…/ST2/SE3/IM4.dcm')
  expect(shortPath('/data/c.sqlite')).toBe('/data/c.sqlite')
})

test('a K is called the best only where it is', () => {
  expect(bestWords({ k: 4, silhouette: 0.35, structure: 'weak', fits: true })).toBe(
    'best K = 4, silhouette 0.35: weak structure'
  )
  expect(bestWords({ k: 3, silhouette: 0.004, structure: 'none', fits: false })).toBe(
    'no best K: the highest silhouette is 0.00'
  )
  expect(bestWords({ k: 1, silhouette: null, structure: null, fits: false })).toBe(
    'K = 1: a silhouette takes at least two clusters'
  )
})

test('a silhouette is told in words that go on from it', () => {
  expect((['none', 'weak', null] as const).map(structureWords)).toEqual([
    'no substantial structure',
    'weak structure',
    'a silhouette takes at least two clusters'
  ])
})
