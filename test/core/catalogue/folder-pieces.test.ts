import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { piecesOf } from '../../../src/core/catalogue/folder-pieces.ts'
import { compareNames, joinNames, type Name } from '../../../src/core/catalogue/names.ts'
import fc from '../../fast-check.ts'
import { temporaryFolder } from './synthetic.ts'

const ALL = { from: null, to: null }

function names(folder: string, wanted: { from: Name | null; to: Name | null }, most: number): Name[][] {
  return [...piecesOf(folder, wanted, (name) => ({ name }), most)].map((piece) => piece.map(({ name }) => name))
}

function folderOf(...files: Name[]): string {
  const folder = temporaryFolder()
  for (const name of files) writeFileSync(joinNames(folder, name), '')
  return folder
}

test('a folder that fits comes as one piece, in byte order of its names', () => {
  expect(names(folderOf('b', 'a', 'a.b', 'B', 'ä', '\uff5e', '\u{1f600}'), ALL, 7)).toEqual([
    ['B', 'a', 'a.b', 'b', 'ä', '\uff5e', '\u{1f600}']
  ])
  expect(names(folderOf(), ALL, 7)).toEqual([[]])
})

test('one of more comes in pieces that follow one another, none of them much larger than it may be', () => {
  const files = Array.from({ length: 3000 }, (_, i) => `IM${(i * 7919) % 3001}`)
  const pieces = names(folderOf(...files), ALL, 200)
  expect(pieces.flat()).toEqual(files.toSorted(compareNames))
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(200)
})

test('nothing is held of what is not wanted: from one name on, up to another', () => {
  const files = Array.from({ length: 1000 }, (_, i) => String(1000 + i))
  expect(names(folderOf(...files), { from: '1500', to: '1509' }, 10)).toEqual([files.slice(500, 510)])
})

test('names that are not UTF-8 come as their bytes, wherever they are among the others', () => {
  const odd = Buffer.from([0x62, 0xfc])
  expect(names(folderOf('a', odd, 'c', '\ufffd'), ALL, 10)).toEqual([['a', odd, 'c', '\ufffd']])
  expect(names(folderOf('a', odd, 'c', 'd'), ALL, 2).flat()).toEqual(['a', odd, 'c', 'd'])
})

test('what an entry is comes with it', () => {
  const folder = folderOf('file')
  mkdirSync(join(folder, 'folder'))
  const entryOf = (name: Name, entry: { isDirectory(): boolean }) => ({ name, isFolder: entry.isDirectory() })
  expect([...piecesOf(folder, ALL, entryOf, 10)]).toEqual([
    [
      { name: 'file', isFolder: false },
      { name: 'folder', isFolder: true }
    ]
  ])
})

test('a folder that is not there is an error', () => {
  expect(() => names('/nowhere', ALL, 2)).toThrow('ENOENT')
})

describe('whatever the names and the limits', () => {
  const name = fc.stringMatching(/^[a-c0~é\u{1f600}\uff5e]{1,3}$/u)
  test('all that are wanted come once, in order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { maxLength: 40 }),
        fc.option(name),
        fc.option(name),
        fc.integer({ min: 1, max: 50 }),
        (files, from, to, most) => {
          const folder = folderOf(...files)
          try {
            const wanted = files.filter(
              (each) => (from === null || compareNames(each, from) >= 0) && (to === null || compareNames(each, to) <= 0)
            )
            expect(names(folder, { from, to }, most).flat()).toEqual(wanted.sort(compareNames))
          } finally {
            rmSync(folder, { recursive: true })
          }
        }
      ),
      { numRuns: 60 }
    )
  })
})
