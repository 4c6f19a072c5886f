import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { comparePaths, joinNames, parseName, readable, storedName } from '../../../src/core/catalogue/names.ts'
import type { Limits } from '../../../src/core/catalogue/folder-lister.ts'
import { walk, type WalkRange } from '../../../src/core/catalogue/walk.ts'
import fc from '../../fast-check.ts'
import { temporaryFolder } from './synthetic.ts'

function touch(root: string, ...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), 'x')
  }
}

/** Relative paths of the files in walk order. */
function walked(root: string, range?: WalkRange, limits?: Limits): string[] {
  const folders: (string | Buffer)[] = []
  const files: string[] = []
  for (const event of walk(root, '', range, limits)) {
    if (event.kind === 'enter') folders.push(event.path)
    else if (event.kind === 'leave') folders.pop()
    else if (event.kind === 'file') files.push(readable(joinNames(folders.at(-1)!, event.name)))
  }
  return files
}

test('files and folders of a level come merged in byte order of their names', () => {
  const root = temporaryFolder()
  touch(root, 'b/2', 'b/10', 'a.txt', 'a/z', 'a-1/x', 'B', 'ä', '😀', '\uff5e')
  expect(walked(root)).toEqual(['B', 'a/z', 'a-1/x', 'a.txt', 'b/10', 'b/2', 'ä', '\uff5e', '😀'])
})

test('walk order is the order of comparePaths, whatever the names', () => {
  const name = fc.stringMatching(/^[-.a0~ é\u{1f600}\uff5e]{1,3}$/u).filter((s) => s !== '.' && s !== '..')
  fc.assert(
    fc.property(fc.array(fc.array(name, { minLength: 1, maxLength: 3 }), { maxLength: 12 }), (paths) => {
      const root = temporaryFolder()
      try {
        for (const path of paths) {
          try {
            touch(root, path.join('/'))
          } catch (error) {
            // A name cannot be both a file and a folder.
            if (!['EEXIST', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
          }
        }
        const files = walked(root)
        expect(files).toEqual(files.toSorted(comparePaths))
      } finally {
        rmSync(root, { recursive: true })
      }
    }),
    { numRuns: 50 }
  )
})

test('a named pipe is passed over, a link back into the walk too, a link to another folder is followed once', () => {
  const root = temporaryFolder()
  const other = temporaryFolder()
  touch(root, 'a/1')
  touch(other, 'deep/2')
  execFileSync('mkfifo', [join(root, 'pipe')])
  symlinkSync(root, join(root, 'a', 'loop'))
  symlinkSync(other, join(root, 'b'))
  symlinkSync(join(other, 'deep'), join(root, 'c'))
  symlinkSync(join(root, 'nowhere'), join(root, 'dangling'))
  symlinkSync(join(other, 'deep', '2'), join(root, 'link-to-file'))
  expect(walked(root)).toEqual(['a/1', 'b/deep/2', 'link-to-file'])
})

test('a name that is not UTF-8 is walked as its bytes and stored so that it comes back', () => {
  const root = temporaryFolder()
  const name = Buffer.from([0x66, 0xfc, 0x72])
  writeFileSync(joinNames(root, name), 'x')
  const files = [...walk(root)].filter((event) => event.kind === 'file')
  expect(files.map((event) => event.name)).toEqual([name])
  expect(storedName(name)).toBe('\0für')
  expect(parseName(storedName(name))).toEqual(name)
  expect(parseName(storedName('für'))).toBe('für')
})

test('a folder that cannot be listed is said to be so, and the walk goes on', () => {
  const root = temporaryFolder()
  touch(root, 'a/1', 'c/2')
  symlinkSync('self', join(root, 'self'))
  const events = [...walk(root)].filter((event) => event.kind === 'unreadable-file')
  expect(events).toMatchObject([{ name: 'self', error: { code: 'ELOOP' } }])
  expect(walked(root)).toEqual(['a/1', 'c/2'])
})

test('of two links the one to a folder around the other one is followed, too', () => {
  const root = temporaryFolder()
  const other = temporaryFolder()
  touch(other, 's1/1', 's2/2')
  symlinkSync(join(other, 's1'), join(root, 'a'))
  symlinkSync(other, join(root, 'b'))
  expect(walked(root)).toEqual(['a/1', 'b/s1/1', 'b/s2/2'])
})

test('a range is walked from a path on and before another one, cut within a folder or between folders', () => {
  const root = temporaryFolder()
  touch(root, 'a', 'b/1', 'b/2', 'b/3', 'b-1/4', 'c/d/5', 'c/d/6', 'e')
  const part = (from: string | null, to: string | null) => walked(root, { from, to, seenLinks: new Set() })
  expect(part(null, 'b/2')).toEqual(['a', 'b/1'])
  expect(part('b/2', 'b-1')).toEqual(['b/2', 'b/3'])
  expect(part('b-1', 'c/d/6')).toEqual(['b-1/4', 'c/d/5'])
  expect(part('c/d/6', null)).toEqual(['c/d/6', 'e'])
  // What is there no more may still be where a range begins.
  expect(part('b/1x/y', 'c')).toEqual(['b/2', 'b/3', 'b-1/4'])
  expect(part('a/gone', 'b/2')).toEqual(['b/1'])
})

test('a range does not follow links where others before it led', () => {
  const root = temporaryFolder()
  const other = temporaryFolder()
  touch(other, '1', '2')
  touch(root, 'z/3')
  symlinkSync(other, join(root, 'a'))
  symlinkSync(other, join(root, 'b'))
  const seen = [...walk(root)].filter((event) => event.kind === 'seen-link')
  expect(seen).toEqual([{ kind: 'seen-link', path: 'b' }])
  const seenLinks = new Set(['b'])
  expect(walked(root, { from: null, to: 'a/2', seenLinks })).toEqual(['a/1'])
  expect(walked(root, { from: 'a/2', to: 'b', seenLinks })).toEqual(['a/2'])
  expect(walked(root, { from: 'b', to: null, seenLinks })).toEqual(['z/3'])
})

test('a folder that does not fit into memory is walked in pieces as others are, its subfolders among its files', () => {
  const root = temporaryFolder()
  const names = Array.from({ length: 40 }, (_, i) => `${(i * 7) % 41}`)
  touch(root, ...names.map((name, i) => (i % 3 === 0 ? `${name}/x` : name)), '5.d/a', '5.d/b', '5.d/c')
  const inPieces = { large: 0, held: 4 }
  expect(walked(root, undefined, inPieces)).toEqual(walked(root))
  expect(walked(root)).toHaveLength(43)
  const range = { from: '19', to: '5.d/c', seenLinks: new Set<string>() }
  expect(walked(root, range, inPieces)).toEqual(walked(root, range))
  expect(walked(root, range).slice(-2)).toEqual(['5.d/a', '5.d/b'])
})
