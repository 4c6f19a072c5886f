import { expect, test } from 'vitest'
import { type Condition, condition, conditionWords, readings } from '../../src/core/conditions.ts'
import { object, parse } from '../../src/core/schema.ts'

test.each<[Condition, string]>([
  [{ tag: 'Modality', operator: 'is', value: 'CT' }, 'Modality is CT'],
  [{ tag: 'Modality', operator: 'is-not', value: 'CT' }, 'Modality is not CT'],
  [{ tag: 'SeriesDescription', operator: 'contains', value: 'flair' }, 'SeriesDescription contains flair'],
  [{ tag: 'SliceThickness', operator: 'is', range: { from: 1, to: 5 } }, 'SliceThickness is 1 to 5'],
  [{ tag: 'KVP', operator: 'is-not', range: { from: 100, to: null } }, 'KVP is not 100 or more'],
  [{ tag: 'KVP', operator: 'is', range: { from: null, to: 0 } }, 'KVP is 0 or less']
])('%j is taken, and reads "%s"', (given, words) => {
  expect(parse(condition, given, 'it')).toEqual(given)
  expect(conditionWords(given)).toBe(words)
})

test('white space around a tag and a value does not count', () => {
  expect(parse(condition, { tag: ' Modality ', operator: 'is', value: ' CT\n' }, 'it')).toEqual({
    tag: 'Modality',
    operator: 'is',
    value: 'CT'
  })
})

const range = (from: unknown, to: unknown): object => ({ tag: 'KVP', operator: 'is', range: { from, to } })
test.each([
  ['a text', 'Modality=CT', 'it has to be an object'],
  ['no value', { tag: 'Modality', operator: 'is' }, 'it.value has to be'],
  ['an empty tag', { tag: ' ', operator: 'is', value: 'CT' }, 'it.tag has to be a text that is not empty'],
  ['another operator', { tag: 'Modality', operator: '=', value: 'CT' }, 'it.operator has to be one of'],
  ['a value and a range', { ...range(1, 2), value: '1' }, 'it.value has to be left out'],
  ['a range that is contained', { ...range(1, 2), operator: 'contains' }, 'it.operator has to be one of is, is-not'],
  ['a range without ends', range(null, null), 'it.range has to be a range with at least one end'],
  ['a range that ends before it starts', range(5, 1), 'it.range has to be a range whose end is not below its start'],
  ['a range of texts', range('1', '5'), 'it.range.from has to be a number'],
  ['a range as a value', { tag: 'KVP', operator: 'is', value: '1..5' }, 'it has to be a condition on one value']
])('%s is refused', (_name, given, message) => {
  expect(() => parse(condition, given, 'it')).toThrow(message)
})

test('a change of how a tag is read names the tag and its values', () => {
  const good = {
    kind: [{ tag: 'SliceThickness', kind: 'nominal' }],
    separate: [{ tag: 'BodyPartExamined', values: ['TSPINE'] }],
    join: [{ tag: 'BodyPartExamined', values: ['HEAD', 'SKULL'] }]
  }
  const schema = object(readings)
  expect(parse(schema, good, 'it')).toEqual(good)
  for (const bad of [
    { kind: [{ tag: 'SliceThickness', kind: 'ordinal' }] },
    { kind: ['SliceThickness=nominal'] },
    { separate: [{ tag: 'BodyPartExamined', values: [] }] },
    { join: [{ tag: 'BodyPartExamined', values: ['HEAD'] }] },
    { join: [{ tag: 'BodyPartExamined', values: ['HEAD', ' '] }] }
  ]) {
    expect(() => parse(schema, bad, 'it')).toThrow(expect.objectContaining({ code: 'invalid-arguments' }))
  }
})
