import { describe, expect, test } from 'vitest'
import {
  conditionOfText,
  joiningOfText,
  kindOfText,
  separationOfText,
  textOfCondition,
  textOfKind,
  textOfValues
} from '../../src/core/command-syntax.ts'
import { condition as schema } from '../../src/core/conditions.ts'
import { parse } from '../../src/core/schema.ts'
import fc from '../fast-check.ts'

describe('a condition', () => {
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
    expect(() => conditionOfText(text)).toThrow(
      expect.objectContaining({ code: 'invalid-condition', message: expect.stringContaining(message) as string })
    )
  })

  test('that the schema takes is read as it was written', () => {
    const value = fc.string({ minLength: 1, unit: fc.constantFrom('a', '1', '.', '=', '~', '!', ' ') })
    const end = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => each + 0))
    const tag = fc.constantFrom('Modality', '(0018,0050)', '(0019,xx0A)[A=B]')
    const given = fc.oneof(
      fc.record({ tag, operator: fc.constantFrom('is', 'is-not', 'contains'), value }),
      fc.record({ tag, operator: fc.constantFrom('is', 'is-not'), range: fc.record({ from: end, to: end }) })
    )
    fc.assert(
      fc.property(given, (asked) => {
        let condition
        try {
          condition = parse(schema, asked, 'it')
        } catch {
          return fc.pre(false)
        }
        expect(conditionOfText(textOfCondition(condition))).toEqual(condition)
      })
    )
  })
})

describe('a change of how a tag is read', () => {
  test('its kind', () => {
    expect(kindOfText('SliceThickness=nominal')).toEqual({ tag: 'SliceThickness', kind: 'nominal' })
    expect(textOfKind({ tag: 'SliceThickness', kind: 'nominal' })).toBe('SliceThickness=nominal')
  })

  test.each([
    [' BodyPartExamined = HEAD = SKULL ', 'BodyPartExamined', ['HEAD', 'SKULL']],
    ['ProtocolName="T1=T2"=T1', 'ProtocolName', ['T1=T2', 'T1']],
    ['ProtocolName="say ""a"""', 'ProtocolName', ['say "a"']],
    ['Sharpness=6"=7"', 'Sharpness', ['6"', '7"']],
    ['(0019,xx0A)[A=B]=1=2', '(0019,xx0A)[A=B]', ['1', '2']]
  ])('%s', (text, tag, values) => {
    expect(separationOfText(text)).toEqual({ tag, values })
  })

  test.each(['BodyPartExamined', '=HEAD', 'BodyPartExamined=', 'BodyPartExamined=HEAD=', 'Any="HEAD', 'Any="A"B'])(
    '%s is none',
    (text) => {
      expect(() => separationOfText(text)).toThrow(expect.objectContaining({ code: 'invalid-override' }))
    }
  )

  test('a message shows how one looks', () => {
    expect(() => kindOfText('KVP=ordinal')).toThrow(
      'KVP=ordinal: a kind is numeric or nominal, e.g. SliceThickness=nominal.'
    )
    expect(() => joiningOfText('BodyPartExamined=HEAD')).toThrow('e.g. BodyPartExamined=HEAD=SKULL.')
    expect(() => separationOfText('BodyPartExamined')).toThrow('e.g. BodyPartExamined=TSPINE.')
  })

  test('what is written is read again', () => {
    const value = fc.string({ minLength: 1, unit: fc.constantFrom('a', '=', '"', ' ', '\\', 'é') })
    const list = fc.array(
      value.map((text) => text.trim()).filter((text) => text !== ''),
      { minLength: 1 }
    )
    fc.assert(
      fc.property(list, (values) => {
        const change = { tag: 'Modality', values }
        expect(separationOfText(textOfValues(change))).toEqual(change)
      })
    )
  })
})
