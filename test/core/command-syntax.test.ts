import { describe, expect, test } from 'vitest'
import { joiningOfText, kindOfText, separationOfText, textOfKind, textOfValues } from '../../src/core/command-syntax.ts'
import fc from '../fast-check.ts'

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
