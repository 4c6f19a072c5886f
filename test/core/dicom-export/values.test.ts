import { describe, expect, it, test } from 'vitest'
import {
  cleanCode,
  cleanDate,
  cleanLines,
  cleanName,
  cleanText,
  cleanTime,
  isIdentifier,
  isUid,
  uidOf
} from '../../../src/core/dicom-export/values.ts'
import fc from '../../fast-check.ts'

describe('values of elements', () => {
  it.each([
    ['1.2.840.10008.5.1.4.1.1.2', true],
    [`1.${'2'.repeat(62)}`, true],
    [`1.${'2'.repeat(63)}`, false],
    ['', false],
    ['1', false],
    ['1..2', false],
    ['1.02', false],
    ['1.0.2', true],
    ['1.2.', false],
    ['1.2 ', false],
    ['../etc', false]
  ])('UID %j: %j', (text, is) => expect(isUid(text)).toBe(is))

  it.each([
    ['4482913', true],
    ['', true],
    ['Ž-17 頭', true],
    ['P'.repeat(64), true],
    ['P'.repeat(65), false],
    ['a\\b', false],
    ['a\nb', false]
  ])('an identifier %j stays as it is, or is none: %j', (text, is) => expect(isIdentifier(text)).toBe(is))

  // PS3.5 table 6.2-1: 64 characters in each component group, five components, three groups.
  it.each([
    ['DOE^JANE', 'DOE^JANE'],
    ['Yamada^Tarou=山田^太郎=やまだ^たろう', 'Yamada^Tarou=山田^太郎=やまだ^たろう'],
    ['A^B^C^D^E^F=G=H=I', 'A^B^C^D^E=G=H'],
    ['DOE\u0007\u001b[31m^JA\\NE', 'DOE [31m^JA NE'],
    [`${'A'.repeat(300)}^B`, 'A'.repeat(64)]
  ])('a name %j becomes %j', (text, name) => expect(cleanName(text)).toBe(name))

  test('dates, times and codes are as the standard has them, or empty', () => {
    expect(['20240131', '20241301', '2024', 'x'].map(cleanDate)).toEqual(['20240131', '', '', ''])
    expect(['235960', '07', '12:30', '2500', '101010.123456'].map(cleanTime)).toEqual([
      '235960',
      '07',
      '',
      '',
      '101010.123456'
    ])
    expect(['M', 'm', 'A'.repeat(17)].map(cleanCode)).toEqual(['M', '', ''])
  })

  test('text of several lines keeps its lines', () => {
    expect(cleanLines('Brain\nsecond\u0000 look', 100)).toBe('Brain\nsecond  look')
  })

  it('has no control character, no backslash and no more characters than it may have, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.integer({ min: 1, max: 64 }), (text, most) => {
        const clean = cleanText(text, most)
        expect(clean).not.toMatch(/[\p{Cc}\\]/u)
        expect([...clean].length).toBeLessThanOrEqual(most)
        expect(clean.isWellFormed()).toBe(true)
      })
    )
  })

  test('a UID is always the same for the same texts, and another one for others', () => {
    expect(uidOf('a', 'b')).toBe(uidOf('a', 'b'))
    expect(uidOf('a', 'b')).not.toBe(uidOf('ab'))
    expect(isUid(uidOf('a'))).toBe(true)
    // A UUID of version 8, as RFC 9562 writes it.
    const hex = BigInt(uidOf('a').slice(5)).toString(16).padStart(32, '0')
    expect([hex[12], '89ab'.includes(hex[16])]).toEqual(['8', true])
  })
})
