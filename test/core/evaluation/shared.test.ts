import { expect, test } from 'vitest'
import { countShared } from '../../../src/core/evaluation/shared.ts'

const groups = (...numbers: number[]) => Int32Array.from(numbers)

test('a group within one dataset is not shared', () => {
  expect(countShared([groups(1, 1, 2), groups(3)], [groups(4)])).toBe(0)
})

test('a group counts once, in however many sets it is', () => {
  // 1 in both datasets and in training, 3 in a dataset and in training; 5 is in no dataset.
  expect(countShared([groups(1, 2), groups(1, 3)], [groups(1, 3, 5), groups(5)])).toBe(2)
})

test('images without a group share none', () => {
  expect(countShared([groups(-1, 1), groups(-1)], [groups(-1)])).toBe(0)
})

test('where no image has a group nobody knows', () => {
  expect(countShared([groups(-1), groups(-1)], [groups(-1)])).toBeNull()
})
