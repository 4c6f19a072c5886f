import { expect, test } from 'vitest'
import { decodePlain, encodePlain, type PlainColumn, plainText } from '../../../src/core/catalogue/plain-columns.ts'
import { encodePieces, plainOfCodes, type PlainPiece, type Spans } from '../../../src/core/catalogue/plain-pieces.ts'
import fc from '../../fast-check.ts'

type Text = string | undefined

function textsOf(column: PlainColumn): Text[] {
  return Array.from(column.states, (state, row) => (state === 0 ? undefined : plainText(column, row)))
}

function pieceOf(at: number, texts: readonly Text[], spans: Spans): PlainPiece {
  const { encoding, data } = encodePlain(texts, texts.length)
  return { at, column: decodePlain(encoding, data, texts.length), spans, stored: { encoding, data } }
}

test('pieces follow one another, with the rows that were chosen of each', () => {
  const pieces = [
    pieceOf(
      0,
      ['a', 'b', undefined, 'd'],
      [
        [1, 2],
        [2, 4]
      ]
    ),
    pieceOf(3, ['', '3'], [[0, 2]])
  ]
  const { encoding, data, absent, empty } = encodePieces(pieces, 6)
  expect({ absent, empty }).toEqual({ absent: 2, empty: 1 })
  expect(textsOf(decodePlain(encoding, data, 6))).toEqual(['b', undefined, 'd', '', '3', undefined])
})

test('a whole chunk stays as it is stored', () => {
  const texts = ['1.2', undefined, '1.3']
  const piece = pieceOf(0, texts, [[0, 3]])
  expect(encodePieces([piece], 3)).toEqual({ absent: 1, empty: 0, ...piece.stored })
})

test('digits stay digits wherever they are cut, and become text beside text', () => {
  const digits = fc.array(fc.option(fc.stringMatching(/^[0-9.]{0,9}$/), { nil: undefined }), {
    minLength: 1,
    maxLength: 9
  })
  const letters = fc.array(fc.option(fc.string({ unit: 'grapheme', maxLength: 9 }), { nil: undefined }), {
    minLength: 1,
    maxLength: 9
  })
  const part = fc.tuple(fc.oneof(digits, letters), fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }))
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
      const chosen: Text[] = []
      const pieces = parts.map(([texts, isChosen]) => {
        const at = chosen.length
        const spans = texts.flatMap((_, i) => (isChosen[i] ? [[i, i + 1] as const] : []))
        for (const [from] of spans) chosen.push(texts[from])
        return pieceOf(at, texts, spans)
      })
      const rows = chosen.length + 1
      const { encoding, data } = encodePieces(pieces, rows)
      expect(textsOf(decodePlain(encoding, data, rows))).toEqual([...chosen, undefined])
    })
  )
})

test('codes give the texts that they stand for', () => {
  const texts = ['', '', 'CT', 'MR']
  expect(textsOf(plainOfCodes(Uint32Array.of(2, 0, 1, 3, 2), (code) => texts[code]))).toEqual([
    'CT',
    undefined,
    '',
    'MR',
    'CT'
  ])
})
