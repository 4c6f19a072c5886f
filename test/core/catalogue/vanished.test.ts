import { expect, test } from 'vitest'
import { FileStatus, FileTable } from '../../../src/core/catalogue/file-table.ts'
import { IdSet, Subtrees, VanishedFiles } from '../../../src/core/catalogue/vanished.ts'
import { newCatalogue } from './synthetic.ts'

const bytes = Buffer.from([0x61, 0xff])

test('files that were not met come as the catalogue has them, some at a time; those that it has no more do not', () => {
  const { db } = newCatalogue()
  const table = new FileTable(db)
  const { id: a } = table.dir(1, 'a')
  const { id: b } = table.dir(1, 'b')
  const row = { size: 1, mtime: 2, status: FileStatus.notDicom, instance: null }
  for (const name of ['x', 'y', bytes]) table.put(a, name, row, false)
  for (const name of ['x', 'z']) table.put(b, name, row, false)
  table.flush()
  const vanished = new VanishedFiles(db)
  vanished.add(a, ['gone meanwhile', 'y', bytes])
  const { last } = vanished
  vanished.addFolder(b)
  vanished.forgetSince(last)
  vanished.addFolder(b)
  const pages = [...vanished.pages(2)].map((page) => page.map(({ dir, name }) => [dir, name]))
  expect(pages).toEqual([
    [[a, 'y']],
    [
      [a, bytes],
      [b, 'x']
    ],
    [[b, 'z']]
  ])
  vanished.close()
})

test('ids are found again, however large', () => {
  const ids = new IdSet()
  for (const id of [1, 8, 9, 3_000_000]) ids.add(id)
  expect([0, 1, 7, 8, 9, 10, 2_999_999, 3_000_000, 9_000_000].filter((id) => ids.has(id))).toEqual([1, 8, 9, 3_000_000])
})

test('a path lies in a subtree where one of the folders above it, or itself, is it', () => {
  const subtrees = new Subtrees()
  expect(subtrees.hold('a/b')).toBe(false)
  subtrees.add('a/b')
  subtrees.add(Buffer.concat([Buffer.from('c/'), bytes]))
  const held = ['a/b', 'a/b/c/d', Buffer.concat([Buffer.from('c/'), bytes, Buffer.from('/d')])]
  expect(held.map((path) => subtrees.hold(path))).toEqual([true, true, true])
  expect(['', 'a', 'a/bc', 'c', 'c/d'].map((path) => subtrees.hold(path))).toEqual([false, false, false, false, false])
  subtrees.add('')
  expect(subtrees.hold('c/d')).toBe(true)
})
