import { describe, expect, test } from 'vitest'
import fc from '../fast-check.ts'
import { endApart, markedParts, shownText } from '../../src/renderer/marked.ts'

const marked = (text: string, ...words: string[]): string =>
  markedParts(text, words)
    .map(({ text, isMarked }) => (isMarked ? `[${text}]` : text))
    .join('')

describe('what is searched for is marked', () => {
  test.each([
    ['L_SPINE', ['spine'], 'L_[SPINE]'],
    ['C-SPINE and L-SPINE', ['spine', 'l-'], 'C-[SPINE] and [L-SPINE]'],
    ['aaa', ['aa'], '[aa]a'],
    ['οδός', ['οδόσ'], '[οδός]'],
    // The small letter of İ is two signs.
    ['İstanbul CT', ['ct'], 'İstanbul [CT]'],
    ['CT', ['mr'], 'CT'],
    ['', ['ct'], '']
  ])('%s by %o', (text, words, parts) => {
    expect(marked(text, ...words)).toBe(parts)
  })

  test('of any text, all parts together are the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string({ unit: 'binary' })), (text, words) => {
        expect(
          markedParts(text, words)
            .map((part) => part.text)
            .join('')
        ).toBe(text)
      })
    )
  })
})

test('what would steer the text around it becomes visible', () => {
  expect(shownText('a\r\nb\u0000\u001b[31m\u007f\u202egnp.exe')).toBe('a ↵ b␀␛[31m··gnp.exe')
  expect(shownText('שלום Zähne 頭')).toBe('שלום Zähne 頭')
})

describe('the end of a path stands apart', () => {
  test.each([
    [
      'SharedFunctionalGroupsSequence.CTReconstructionSequence.ReconstructionDiameter',
      'SharedFunctionalGroupsSequence.CTReconstructionSequence',
      '.ReconstructionDiameter'
    ],
    ['Sequence.(0019,xx0A)[ACME 1.2 GROUP]', 'Sequence', '.(0019,xx0A)[ACME 1.2 GROUP]'],
    // Of a long name, its last letters do.
    ['PerformedProcedureStepDescription', 'PerformedProcedureStepD', 'escription'],
    ['Modality', 'Modality', ''],
    ['', '', '']
  ])('%s', (path, head, tail) => {
    expect(endApart(path)).toEqual([head, tail])
  })
})
