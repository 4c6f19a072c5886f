import { expect, test } from 'vitest'
import { countWithoutGroup, groupsOf } from '../../../src/core/features/groups.ts'
import { MemorySource } from './memory-source.ts'

const source = new MemorySource([
  { tag: '(0020,000E)', vr: 'UI', keyword: 'SeriesInstanceUID', values: ['1.2', '1.2', '1.3', undefined, ''] },
  { tag: '(0020,000E)', vr: 'UI', keyword: 'SeriesInstanceUID', path: 'ReferencedSeriesSequence', values: ['1.9'] }
])

test('instances of a series have one group, and those without one have none', () => {
  expect([...groupsOf(source, 'SeriesInstanceUID', Uint32Array.of(0, 1, 2, 3, 4))]).toEqual([0, 0, 1, -1, -1])
  expect([...groupsOf(source, 'SeriesInstanceUID', Uint32Array.of(1, 3))]).toEqual([0, -1])
  expect([...groupsOf(source, 'PatientID', Uint32Array.of(0, 1))]).toEqual([-1, -1])
})

test('groups are the same over as many instances as are read at once, and more', () => {
  // Each series has an image at the beginning and one at the end of 80,000.
  const count = 40_000
  const uids = Array.from({ length: 2 * count }, (_, i) => `1.2.${i % count}`)
  const many = new MemorySource([{ tag: '(0020,000E)', vr: 'UI', keyword: 'SeriesInstanceUID', values: uids }])
  const groups = groupsOf(many, 'SeriesInstanceUID', many.live())
  expect([groups[0], groups[1], groups[count - 1]]).toEqual([0, 1, count - 1])
  expect(groups.subarray(count)).toEqual(groups.subarray(0, count))
  expect(new Set(groups).size).toBe(count)
})

test('those without a group are counted, and refused where all are', () => {
  expect(countWithoutGroup(Int32Array.of(4, -1, 4, -1), 'series')).toBe(2)
  expect(() => countWithoutGroup(Int32Array.of(-1, -1), 'patient')).toThrow(
    'No image has a PatientID, so by patient is impossible.'
  )
})
