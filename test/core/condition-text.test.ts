import { describe, expect, test } from 'vitest'
import { conditionOfText, readCondition, unfinishedOf } from '../../src/core/condition-text.ts'
import { textOfCondition } from '../../src/core/text-of-condition.ts'
import { type Condition, condition as schema } from '../../src/core/conditions.ts'
import { MedoidError } from '../../src/core/errors.ts'
import { tryParse } from '../../src/core/schema.ts'
import fc from '../fast-check.ts'

const is = (tag: string, value: string) => ({ tag, operator: 'is' as const, value })
const isNot = (tag: string, value: string) => ({ tag, operator: 'is-not' as const, value })
const contains = (tag: string, value: string) => ({ tag, operator: 'contains' as const, value })
const ct = is('Modality', 'CT')
const mr = is('Modality', 'MR')
const head = is('BodyPartExamined', 'HEAD')
const thick = { tag: 'SliceThickness', operator: 'is' as const, range: { from: 1, to: 5 } }

describe('one test', () => {
  test.each([
    ['Modality=CT', { tag: 'Modality', operator: 'is', value: 'CT' }],
    ['Modality != CT', { tag: 'Modality', operator: 'is-not', value: 'CT' }],
    ['SeriesDescription~ax flair', { tag: 'SeriesDescription', operator: 'contains', value: 'ax flair' }],
    ['SeriesDescription~1..5', { tag: 'SeriesDescription', operator: 'contains', value: '1..5' }],
    ['SeriesDescription=a..b', { tag: 'SeriesDescription', operator: 'is', value: 'a..b' }],
    ['SliceThickness=1..5', { tag: 'SliceThickness', operator: 'is', range: { from: 1, to: 5 } }],
    ['SliceThickness=1,5 .. 2', { tag: 'SliceThickness', operator: 'is', range: { from: 1.5, to: 2 } }],
    ['RepetitionTime=..2000', { tag: 'RepetitionTime', operator: 'is', range: { from: null, to: 2000 } }],
    ['KVP!=100..', { tag: 'KVP', operator: 'is-not', range: { from: 100, to: null } }],
    ['(0019,xx0A)[A=B]=yes', { tag: '(0019,xx0A)[A=B]', operator: 'is', value: 'yes' }]
  ])('%s', (text, condition) => {
    expect(readCondition(text).condition).toEqual(condition)
    // As Medoid 0.1.0 stored it.
    expect(conditionOfText(text)).toEqual(condition)
  })

  test.each([
    ['Modality', 'it has no operator'],
    ['=CT', 'it names no tag'],
    ['Modality=', 'it has no value behind ='],
    ['SeriesDescription~ ', 'it has no value behind ~'],
    ['SliceThickness=1..x', 'a range is two numbers'],
    ['SliceThickness=..', 'a range is two numbers'],
    ['SliceThickness=5..1', 'its range begins behind its end. Write 1..5']
  ])('%s is refused: %s', (text, message) => {
    for (const read of [readCondition, conditionOfText])
      expect(() => read(text)).toThrow(
        expect.objectContaining({ code: 'invalid-condition', message: expect.stringContaining(message) as string })
      )
  })
})

describe('several tests', () => {
  test.each<[string, Condition]>([
    ['Modality=CT|MR', { any: [ct, mr] }],
    ['Modality = CT | MR', { any: [ct, mr] }],
    ['Modality!=CT|MR', { all: [isNot('Modality', 'CT'), isNot('Modality', 'MR')] }],
    [
      'SeriesDescription~flair|t2',
      { any: [contains('SeriesDescription', 'flair'), contains('SeriesDescription', 't2')] }
    ],
    ['SliceThickness=1..5|10', { any: [thick, is('SliceThickness', '10')] }],
    ['Modality=CT OR BodyPartExamined=HEAD', { any: [ct, head] }],
    ['Modality=CT AND SliceThickness=1..5', { all: [ct, thick] }],
    ['Modality=CT AND SliceThickness=1..5 OR BodyPartExamined=HEAD', { any: [{ all: [ct, thick] }, head] }],
    ['Modality=CT AND (SliceThickness=1..5 OR BodyPartExamined=HEAD)', { all: [ct, { any: [thick, head] }] }],
    ['NOT Modality=CT', { not: ct }],
    ['!BodyPartExamined=HEAD', { not: head }],
    [
      'NOT (Modality=CT OR BodyPartExamined=HEAD) AND SliceThickness=1..5',
      { all: [{ not: { any: [ct, head] } }, thick] }
    ],
    ['!(Modality=CT)', { not: ct }],
    ['((Modality=CT))', ct],
    ['(0018,0050)=1..5', { ...thick, tag: '(0018,0050)' }],
    [
      '((0008,0060)=CT OR (0019,xx0A)[A=B (C)]=yes)',
      { any: [is('(0008,0060)', 'CT'), is('(0019,xx0A)[A=B (C)]', 'yes')] }
    ],
    ['Modality=CT OR 0018,0050=3', { any: [ct, is('0018,0050', '3')] }]
  ])('%s', (text, condition) => {
    expect(readCondition(text).condition).toEqual(condition)
  })

  test.each<[string, Condition]>([
    ['BodyPartExamined=""', { tag: 'BodyPartExamined', operator: 'is', empty: true }],
    ['BodyPartExamined!=""', { tag: 'BodyPartExamined', operator: 'is-not', empty: true }],
    ['BodyPartExamined=HEAD|""', { any: [head, { tag: 'BodyPartExamined', operator: 'is', empty: true }] }]
  ])('%s asks for what has no value, or has one', (text, condition) => {
    expect(readCondition(text).condition).toEqual(condition)
  })
})

