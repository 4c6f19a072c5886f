import { expect, test } from 'vitest'
import { collectCondition, collectNames, collectOverride, wholeNumber, wholeNumbers } from '../../src/cli/values.ts'

test('a whole number is digits and nothing else, from the least on', () => {
  expect(['2', '007', '5000'].map(wholeNumber(2))).toEqual([2, 7, 5000])
  for (const text of ['1', '-3', '2.5', '1e3', '0x10', ' 2', '', 'five', '٣', '9007199254740993']) {
    expect(() => wholeNumber(2)(text)).toThrow('It must be a whole number from 2 on.')
  }
  expect(wholeNumber(0)('0')).toBe(0)
})

test('a list of them may have spaces, and no gaps', () => {
  expect(wholeNumbers('5, 10,15')).toEqual([5, 10, 15])
  for (const text of ['5,,10', '5,', '0', '5;10']) expect(() => wholeNumbers(text)).toThrow('whole number from 1 on')
})

test('names may be given with commas and several times', () => {
  expect(collectNames(' KVP, Modality,', ['Rows'])).toEqual(['Rows', 'KVP', 'Modality'])
  for (const text of ['', ' , ', '+']) expect(() => collectNames(text, [])).toThrow('It names nothing.')
})

test('the comma of a tag number separates nothing', () => {
  expect(collectNames('(0018,0060),+(0043,xx2A)[GEMS, PARM 01], KVP', [])).toEqual([
    '(0018,0060)',
    '+(0043,xx2A)[GEMS, PARM 01]',
    'KVP'
  ])
})

test('conditions are kept as they were written, commas and all, once they are understood', () => {
  expect(collectCondition('StudyDescription~a, b', ['Modality=CT'])).toEqual(['Modality=CT', 'StudyDescription~a, b'])
  expect(() => collectCondition('Modality', [])).toThrow('--where Modality: it has no operator')
})

test('overrides are kept as they were written, once they are understood', () => {
  expect(collectOverride('--join')('BodyPartExamined=HEAD=SKULL', ['A=b=c'])).toEqual([
    'A=b=c',
    'BodyPartExamined=HEAD=SKULL'
  ])
  expect(() => collectOverride('--kind')('KVP', [])).toThrow('--kind KVP: it has to be a tag, = and a value')
})
