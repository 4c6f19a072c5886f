import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeEach, expect, test } from 'vitest'
import { fileOnDisk, fileState, isRegularFile, openFile } from '../../../src/core/archives/open-file.ts'
import { tarFile, zipFile } from '../../archive-files.ts'
import { temporaryFolder } from '../catalogue/synthetic.ts'

let root: string
beforeEach(() => {
  root = temporaryFolder()
})

const at = (path: string) => join(root, path)
const put = (path: string, bytes: Buffer | string) => writeFileSync(at(path), bytes)

function read(path: string): string {
  const file = openFile(at(path))
  try {
    const bytes = Buffer.alloc(file.size)
    return bytes.toString('latin1', 0, file.read(bytes, 0, file.size, 0))
  } finally {
    file.close()
  }
}

test('a file, and members of archives and of archives within them', () => {
  put('plain', 'file')
  const zip = zipFile([{ name: 'CT/1', bytes: 'one' }])
  put(
    'a.zip',
    zipFile([
      { name: 'CT/1', bytes: 'two' },
      { name: 'more/in.zip', bytes: zip, method: 0 }
    ])
  )
  put(
    'b.tar',
    tarFile([
      { name: 'CT/1', bytes: 'three' },
      { name: 'in.zip', bytes: zip }
    ])
  )
  put('c.tgz', gzipSync(tarFile([{ name: 'CT/1', bytes: 'four' }])))
  const paths = ['plain', 'a.zip/CT/1', 'a.zip/more/in.zip/CT/1', 'b.tar/CT/1', 'b.tar/in.zip/CT/1', 'c.tgz/CT/1']
  expect(paths.map(read)).toEqual(['file', 'two', 'one', 'three', 'one', 'four'])
})

test('paths that lead to nothing are errors of the system, as without archives', () => {
  put('a.zip', zipFile([{ name: 'CT/1', bytes: 'one' }]))
  put('no.zip', 'text')
  put('plain', 'text')
  for (const path of ['a.zip/CT', 'a.zip/CT/2', 'a.zip/CT/1/x', 'no.zip/1', 'plain/1']) {
    expect(() => read(path)).toThrow('ENOTDIR')
  }
  expect(() => read('none/1')).toThrow('ENOENT')
})

test('an archive in an archive in an archive is a file', () => {
  const inner = zipFile([{ name: '1', bytes: 'one' }])
  const middle = zipFile([{ name: 'in.zip', bytes: inner, method: 0 }])
  put('a.zip', zipFile([{ name: 'in.zip', bytes: middle, method: 0 }]))
  expect(read('a.zip/in.zip/in.zip')).toBe(inner.toString('latin1'))
  expect(() => read('a.zip/in.zip/in.zip/1')).toThrow('ENOTDIR')
})

test('an archive that was replaced is opened anew, one that is in use stays as it was', () => {
  put('a.zip', zipFile([{ name: '1', bytes: 'old' }]))
  const old = openFile(at('a.zip/1'))
  put('new', zipFile([{ name: '1', bytes: 'newer' }]))
  renameSync(at('new'), at('a.zip'))
  expect(read('a.zip/1')).toBe('newer')
  const bytes = Buffer.alloc(3)
  expect([old.read(bytes, 0, 3, 0), bytes.toString()]).toEqual([3, 'old'])
  old.close()
})

test('of many archives a few stay open, and what is in use is never closed', () => {
  const names = Array.from({ length: 12 }, (_, i) => `${i}.zip`)
  for (const name of names) put(name, zipFile([{ name: '1', bytes: name.repeat(100) }]))
  const files = names.map((name) => openFile(at(`${name}/1`)))
  const texts = files.map((file) => {
    const bytes = Buffer.alloc(file.size)
    file.read(bytes, 0, file.size, 0)
    return bytes.toString()
  })
  for (const file of files) file.close()
  expect(texts).toEqual(names.map((name) => name.repeat(100)))
  expect(names.map((name) => read(`${name}/1`))).toEqual(texts)
})

test('the state of a member has its own size, and the time of its archive', () => {
  put('a.zip', zipFile([{ name: '1', bytes: 'hello' }]))
  utimesSync(at('a.zip'), 1000, 1000)
  expect(fileState(at('a.zip/1'))).toEqual({ size: 5, mtimeMs: 1_000_000 })
  expect(() => fileState(at('a.zip/2'))).toThrow('ENOTDIR')
  expect(() => fileState(at('none'))).toThrow('ENOENT')
})

test('the file on the disk that holds a file', () => {
  put('a.zip', zipFile([{ name: 'CT/1' }]))
  mkdirSync(at('folder'))
  expect(fileOnDisk(at('a.zip'))).toBe(at('a.zip'))
  expect(fileOnDisk(at('a.zip/CT/1'))).toBe(at('a.zip'))
  expect(fileOnDisk(at('folder'))).toBe(at('folder'))
  expect(fileOnDisk(at('folder/none'))).toBeNull()
  expect(fileOnDisk(Buffer.from(at('a.zip/CT/1')))).toEqual(Buffer.from(at('a.zip')))
  rmSync(at('a.zip'))
  expect(fileOnDisk(at('a.zip/CT/1'))).toBeNull()
})

test('members are regular files, folders are none', () => {
  put('a.zip', zipFile([{ name: '1', bytes: 'x' }]))
  expect([at('a.zip'), at('a.zip/1'), root].map(isRegularFile)).toEqual([true, true, false])
  expect(() => isRegularFile(at('none'))).toThrow('ENOENT')
})
