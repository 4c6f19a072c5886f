import { expect, test } from 'vitest'
import {
  collectCondition,
  collectJoining,
  collectKind,
  collectNames,
  wholeNumber,
  wholeNumbers
} from '../../src/cli/values.ts'

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

test('conditions are read, commas and all, one after another', () => {
  const before = collectCondition('Modality=CT', [])
  expect(collectCondition('StudyDescription~a, b', before)).toEqual([
    { tag: 'Modality', operator: 'is', value: 'CT' },
    { tag: 'StudyDescription', operator: 'contains', value: 'a, b' }
  ])
  expect(() => collectCondition('Modality', [])).toThrow('Modality: it has no operator')
})

test('changes of how a tag is read are read, one after another', () => {
  const before = [{ tag: 'A', values: ['b', 'c'] }]
  expect(collectJoining('BodyPartExamined=HEAD=SKULL', before)).toEqual([
    ...before,
    { tag: 'BodyPartExamined', values: ['HEAD', 'SKULL'] }
  ])
  expect(() => collectKind('KVP', [])).toThrow('KVP: it has to be a tag, = and a value')
})
