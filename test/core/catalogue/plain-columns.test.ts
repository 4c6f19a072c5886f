import { expect, test } from 'vitest'
import { Encoding } from '../../../src/core/catalogue/chunks.ts'
import { decodePlain, encodePlain, plainText, visitPlain } from '../../../src/core/catalogue/plain-columns.ts'
import fc from '../../fast-check.ts'

function roundTrip(values: (string | undefined)[]): {
  encoding: number
  read: (string | undefined)[]
  visited: string[]
} {
  const { encoding, data } = encodePlain(values, values.length)
  const column = decodePlain(encoding, data, values.length)
  const visited: string[] = []
  values.forEach((_, row) =>
    visitPlain(column, row, (bytes, start, end) => visited.push(bytes.toString('utf8', start, end)))
  )
  return {
    encoding,
    read: Array.from(column.states, (state, row) => (state === 0 ? undefined : plainText(column, row))),
    visited
  }
}

test('texts with line breaks, absent and empty ones come back as they were', () => {
  expect(roundTrip(['a\nb', undefined, '']).read).toEqual(['a\nb', undefined, ''])
  const value = fc.option(fc.string({ unit: 'grapheme', maxLength: 300 }), { nil: undefined })
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 80 }), (values) => {
      const { read, visited } = roundTrip(values)
      expect(read).toEqual(values)
      expect(visited).toEqual(values.map((each) => each ?? ''))
    })
  )
})

test('numbers and UIDs that do not repeat take four bits a character', () => {
  const uids = Array.from(
    { length: 200 },
    (_, i) => `2.25.${String(Math.sin(i)).slice(3)}${String(Math.cos(i)).slice(3)}`
  )
  const { encoding, read } = roundTrip(uids)
  expect(encoding).toBe(Encoding.digits)
  expect(read).toEqual(uids)
  const number = fc.oneof(fc.double().map(String), fc.stringMatching(/^[-+.0-9eE\\\\]{0,70}$/))
  fc.assert(
    fc.property(fc.array(number, { minLength: 1, maxLength: 60 }), (values) => {
      expect(roundTrip(values).read).toEqual(values)
    })
  )
})

test('UIDs that begin alike are deflated, and letters are never taken for digits', () => {
  const series = Array.from({ length: 400 }, (_, i) => `1.2.840.113619.2.408.5282380.4562341.27283.1537222031.${i}`)
  expect(roundTrip(series).encoding).toBe(Encoding.plain + Encoding.deflated)
  expect(roundTrip(['12x', '3']).encoding).toBe(Encoding.plain)
})

test('damaged bytes are an error that says so', () => {
  expect(() => decodePlain(Encoding.plain, Buffer.from([5, 65]), 1)).toThrow('1 bytes of text where 4 are announced')
  expect(() => decodePlain(Encoding.digits, Buffer.from([5, 65]), 1)).toThrow('1 bytes of text where 2 are announced')
})
