import { describe, expect, test } from 'vitest'
import { isCategory, isNumericText, parseAge, splitValues } from '../../../src/core/features/parse.ts'

describe('ages (PS3.5, AS)', () => {
  test('are years', () => {
    expect(parseAge('045Y')).toBe(45)
    expect(parseAge('018M')).toBe(1.5)
    expect(parseAge('003W')).toBeCloseTo(0.0575, 4)
    expect(parseAge('010D')).toBeCloseTo(0.0274, 4)
    expect(parseAge('000Y')).toBe(0)
  })

  test.each(['', '45', '0045Y', 'Y', '-01Y'])('%j is none', (text) => {
    expect(parseAge(text)).toBeNaN()
  })
})

describe('values of a text', () => {
  test('are separated by backslashes and trimmed', () => {
    expect(splitValues('ORIGINAL\\PRIMARY \\\\ M', 'CS')).toEqual(['ORIGINAL', 'PRIMARY', '', 'M'])
  })

  test('a backslash in long text separates nothing (PS3.5, section 6.2)', () => {
    expect(splitValues('either\\or', 'LT')).toEqual(['either\\or'])
  })
})

test('numeric text is a number without the leading zeros of a code', () => {
  expect(['5', '1.5', '-2', '0', '0.5', '1,5'].map(isNumericText)).toEqual([true, true, true, true, true, true])
  expect(['007', '00', 'T1', ''].map(isNumericText)).toEqual([false, false, false, false])
})

test('two numbers with a comma between them, such as a matrix, are no number', () => {
  expect(['512,512', '1,2,3', '256,25'].map(isNumericText)).toEqual([false, false, true])
})

test('text beyond 1,024 characters is no category', () => {
  expect([isCategory('x'.repeat(1024)), isCategory('x'.repeat(1025))]).toEqual([true, false])
})
