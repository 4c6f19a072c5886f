import { expect, test } from 'vitest'
import { readText, readTexts } from '../../../src/jobs/pipeline/written-values.ts'
import type { Syntax } from '../../../src/jobs/parameter.ts'

const valuesOf = (text: string, syntax: Syntax) => readTexts(text, syntax).map(([, value]) => value)

test('a whole number is digits and nothing else', () => {
  const whole = { kind: 'number', isWhole: true } as const
  expect(['2', '007', '5000'].map((text) => readText(text, whole))).toEqual([2, 7, 5000])
  for (const text of ['-3', '2.5', '1e3', '0x10', ' 2', '', 'five', '٣']) expect(readText(text, whole)).toBeNaN()
})

test('a share has digits and a point', () => {
  expect(readText('0.25', { kind: 'number', isWhole: false })).toBe(0.25)
  for (const text of ['1e-1', '-0.1', '0,1', '']) expect(readText(text, { kind: 'number', isWhole: false })).toBeNaN()
})

test('a list of numbers may have spaces and ranges, and no gaps', () => {
  expect(valuesOf('5, 10,15', 'numbers')).toEqual([5, 10, 15])
  expect(valuesOf('5,,10', 'numbers')).toEqual([5, NaN, 10])
  expect(valuesOf('4,6,10..12', 'numbers')).toEqual([4, 6, 10, 11, 12])
})

test('names may be given with commas', () => {
  expect(valuesOf(' KVP, Modality,', 'names')).toEqual(['KVP', 'Modality'])
  for (const text of ['', ' , ', '+']) expect(() => valuesOf(text, 'names')).toThrow('It has to be a name, or several.')
})

test('the comma of a tag number separates nothing', () => {
  expect(valuesOf('(0018,0060),+(0043,xx2A)[GEMS, PARM 01], KVP', 'names')).toEqual([
    '(0018,0060)',
    '+(0043,xx2A)[GEMS, PARM 01]',
    'KVP'
  ])
})

test('pairs of rows have colons and commas', () => {
  expect(valuesOf('0:1, 5:9', 'pairs')).toEqual([
    [0, 1],
    [5, 9]
  ])
  expect(() => valuesOf('0-1', 'pairs')).toThrow('"0-1" has to be a pair of rows such as 0:1.')
})

test('conditions are read, commas and all', () => {
  expect(valuesOf('StudyDescription~a, b', 'conditions')).toEqual([
    { tag: 'StudyDescription', operator: 'contains', value: 'a, b' }
  ])
  expect(() => valuesOf('Modality', 'conditions')).toThrow('Modality: it has no operator')
})

test('changes of how a tag is read are read', () => {
  expect(valuesOf('BodyPartExamined=HEAD=SKULL', 'joinings')).toEqual([
    { tag: 'BodyPartExamined', values: ['HEAD', 'SKULL'] }
  ])
  expect(valuesOf('BodyPartExamined=TSPINE', 'separations')).toEqual([{ tag: 'BodyPartExamined', values: ['TSPINE'] }])
  expect(valuesOf('SliceThickness=nominal', 'kinds')).toEqual([{ tag: 'SliceThickness', kind: 'nominal' }])
  expect(() => valuesOf('KVP', 'kinds')).toThrow('KVP: it has to be a tag, = and a value')
})
