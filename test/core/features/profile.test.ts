import { describe, expect, test } from 'vitest'
import { attributeFrequencies, attributesOf } from '../../../src/core/features/attributes.ts'
import { type AttributeProfile, profileAttribute } from '../../../src/core/features/profile.ts'
import { MemorySource } from './memory-source.ts'

function profile(vr: string, ...values: (string | undefined)[]): AttributeProfile {
  const source = new MemorySource([{ tag: '(0008,0070)', vr, keyword: 'Any', values }])
  const [attribute] = attributesOf(source.tags())
  const [frequency] = attributeFrequencies(source, [attribute], source.live())
  return profileAttribute(source, attribute, frequency, source.live())
}

describe('the parser', () => {
  test('follows the value representation', () => {
    expect(profile('DS', '1.5').parser).toBe('number')
    expect(profile('US', '512').parser).toBe('number')
    expect(profile('AS', '045Y').parser).toBe('age')
    expect(profile('CS', 'CT').parser).toBe('category')
  })

  test('of short text is numeric where all values are numbers', () => {
    expect(profile('LO', '1.5', '3', '').parser).toBe('number')
    expect(profile('LO', '1.5', '3', 'unknown').parser).toBe('category')
    expect(profile('CS', '00', '01').parser).toBe('category')
  })
})

test('what does not parse is missing and counted, once an instance and position', () => {
  const { unparsed, positions } = profile('DS', '1 5', '1 5', 'abc\\2', '', undefined, '0')
  expect(unparsed).toBe(3)
  expect(positions.map(({ count }) => count)).toEqual([1, 1])
})

test('a position counts the instances that have a value there', () => {
  const { length, positions } = profile('CS', 'A\\B', 'A', 'A\\\\C')
  expect(length).toBe(3)
  expect(positions.map(({ count, isConstant }) => [count, isConstant])).toEqual([
    [3, true],
    [1, true],
    [1, true]
  ])
})

test('one number in several spellings, or one category, is constant', () => {
  expect(profile('DS', '1', '1.0', '1.00').positions[0].isConstant).toBe(true)
  expect(profile('CS', 'T SPINE', 'T_SPINE').positions[0].isConstant).toBe(true)
  expect(profile('DS', '1', '0').positions[0].isConstant).toBe(false)
})

test('positions beyond the sixteenth are only counted', () => {
  const { length, positions } = profile('DS', Array.from({ length: 40 }, (_, i) => i).join('\\'))
  expect([length, positions.length]).toEqual([40, 16])
})

test('10,000 categories are allowed, one more is too many', () => {
  const names = Array.from({ length: 10_001 }, (_, i) => `series ${i}`)
  expect(profile('LO', ...names.slice(1)).tooManyCategories).toBe(false)
  expect(profile('LO', ...names).tooManyCategories).toBe(true)
})

test('more distinct values than are listed at once give the same profile', () => {
  const numbers = Array.from({ length: 50_001 }, (_, i) => String(i))
  const { parser, positions, unparsed } = profile('DS', ...numbers, 'x')
  expect([parser, positions[0].count, positions[0].isConstant, unparsed]).toEqual(['number', 50_001, false, 1])
})
