import { expect, test } from 'vitest'
import type { Label } from '../../../src/core/labels/annotate.ts'
import { nameCategories } from '../../../src/core/labels/same-names.ts'

const name = (label: string, code = '', scheme = code && 'SCT'): Label => ({
  label,
  code,
  scheme,
  meaning: code && 'x',
  note: ''
})
/** The names that are in one category, by their places. */
function together(...names: Label[]): number[][] {
  const categoryOf = nameCategories(names)
  return [...Map.groupBy(names.keys(), (i) => categoryOf(names[i])).values()]
}

test('names mean the same where their texts are, whatever case and spaces', () => {
  expect(together(name('CT head'), name('ct  Head'), name('CT heads'))).toEqual([[0, 1], [2]])
})

test('names mean the same where their codes are, and so do their texts then', () => {
  expect(together(name('Head', '69536005'), name('Skull', '69536005'), name('skull'), name('Neck'))).toEqual([
    [0, 1, 2],
    [3]
  ])
  expect(together(name('Head', '1', 'SCT'), name('Skull', '1', 'RADLEX'))).toEqual([[0], [1]])
})

test('a chain of such names is one category, in whatever order they come', () => {
  const chain = [name('a', '1'), name('b', '2'), name('c', '3'), name('a', '2'), name('b', '3')]
  expect(together(...chain)).toEqual([[0, 1, 2, 3, 4]])
  expect(together(...chain.toReversed())).toEqual([[0, 1, 2, 3, 4]])
})