describe('a value', () => {
  test.each([
    ['BodyPartExamined=ABDOMEN AND PELVIS', 'ABDOMEN AND PELVIS'],
    ['BodyPartExamined=HEAD OR NECK', 'HEAD OR NECK'],
    ['BodyPartExamined=head and Modality=x', 'head and Modality=x'],
    ['SeriesDescription=AX T2 (a|b)+', 'AX T2 (a|b)+'],
    ['SeriesDescription=1) first', '1) first'],
    ['SeriesDescription=(open', '(open'],
    ['SeriesDescription=say "a"', 'say "a"'],
    ['SeriesDescription=!=x', '!=x']
  ])('%s needs no quotes', (text, value) => {
    expect(readCondition(text).condition).toMatchObject({ operator: 'is', value })
  })

  test.each([
    ['ProtocolName="a|b"', 'a|b'],
    ['ProtocolName="T1 OR Modality=CT"', 'T1 OR Modality=CT'],
    ['ProtocolName="say ""a"""', 'say "a"'],
    ['ProtocolName="1..5"', '1..5']
  ])('%s is taken as it stands', (text, value) => {
    expect(readCondition(text).condition).toEqual(is('ProtocolName', value))
  })

  test('in a group ends with the group', () => {
    expect(readCondition('(ProtocolName=head (axial) OR Modality=CT)').condition).toEqual({
      any: [is('ProtocolName', 'head (axial)'), ct]
    })
  })
})

describe('a fault is told with its place', () => {
  test.each([
    ['Body AND SliceThickness=3', 0, 4, 'it has no operator'],
    ['NOT (Body AND SliceThickness=3)', 5, 9, 'it has no operator'],
    ['Modality=CT AND (BodyPartExamined=)', 34, 34, 'it has no value behind ='],
    ['Modality=CT AND (BodyPartExamined=HEAD', 16, 17, 'this parenthesis is not closed'],
    ['(Modality=CT) x', 14, 15, 'AND, OR or the end'],
    ['Modality="CT" MR', 14, 16, 'AND, OR or the end'],
    ['Modality="CT', 9, 12, 'this quote is not closed'],
    ['NOT (', 5, 5, 'a condition is missing here'],
    ['(Modality="CT" OR )', 18, 19, 'a condition is missing here'],
    ['Modality=CT OR SliceThickness=5..1', 30, 34, 'its range begins behind its end'],
    ['Modality~""', 9, 11, 'it has no value behind ~']
  ])('%s', (text, begin, end, message) => {
    expect(() => readCondition(text)).toThrow(
      expect.objectContaining({
        code: 'invalid-condition',
        parameters: expect.objectContaining({ begin, end }) as object,
        message: expect.stringContaining(message) as string
      })
    )
  })

  test('in a shell by the number of the character', () => {
    expect(() => readCondition('NOT (Body AND KVP=3)')).toThrow(
      'NOT (Body AND KVP=3), at character 6 (“Body”): it has no operator.'
    )
  })
})

test('tags are found again where they stand', () => {
  const text = 'NOT (Modality=CT|MR OR  (0018,0050) = 5)'
  expect(readCondition(text).tags.map(({ from, to }) => text.slice(from, to))).toEqual(['Modality', '(0018,0050)'])
})

