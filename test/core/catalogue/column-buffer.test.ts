import { expect, test } from 'vitest'
import { isPlain } from '../../../src/core/catalogue/chunks.ts'
import { decodeCodes } from '../../../src/core/catalogue/code-columns.ts'
import { ColumnBuffer } from '../../../src/core/catalogue/column-buffer.ts'
import { decodePlain, plainText } from '../../../src/core/catalogue/plain-columns.ts'
import type { TagId } from '../../../src/core/catalogue/types.ts'

const MANY = 1000

const fresh = () =>
  new ColumnBuffer(
    1 as TagId,
    'LO',
    false,
    () => 0,
    () => []
  )

/** The values of an encoded chunk; undefined = absent. */
function valuesOf(encoded: ReturnType<ColumnBuffer['encode']>, rows: number): (string | number | undefined)[] {
  const { encoding, data } = encoded!.column
  if (!isPlain(encoding)) return [...decodeCodes(encoding, data, rows)]
  const column = decodePlain(encoding, data, rows)
  return Array.from(column.states, (state, row) => (state === 0 ? undefined : plainText(column, row)))
}

test('a dictionary’s new values are given once, the next time only those that came since', () => {
  const column = fresh()
  column.setText(0, 'CT')
  column.setText(1, 'MR')
  const first = column.encode(2, false, MANY)
  expect(valuesOf(first, 2)).toEqual([2, 3])
  expect(first!.newValues).toEqual({ first: 2, texts: ['CT', 'MR'] })
  column.setText(2, 'CT')
  column.setText(3, 'US')
  const second = column.encode(4, true, MANY)
  expect(valuesOf(second, 4)).toEqual([2, 3, 2, 4])
  expect(second!.newValues).toEqual({ first: 4, texts: ['US'] })
  expect(column.encode(1, false, MANY)!.newValues.texts).toEqual([])
})

test('a stored dictionary is gone on with', () => {
  const column = new ColumnBuffer(
    1 as TagId,
    'LO',
    false,
    () => 10,
    () => ['', '', 'CT', 'MR']
  )
  column.setText(0, 'MR')
  column.setText(1, 'US')
  const encoded = column.encode(2, true, MANY)
  expect(valuesOf(encoded, 2)).toEqual([3, 4])
  expect(encoded!.newValues).toEqual({ first: 4, texts: ['US'] })
})

test('a tag that the chunk does not hold takes no room', () => {
  const column = fresh()
  expect(column.encode(5, true, MANY)).toBeNull()
  column.setText(0, 'CT')
  column.setAbsent(1)
  column.encode(5, true, MANY)
  expect(column.encode(5, true, MANY)).toBeNull()
})

test('with more values than its dictionary may have a tag turns plain: absent, empty and known values stay what they were', () => {
  const column = fresh()
  ;['a', 'b', 'a'].forEach((text, row) => column.setText(row, text))
  column.setAbsent(3)
  column.setText(4, '')
  column.setText(5, 'c')
  const encoded = column.encode(6, false, 2)
  expect(encoded).toMatchObject({ turnedPlain: true, newValues: { texts: [] } })
  expect(encoded!.column).toMatchObject({ absent: 1, empty: 1 })
  expect(valuesOf(encoded, 6)).toEqual(['a', 'b', 'a', undefined, '', 'c'])
  expect(column.plain).toBe(true)
})

test('once it is plain, its chunks hold texts, and the value that holds goes over to the next one', () => {
  const column = fresh()
  ;['a', 'b', 'c'].forEach((text, row) => column.setText(row, text))
  column.encode(3, true, 2)
  column.setText(1, 'd')
  column.setAbsent(2)
  const next = column.encode(3, true, 2)
  expect(valuesOf(next, 3)).toEqual(['c', 'd', undefined])
  expect(next).toMatchObject({ turnedPlain: false, newValues: { texts: [] } })
  expect(column.encode(3, true, 2)).toBeNull()
})

test('as many values as allowed are not too many', () => {
  const column = fresh()
  ;['a', 'b'].forEach((text, row) => column.setText(row, text))
  expect(column.encode(2, true, 2)!.turnedPlain).toBe(false)
})

/** A column of which `distinct` values are followed by as many repetitions as it takes to fill `rows`. */
function repeating(distinct: number, rows: number, valuesSeen = 0): ColumnBuffer {
  const column = new ColumnBuffer(
    1 as TagId,
    'LO',
    false,
    () => valuesSeen,
    () => []
  )
  for (let row = 0; row < rows; row++) column.setText(row, String(row % distinct))
  return column
}

test('a small dictionary is kept though every value is new', () => {
  expect(repeating(1024, 1024).encode(1024, true, 16_384)!.turnedPlain).toBe(false)
  expect(repeating(1025, 1025).encode(1025, true, 16_384)!.turnedPlain).toBe(true)
})

test('a larger one is kept where values occur twice on average, the chunks before included', () => {
  expect(repeating(1100, 2199).encode(2199, true, 16_384)!.turnedPlain).toBe(true)
  expect(repeating(1100, 2200).encode(2200, true, 16_384)!.turnedPlain).toBe(false)
  expect(repeating(1100, 1100, 1100).encode(1100, true, 16_384)!.turnedPlain).toBe(false)
  const column = repeating(1025, 4096)
  column.encode(4096, true, 16_384)
  for (let row = 0; row < 1000; row++) column.setText(row, `new ${row}`)
  expect(column.encode(1000, true, 16_384)!.turnedPlain).toBe(false)
})

test('what is stored of a tag is counted only once it may be high-cardinality', () => {
  let counted = 0
  const column = new ColumnBuffer(
    1 as TagId,
    'LO',
    false,
    () => {
      counted++
      return 0
    },
    () => []
  )
  for (let row = 0; row < 1024; row++) column.setText(row, `A${row}`)
  column.encode(1024, false, 4096)
  expect(counted).toBe(0)
  for (let row = 1024; row < 2048; row++) column.setText(row, `A${row}`)
  expect(column.encode(2048, false, 4096)!.turnedPlain).toBe(true)
  expect(counted).toBe(1)
})
