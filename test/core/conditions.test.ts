import { expect, test } from 'vitest'
import { type Condition, condition, conditionWords, readings } from '../../src/core/conditions.ts'
import { readCondition } from '../../src/core/condition-text.ts'
import { object, parse } from '../../src/core/schema.ts'

const written = (text: string): Condition => readCondition(text).condition

test.each<[Condition, string]>([
  [{ tag: 'Modality', operator: 'is', value: 'CT' }, 'Modality is CT'],
  [{ tag: 'Modality', operator: 'is-not', value: 'CT' }, 'Modality is not CT'],
  [{ tag: 'SeriesDescription', operator: 'contains', value: 'flair' }, 'SeriesDescription contains flair'],
  [{ tag: 'SliceThickness', operator: 'is', range: { from: 1, to: 5 } }, 'SliceThickness is 1 to 5'],
  [{ tag: 'KVP', operator: 'is-not', range: { from: 100, to: null } }, 'KVP is not 100 or more'],
  [{ tag: 'KVP', operator: 'is', range: { from: null, to: 0 } }, 'KVP is 0 or less'],
  [{ tag: 'KVP', operator: 'is', value: '1..5' }, 'KVP is 1..5'],
  [{ tag: 'KVP', operator: 'is', empty: true }, 'KVP has no value'],
  [{ tag: 'KVP', operator: 'is-not', empty: true }, 'KVP has a value'],
  [written('Modality=CT|MR'), 'Modality is CT or MR'],
  [written('Modality!=CT|MR|CR'), 'Modality is neither CT, MR nor CR'],
  [written('SliceThickness=1..5|10'), 'SliceThickness is 1 to 5 or 10'],
  [written('Modality=CT OR KVP=100..'), 'Modality is CT or KVP is 100 or more'],
  [written('NOT (Modality=CT AND KVP!="")'), 'not (Modality is CT and KVP has a value)'],
  [written('Rows=1 AND (Modality=CT OR KVP=5)'), 'Rows is 1 and (Modality is CT or KVP is 5)']
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

const CT = { tag: 'Modality', operator: 'is', value: 'CT' }
function nested(levels: number): object {
  let condition: object = CT
  for (let i = 0; i < levels; i++) condition = { not: condition }
  return condition
}
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
  ['what is not empty', { tag: 'KVP', operator: 'is', empty: false }, 'it.empty has to be true'],
  ['one of one', { any: [CT] }, 'it.any has to be a list of at least 2'],
  ['a text among others', { all: [CT, 'KVP=5'] }, 'it.all[1] has to be an object'],
  ['the opposite of nothing', { not: null }, 'it.not has to be an object'],
  ['any and all', { any: [CT, CT], all: [CT, CT] }, 'it.all has to be left out'],
  ['a part of a name', { tag: 'Selection', operator: 'contains', value: 'a' }, 'the whole name of a selection'],
  ['a selection without a name', { tag: 'Selection', operator: 'is', empty: true }, 'the name of a selection'],
  ['a range of names', { ...range(1, 2), tag: 'Selection' }, 'the name of a selection'],
  ['more than 200 tests', { any: [{ any: Array(150).fill(CT) }, { any: Array(51).fill(CT) }] }, 'at most 200 tests'],
  ['what is nested without end', nested(100_000), 'nested at most 20 deep']
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
