import { chmodSync, chownSync, existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { isPrivateFolder } from '../../src/core/private-folder.ts'
import { temporaryFolder } from './catalogue/synthetic.ts'

const ANOTHER_USER = 65534
const isRoot = process.getuid?.() === 0
if (!isRoot) console.log('skipped: a folder that belongs to another user can be made by root only')

let home: string
beforeEach(() => {
  home = join(temporaryFolder(), 'home')
  mkdirSync(home, { mode: 0o700 })
})

test('a folder that is made is the user’s alone, and so are those that it needs', () => {
  const folder = join(home, 'data', 'cache')
  expect(isPrivateFolder(folder)).toBe(true)
  for (const each of [join(home, 'data'), folder]) expect(statSync(each).mode & 0o777).toBe(0o700)
})

test.each([0o777, 0o770, 0o722])('one that others may write to (%o) is not private', (mode) => {
  const folder = join(home, 'cache')
  mkdirSync(folder)
  chmodSync(folder, mode)
  expect(isPrivateFolder(folder)).toBe(false)
})

test('nor is one whose place others may give to another folder', () => {
  mkdirSync(join(home, 'shared'))
  chmodSync(join(home, 'shared'), 0o777)
  expect(isPrivateFolder(join(home, 'shared', 'cache'))).toBe(false)
  // In a sticky folder nobody removes or renames what is another's: /tmp is one.
  chmodSync(join(home, 'shared'), 0o1777)
  expect(isPrivateFolder(join(home, 'shared', 'cache'))).toBe(true)
})

test.runIf(isRoot)('nor one that belongs to another user, or lies in a folder of theirs', () => {
  const theirs = join(home, 'theirs')
  mkdirSync(theirs, { mode: 0o700 })
  chownSync(theirs, ANOTHER_USER, ANOTHER_USER)
  expect(isPrivateFolder(theirs)).toBe(false)
  expect(isPrivateFolder(join(theirs, 'ours'))).toBe(false)
})

test('nor a link, wherever it leads, nor a file, nor what cannot be made', () => {
  mkdirSync(join(home, 'real'), { mode: 0o700 })
  symlinkSync(join(home, 'real'), join(home, 'link'))
  expect(isPrivateFolder(join(home, 'link'))).toBe(false)
  writeFileSync(join(home, 'file'), '')
  expect(isPrivateFolder(join(home, 'file'))).toBe(false)
  expect(isPrivateFolder(join(home, 'file', 'below'))).toBe(false)
  expect(existsSync(join(home, 'real', 'below'))).toBe(false)
})
