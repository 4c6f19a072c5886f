import { expect, test } from 'vitest'
import type { Label } from '../../../src/core/labels/annotate.ts'
import { labelKeys } from '../../../src/core/labels/label-keys.ts'
import fc from '../../fast-check.ts'

const named = (label: string, rest: Partial<Label> = {}): Label => ({
  label,
  code: '',
  scheme: '',
  meaning: '',
  note: '',
  ...rest
})
const keysOf = (labels: string): string =>
  labelKeys([...labels].map((label) => named(label)))
    .map(({ label }) => label)
    .join('')

test('labels are on the keys in the order in which they came first', () => {
  expect(keysOf('abcab')).toBe('abc')
})

test('of more than nine, a new label takes the key of the one longest unused, and no other key changes', () => {
  expect(keysOf('abcdefghi')).toBe('abcdefghi')
  expect(keysOf('abcdefghiabx')).toBe('abxdefghi')
  expect(keysOf('abcdefghiabxc')).toBe('abxcefghi')
})

test('a key has the code that its label had last, and no note', () => {
  const code = { code: '69536005', scheme: 'SCT', meaning: 'Head' }
  expect(labelKeys([named('Head', { note: 'thin' }), named('Head', { ...code, note: 'x' })])).toEqual([
    named('Head', code)
  ])
})

test('the keys hold the nine labels that were used last, and one more use moves at most one key', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...'abcdefghijklmn'), { minLength: 1, maxLength: 60 }), (labels) => {
      const now = keysOf(labels.join(''))
      const last = [...new Set(labels.toReversed())].slice(0, 9)
      expect([...now].toSorted()).toEqual(last.toSorted())
      const before = keysOf(labels.slice(0, -1).join(''))
      expect([...before].filter((label, key) => now[key] !== label).length).toBeLessThanOrEqual(1)
    })
  )
})
