import { expect, test } from 'vitest'
import { InstanceSet } from '../../../src/core/catalogue/instance-set.ts'

test('the last instance of a chunk is 4095, the first of the next 4096', () => {
  const set = new InstanceSet(Uint32Array.of(0, 4095, 4096, 8191, 8192), 8193)
  expect([0, 1, 2].map((chunk) => [...set.of(chunk)])).toEqual([[0, 4095], [4096, 8191], [8192]])
})

test('a chunk between two others may have none', () => {
  const set = new InstanceSet(Uint32Array.of(3, 9000), 10000)
  expect([0, 1, 2].map((chunk) => [...set.of(chunk)])).toEqual([[3], [], [9000]])
})

test('a chunk that has come since has none', () => {
  const set = new InstanceSet(Uint32Array.of(0, 4095), 4096)
  expect([...set.of(1)]).toEqual([])
  expect([...set.of(2)]).toEqual([])
})

test('no instances at all', () => {
  expect([...new InstanceSet(new Uint32Array(), 0).of(0)]).toEqual([])
})