test.each([
  ['', null, ''],
  ['Mod', null, 'Mod'],
  ['Modality=', 'Modality', ''],
  ['Modality=CT|M', 'Modality', 'M'],
  ['Modality=CT AND (Body', 'Modality', 'CT AND (Body'],
  ['Modality=CT AND (BodyPartExamined=HE', 'BodyPartExamined', 'HE'],
  ['NOT (Bo', null, 'Bo'],
  ['ProtocolName="T1 a', 'ProtocolName', '"T1 a']
])('of "%s" the end is a value of %s: "%s"', (text, tag, rest) => {
  const unfinished = unfinishedOf(text)
  expect([unfinished.tag, text.slice(unfinished.from)]).toEqual([tag, rest])
})

const characters = fc.constantFrom(
  'a',
  '1',
  '.',
  '=',
  '~',
  '!',
  ' ',
  '|',
  '"',
  '(',
  ')',
  'é',
  ' AND ',
  ' OR ',
  'Modality='
)
const value = fc.string({ minLength: 1, unit: characters }).map((text) => text.trim())
const tag = fc.constantFrom('Modality', '(0018,0050)', '(0019,xx0A)[A=B]', 'Seq.(0019,xx0A)[A].Rows')
const end = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => each + 0))
const single: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ tag, operator: fc.constantFrom('is', 'is-not', 'contains'), value }),
  fc.record({ tag, operator: fc.constantFrom('is', 'is-not'), range: fc.record({ from: end, to: end }) }),
  fc.record({ tag, operator: fc.constantFrom('is', 'is-not'), empty: fc.constant(true as const) })
)
const { condition } = fc.letrec<{ condition: Condition }>((tie) => {
  const parts = fc.array(tie('condition'), { minLength: 2, maxLength: 3 })
  return {
    condition: fc.oneof(
      { maxDepth: 4 },
      single,
      fc.record({ any: parts }),
      fc.record({ all: parts }),
      fc.record({ not: tie('condition') })
    )
  }
})

test('whatever the schema takes is read as it was written', () => {
  fc.assert(
    fc.property(condition, (asked) => {
      const parsed = tryParse(schema, asked, 'it')
      fc.pre('value' in parsed)
      if (!('value' in parsed)) return
      expect(readCondition(textOfCondition(parsed.value)).condition).toEqual(parsed.value)
    }),
    { numRuns: 2000 }
  )
})

test('a text of one test without |, quotes and conditions behind AND or OR means what it meant in 0.1.0', () => {
  const plain = fc.string({ unit: fc.constantFrom('a', '1', '.', ' ', ')', '(', '~', 'AND ', ' OR x', '\\', ',') })
  const sign = fc.constantFrom('=', '!=', '~')
  fc.assert(
    fc.property(fc.constantFrom('Modality', '(0018,0050)', '(0019,xx0A)[A=B]'), sign, plain, (tag, sign, rest) => {
      fc.pre(!/(AND|OR)[ (]+[a-z\d.(]+ *~/.test(rest))
      const read = (by: (text: string) => unknown): unknown => {
        try {
          return by(`${tag} ${sign}${rest}`)
        } catch (error) {
          return (error as MedoidError).code
        }
      }
      expect(read((text) => readCondition(text).condition)).toEqual(read(conditionOfText))
    })
  )
})

describe('what is nested or long without end', () => {
  test.each([
    ['parentheses', `${'('.repeat(9000)}Modality=CT`],
    ['NOT', `${'NOT '.repeat(2000)}Modality=CT`],
    ['!', `${'!'.repeat(9000)}Modality=CT`],
    ['values', `Modality=${'CT|'.repeat(3000)}CT`],
    ['conditions', `${'Modality=CT AND '.repeat(500)}Modality=CT`],
    ['groups of groups', `${'Modality=CT AND (Modality=MR OR '.repeat(15)}Modality=CT${')'.repeat(15)}`]
  ])('is refused: %s', (_name, text) => {
    expect(() => readCondition(text)).toThrow(expect.objectContaining({ code: 'invalid-condition' }))
  })

  test.each([
    ['parentheses in a value', `ProtocolName=${'('.repeat(9900)}`],
    ['brackets', `Modality=CT${' AND ['.repeat(1600)}`],
    ['words', `Modality=CT${' AND (NOT a'.repeat(900)}`],
    ['pasted text', `ProtocolName=${'x AND y=1 '.repeat(4000)}`]
  ])('is read in no time: %s', (_name, text) => {
    expect(readCondition(text).condition).toMatchObject({ operator: 'is' })
  })
})
