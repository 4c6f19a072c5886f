import { expect, test } from 'vitest'
import { RawValues } from '../../../src/core/dicom/raw-values.ts'

const bytes = Buffer.from('abcabd')

test('what was stored is found, for its owner and flavour only', () => {
  const values = new RawValues(1 << 14)
  expect(values.find(1, 0, bytes, 0, 3)).toBe(0)
  values.store(1, 0, bytes, 0, 3, 7)
  expect(values.find(1, 0, bytes, 0, 3)).toBe(7)
  expect(values.find(2, 0, bytes, 0, 3)).toBe(0)
  expect(values.find(1, 1, bytes, 0, 3)).toBe(0)
  expect(values.find(1, 0, bytes, 3, 3)).toBe(0)
  expect(values.find(1, 0, bytes, 0, 2)).toBe(0)
})

test('a full cache starts afresh and never confuses values', () => {
  const values = new RawValues(1 << 14)
  const wrong: number[] = []
  let remembered = 0
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 20_000; i++) {
      const value = Buffer.from(`value ${i}`)
      const code = values.find(3, 0, value, 0, value.length)
      if (code === 0) values.store(3, 0, value, 0, value.length, i + 2)
      else if (code !== i + 2) wrong.push(i)
      if (values.find(3, 0, value, 0, value.length) === i + 2) remembered++
    }
  }
  expect(wrong).toEqual([])
  // A value may find no free slot near its place; nearly all do.
  expect(remembered).toBeGreaterThan(39_000)
})

test('an entry that was overwritten does not hold the old value', () => {
  const values = new RawValues(1 << 14)
  values.find(1, 0, bytes, 0, 3)
  values.store(1, 0, bytes, 0, 3, 7)
  const entry = values.last
  expect(values.holds(entry, 1, 0, bytes, 0, 3)).toBe(true)
  for (let i = 0; i < 10_000; i++) {
    const value = Buffer.from(`value ${i}`)
    if (values.find(2, 0, value, 0, value.length) === 0) values.store(2, 0, value, 0, value.length, 9)
  }
  expect(values.holds(entry, 1, 0, bytes, 0, 3)).toBe(false)
})

test('an entry of before a fresh start is no entry, whatever stands in its place', () => {
  const values = new RawValues(300)
  const store = (owner: number, value: string): number => {
    const source = Buffer.from(value)
    values.find(owner, 0, source, 0, source.length)
    values.store(owner, 0, source, 0, source.length, 5)
    return values.last
  }
  store(9, '.'.repeat(150))
  const entry = store(1, 'abc')
  // Too much for the 300 bytes: all is forgotten, and xyz comes to stand where abc stood.
  store(9, `${'.'.repeat(150)}xyz${'.'.repeat(50)}`)
  expect(values.holds(entry, 1, 0, Buffer.from('xyz'), 0, 3)).toBe(false)
})
