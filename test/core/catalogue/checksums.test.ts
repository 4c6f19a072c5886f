import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { damagedFields, inserter, sound, sumOf, sumsOf, updateRow } from '../../../src/core/catalogue/checksums.ts'
import { newCatalogue } from './synthetic.ts'

test('a sum is the CRC-32 of the fields one after the other, with their types', () => {
  expect(sumOf('a', 1, null)).toBe(crc32('sa\0n1\0-'))
  expect(sumOf(Buffer.from('xy'), 'a')).toBe(crc32('sa\0', crc32('xy', crc32('b'))))
  expect(sumOf('1')).not.toBe(sumOf(1))
  expect(sumOf('')).not.toBe(sumOf(null))
  expect(sumOf('ab', 'c')).not.toBe(sumOf('a', 'bc'))
})

test('a row of several groups has four bytes for each, and names the one that changed', () => {
  const row = { tag: 3, chunk: 0, encoding: 2, absent: 1, empty: 0, data: Buffer.from([1, 2, 3]) }
  const sums = sumsOf('column', row) as Buffer
  expect(sums.length).toBe(16)
  expect(damagedFields('column', { ...row, sums })).toEqual([])
  expect(damagedFields('column', { ...row, data: Buffer.from([1, 2, 2]), sums })).toEqual(['data'])
  expect(damagedFields('column', { ...row, empty: 1, encoding: 3, sums })).toEqual(['encoding', 'empty'])
  // In the wrong place nothing is right.
  expect(damagedFields('column', { ...row, chunk: 1, sums })).toEqual(['encoding', 'absent', 'empty', 'data'])
  expect(damagedFields('column', { ...row, sums: Buffer.from('x') })).toEqual(['sums'])
  expect(damagedFields('column', { ...row, data: Buffer.from('other'), sums: null })).toEqual([])
})

test('what is damaged is refused with table, row and field, and with what to do', () => {
  const row = { tag: 3, chunk: 0, encoding: 2, absent: 1, empty: 0, data: Buffer.from([1, 2, 3]) }
  expect(() => sound('column', { ...row, absent: 2, sums: sumsOf('column', row) })).toThrow(
    expect.objectContaining({
      code: 'catalogue-damaged',
      parameters: { damage: { part: 'row', place: 'column.absent (tag 3, chunk 0)' } },
      message:
        'The catalogue is damaged: column.absent (tag 3, chunk 0) is not what was written. Put a backup of it in its place if you have one; else find out what is affected, and how to go on, with a check of the catalogue.'
    })
  )
})

test('changing one column of a row does not make good what is damaged in another', () => {
  const { db } = newCatalogue()
  inserter(db, 'source')({ id: 1, root: '/data', added: '2026', scanned: null, removed: 0 })
  updateRow(db, 'source', [1], { scanned: '2027' })
  expect(sound('source', db.prepare('SELECT * FROM source').get() as object)).toMatchObject({ scanned: '2027' })
  db.exec("UPDATE source SET root = '/date'")
  expect(() => updateRow(db, 'source', [1], { scanned: '2028' })).toThrow(
    'source.{root, added, scanned, removed} (id 1)'
  )
})
