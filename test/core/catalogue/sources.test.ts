import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import type { Catalogue } from '../../../src/core/catalogue/database.ts'
import { emptyRoot, findSource, listSources, moveSource, scanTargets } from '../../../src/core/catalogue/sources.ts'
import { newCatalogue, temporaryFolder } from './synthetic.ts'

let db: Catalogue['db']
let root: string
beforeEach(() => {
  ;({ db } = newCatalogue())
  root = temporaryFolder()
  for (const folder of ['a/deep', 'a-1', 'b', 'elsewhere']) mkdirSync(join(root, folder), { recursive: true })
})

const at = (path: string) => join(root, path)
const targets = (...folders: string[]) =>
  scanTargets(db, folders.map(at)).map(({ source, root: found, below }) => [source, found, below])

test('new folders become sources in the order in which they were named; again, they are the same sources', () => {
  const expected = [
    [1, at('b'), ''],
    [2, at('a'), '']
  ]
  expect(targets('b', 'a')).toEqual(expected)
  expect(targets('b', 'a')).toEqual(expected)
  expect(scanTargets(db, []).map(({ source, named }) => [source, named])).toEqual([
    [1, false],
    [2, false]
  ])
})

test('a folder named twice, or inside another one that is named, is scanned once', () => {
  expect(targets('a/deep', 'a', 'a', 'a-1')).toEqual([
    [1, at('a'), ''],
    [2, at('a-1'), '']
  ])
})

test('a folder inside a source is a part of it; one whose name only begins alike is not', () => {
  targets('a')
  expect(targets('a/deep')).toEqual([[1, at('a'), 'deep']])
  expect(targets('a-1')).toEqual([[2, at('a-1'), '']])
})

test('a link names the folder that it leads to', () => {
  symlinkSync(at('a'), at('link'))
  expect(targets('link')).toEqual([[1, at('a'), '']])
  expect(targets('a')).toEqual([[1, at('a'), '']])
})

test('a source is found by its number and by its folder, and what is not there is refused with what is', () => {
  targets('a', 'b')
  expect(findSource(db, '2')).toMatchObject({ id: 2, root: at('b') })
  expect(findSource(db, `${at('a')}/`)).toMatchObject({ id: 1, root: at('a') })
  expect(() => findSource(db, '3')).toThrow(
    `There is no source "3" in the catalogue. Its sources are: 1 ${at('a')}, 2 ${at('b')}.`
  )
})

test('a source moves to a folder that is there and is not in another source', () => {
  targets('a', 'b')
  moveSource(db, 1, at('elsewhere'))
  expect(findSource(db, '1').root).toBe(at('elsewhere'))
  expect(() => moveSource(db, 1, at('b'))).toThrow(
    `${at('b')} is source 2 of this catalogue already. Nothing was changed.`
  )
  expect(() => moveSource(db, 1, root)).toThrow(`contains ${at('b')}, which is a source of its own`)
  expect(() => moveSource(db, 1, at('nowhere'))).toThrow('is not there')
  moveSource(db, 2, at('a/deep'))
  moveSource(db, 2, at('a'))
  expect(listSources(db).map((source) => source.root)).toEqual([at('elsewhere'), at('a')])
})

test('a source with files moves only to a folder that holds some of them, of up to 20 that are looked for', () => {
  targets('a')
  db.exec("INSERT INTO dir(id, source, path) VALUES(1, 1, ''), (2, 1, 'deep')")
  for (let i = 10; i < 55; i++)
    db.exec(
      `INSERT INTO file(dir, name, size, mtime, status, instance) VALUES(${i < 12 ? 1 : 2}, 'IM${i}', 1, 1, 0, ${i})`
    )
  writeFileSync(at('elsewhere/other'), '')
  // Every third of 45.
  expect(() => moveSource(db, 1, at('elsewhere'))).toThrow(
    `${at('elsewhere')} does not hold the files of ${at('a')}: of 15 files that were looked for, spread over the source, none is there, e.g. IM10. Nothing was changed. Name the folder that takes the place of ${at('a')}; it may lie above or below this one.`
  )
  expect(findSource(db, '1').root).toBe(at('a'))

  mkdirSync(at('elsewhere/deep'))
  writeFileSync(at('elsewhere/deep/IM52'), '')
  moveSource(db, 1, at('elsewhere'))
  expect(findSource(db, '1').root).toBe(at('elsewhere'))
})

test('a file whose name is not UTF-8 is looked for too', () => {
  targets('a')
  const name = Buffer.from([0x49, 0xe4])
  db.exec("INSERT INTO dir(id, source, path) VALUES(1, 1, '')")
  db.prepare('INSERT INTO file(dir, name, size, mtime, status, instance) VALUES(1, ?, 1, 1, 0, 0)').run(name)
  writeFileSync(Buffer.concat([Buffer.from(at('elsewhere/')), name]), '')
  moveSource(db, 1, at('elsewhere'))
  expect(findSource(db, '1').root).toBe(at('elsewhere'))
})

test('an empty folder is no source; an empty source keeps its files', () => {
  const [target] = scanTargets(db, [at('b')])
  const nothing = { path: at('b'), hasUnreadable: false, kept: 0 }
  expect(emptyRoot(db, target)).toEqual({ code: 'folder-empty', parameters: nothing })
  expect(listSources(db)).toEqual([])

  const [again] = scanTargets(db, [at('b')])
  db.exec(
    "INSERT INTO dir(id, source, path) VALUES(1, 1, ''); INSERT INTO file(dir, name, size, mtime, status, instance) VALUES(1, 'IM', 1, 1, 0, 0)"
  )
  expect(emptyRoot(db, again)).toEqual({ code: 'folder-empty', parameters: { ...nothing, kept: 1 } })
  expect(listSources(db)).toMatchObject([{ id: 1, files: 1, instances: 1, scanned: null }])
})

test('a source whose folder is gone, or is a file now, is not scanned and says why', () => {
  targets('a', 'b')
  db.prepare('UPDATE source SET root = ?, sums = NULL WHERE id = 1').run(at('gone'))
  writeFileSync(at('file'), '')
  db.prepare('UPDATE source SET root = ?, sums = NULL WHERE id = 2').run(at('file'))
  expect(scanTargets(db, []).map(({ unusable }) => unusable?.code)).toEqual(['no-such-folder', 'not-a-folder'])
})
