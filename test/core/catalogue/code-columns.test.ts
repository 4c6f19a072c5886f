import { expect, test } from 'vitest'
import { codeRuns, countCodes, decodeCodes, encodeCodes } from '../../../src/core/catalogue/code-columns.ts'
import { Encoding } from '../../../src/core/catalogue/chunks.ts'
import fc from '../../fast-check.ts'

test('a column of one code is stored as that number', () => {
  expect(encodeCodes(Uint32Array.of(7, 7, 7), 3)).toEqual({ encoding: Encoding.constant, absent: 0, empty: 0, data: 7 })
})

test('long runs are stored as (length, code) varints', () => {
  const codes = new Uint32Array(400).fill(300)
  codes.fill(0, 0, 200)
  expect(encodeCodes(codes, 400)).toEqual({
    encoding: Encoding.runs,
    absent: 200,
    empty: 0,
    data: Buffer.from([200, 1, 0, 200, 1, 172, 2])
  })
})

test('codes come back as they were, whatever they are', () => {
  const code = fc.oneof(fc.constantFrom(0, 1, 2, 255, 256, 65535, 65536, 0xffffffff), fc.nat(1e6))
  const runs = fc.array(fc.tuple(code, fc.integer({ min: 1, max: 60 })), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(runs, (parts) => {
      const codes = Uint32Array.from(parts.flatMap(([value, length]) => Array<number>(length).fill(value)))
      const encoded = encodeCodes(codes, codes.length)
      expect(decodeCodes(encoded.encoding, encoded.data, codes.length)).toEqual(codes)
      expect(encoded.absent).toBe(codes.filter((c) => c === 0).length)
      expect(encoded.empty).toBe(codes.filter((c) => c === 1).length)
    })
  )
})

test('seeking rows finds their codes, however they are stored', () => {
  const code = fc.oneof(fc.constantFrom(0, 1, 127, 128, 65536), fc.nat(300))
  const runs = fc.array(fc.tuple(code, fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 300 }))), { minLength: 1 })
  fc.assert(
    fc.property(runs, fc.array(fc.nat(3000), { minLength: 1 }), (parts, asked) => {
      const codes = Uint32Array.from(parts.flatMap(([value, length]) => Array<number>(length).fill(value)))
      const { encoding, data } = encodeCodes(codes, codes.length)
      const rows = asked.map((row) => row % codes.length).sort((a, b) => a - b)
      const found = codeRuns(encoding, data, codes.length)
      for (const row of rows) {
        found.seek(row)
        expect(found.code).toBe(codes[row])
        expect(found.end).toBeGreaterThan(row)
      }
    })
  )
})

test.each([
  ['a run of no rows', [2, 5, 0, 7, 6, 5], 'a run is too long'],
  ['a run beyond the rows', [2, 5, 7, 5], 'a run is too long'],
  ['a long run beyond the rows, and others behind it', [2, 5, 200, 1, 5, 3, 5, 3, 5], 'a run is too long'],
  ['a number that does not end', [2, 5, 255, 255, 255, 255, 255, 255, 5], 'a number is too long'],
  ['bytes that end', [2, 5, 3], 'it ends early']
])('seeking a row says that there is %s', (_, bytes, message) => {
  const found = codeRuns(Encoding.runs, Buffer.from(bytes), 8)
  found.seek(1)
  expect(found.code).toBe(5)
  expect(() => found.seek(7)).toThrow(message)
})

test('damaged bytes are an error that says so, never wrong values', () => {
  expect(() => decodeCodes(Encoding.u16, Buffer.from([1, 0, 2]), 2)).toThrow('3 bytes for 2 rows')
  expect(() => decodeCodes(Encoding.runs, Buffer.from([9, 1]), 4)).toThrow('a run is too long')
  expect(() => decodeCodes(Encoding.u8 + Encoding.deflated, Buffer.from('garbage'), 4)).toThrow('does not inflate')
  expect(() => decodeCodes(12, Buffer.alloc(4), 4)).toThrow('encoding 12 is unknown')
})

test('codes are counted as often as they occur, in every encoding, on top of what was counted before', () => {
  const part = fc.tuple(fc.constantFrom(0, 1, 2, 3, 255, 256, 70_000), fc.integer({ min: 1, max: 60 }))
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 40 }), (parts) => {
      const codes = Uint32Array.from(parts.flatMap(([value, length]) => Array<number>(length).fill(value)))
      const { encoding, data } = encodeCodes(codes, codes.length)
      const counts = countCodes(encoding, data, codes.length, Uint32Array.of(0, 0, 100))
      const expected = new Map([[2, 100]])
      for (const code of codes) expected.set(code, (expected.get(code) ?? 0) + 1)
      for (const [code, count] of expected) expect(counts[code]).toBe(count)
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(codes.length + 100)
    })
  )
})
