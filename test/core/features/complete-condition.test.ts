import { expect, test } from 'vitest'
import { completeCondition } from '../../../src/core/features/complete-condition.ts'
import { MemorySource } from './memory-source.ts'

const source = new MemorySource([
  { tag: '(0028,0010)', vr: 'US', keyword: 'Rows', values: ['1', '1', '1', '1', '1'] },
  { tag: '(0008,0060)', vr: 'CS', keyword: 'Modality', values: ['CT', 'MR', 'MR', '', undefined] },
  { tag: '(0018,1030)', vr: 'LO', keyword: 'ProtocolName', values: ['a|b', 'say "a"', 'HEAD AND NECK', '"q"', '1..5'] },
  { tag: '(0019,xx0A)', vr: 'LO', privateCreator: 'MODE', values: ['1', '', '', '', ''] }
])
const complete = (text: string, limit = 9) => {
  const { from, options } = completeCondition(source, text, limit)
  return options.map(({ text: rest, label, count }) => [text.slice(0, from) + rest, label, count])
}

test('values come with how many images have them, the most frequent first, and those without one last', () => {
  expect(complete('Modality=')).toEqual([
    ['Modality=MR', 'MR', 2],
    ['Modality=CT', 'CT', 1],
    ['Modality=""', 'no value', 2]
  ])
  expect(complete('Modality!=CT|m')).toEqual([['Modality!=CT|MR', 'MR', 2]])
  expect(complete('Modality=', 1).map(([text]) => text)).toEqual(['Modality=MR', 'Modality=""'])
})

test('values that would be read otherwise stand in quotes', () => {
  expect(complete('ProtocolName=').map(([text]) => text)).toEqual([
    'ProtocolName="""q"""',
    'ProtocolName="1..5"',
    'ProtocolName="HEAD AND NECK"',
    'ProtocolName="a|b"',
    'ProtocolName=say "a"'
  ])
  expect(complete('ProtocolName="a|').map(([text]) => text)).toEqual(['ProtocolName="a|b"'])
})

test('tags that begin so come before those that hold it, and private ones behind them', () => {
  expect(complete('MOD').map(([text]) => text)).toEqual(['Modality', '(0019,xx0A)[MODE]'])
  expect(complete('NOT (ro').map(([text]) => text)).toEqual(['NOT (Rows', 'NOT (ProtocolName'])
  expect(complete('Modality=CT OR prot').map(([text]) => text)).toEqual(['Modality=CT OR ProtocolName'])
  expect(complete('Gone=')).toEqual([])
})

test('a whole condition goes on with AND or OR', () => {
  expect(complete('(Modality=CT) ').map(([text]) => text)).toEqual(['(Modality=CT) AND ', '(Modality=CT) OR '])
})
