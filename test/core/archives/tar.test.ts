import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { paxRecord, tarFile } from '../../archive-files.ts'
import { archiveOf, look } from './listed.ts'

test('files of a tar, and no folders', () => {
  const tar = tarFile([
    { name: 'a/', type: '5' },
    { name: 'a/1', bytes: 'one' },
    { name: 'a/empty' },
    { name: './b/2', bytes: 'x'.repeat(1500) }
  ])
  expect(look('x.tar', tar)).toEqual({ members: { 'a/1': 'one', 'a/empty': '', 'b/2': 'x'.repeat(1500) }, issues: [] })
})

test.each(['ustar', 'gnu', 'old'] as const)('the %s format', (format) => {
  expect(look('x.tar', tarFile([{ name: 'a', bytes: 'one', format }]))!.members).toEqual({ a: 'one' })
})

test('names that are longer than a header holds: of pax, of GNU, and with a prefix', () => {
  // Of which the first 100 bytes end with a slash.
  const long = `${'name/'.repeat(40)}file`
  const tar = tarFile([
    { name: 'pax', type: 'x', bytes: paxRecord('path', `${long}1`) },
    { name: 'short', bytes: 'one' },
    { name: '././@LongLink', type: 'L', bytes: `${long}2\0`, format: 'gnu' },
    { name: long.slice(0, 100), bytes: 'two', format: 'gnu' },
    { name: 'third', bytes: 'three' }
  ])
  tar.write('prefix', tar.length - 1024 - 512 - 512 + 345)
  const header = tar.subarray(tar.length - 2048, tar.length - 1536)
  header.fill(' ', 148, 156)
  header.write(
    `${header
      .reduce((a, b) => a + b)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148
  )
  expect(look('x.tar', tar)!.members).toEqual({ [`${long}1`]: 'one', [`${long}2`]: 'two', 'prefix/third': 'three' })
})

test('names that are not UTF-8 stay bytes', () => {
  const tar = tarFile([{ name: Buffer.from('M\xfcnch/\xe9', 'latin1'), bytes: 'one' }])
  expect(look('x.tar', tar)!.members).toEqual({ 'M\xfcnch/\xe9': 'one' })
})

test('a size of an extended header holds for the file that follows', () => {
  const tar = tarFile([
    { name: 'pax', type: 'x', bytes: paxRecord('size', '5') },
    { name: 'a', bytes: 'hello', size: 0 },
    { name: 'b', bytes: 'two' }
  ])
  expect(look('x.tar', tar)!.members).toEqual({ a: 'hello', b: 'two' })
})

test('links and devices are left out; sparse files are listed and not read', () => {
  const tar = tarFile([
    { name: 'link', type: '2' },
    { name: 'hard', type: '1' },
    { name: 'pipe', type: '6' },
    { name: 'sparse', type: 'S', bytes: 'x', format: 'gnu' },
    { name: 'pax', type: 'x', bytes: paxRecord('GNU.sparse.major', '1') },
    { name: 'sparse2', bytes: 'x' },
    { name: 'file', bytes: 'x' }
  ])
  const archive = archiveOf('x.tar', tar)!
  archive.close()
  expect(archive.issues).toEqual([{ code: 'archive-left-out', parameters: { unsafe: 0, repeated: 0, links: 3 } }])
  expect(look('x.tar', tar)!.members).toEqual({
    sparse: '[member-not-opened: method]',
    sparse2: '[member-not-opened: method]',
    file: 'x'
  })
})

test('of files with one name the last is read, which is what unpacking leaves', () => {
  const tar = tarFile([
    { name: 'a', bytes: 'old' },
    { name: './a', bytes: 'new' }
  ])
  expect(look('x.tar', tar)).toEqual({ members: { a: 'new' }, issues: ['archive-left-out'] })
})

test('a tar that is cut, or goes on with something else: what comes before is read', () => {
  const tar = tarFile([
    { name: 'a', bytes: 'one' },
    { name: 'b', bytes: 'two'.repeat(500) }
  ])
  expect(look('x.tar', tar.subarray(0, 1024 + 512 + 700))!.members).toEqual({
    a: 'one',
    b: '[member-not-opened: outside]'
  })
  expect(look('x.tar', tar.subarray(0, 1024 + 200))).toEqual({ members: { a: 'one' }, issues: ['archive-damaged'] })
  const odd = Buffer.concat([tar.subarray(0, 1024), Buffer.alloc(1024, 'x')])
  expect(look('x.tar', odd)).toEqual({ members: { a: 'one' }, issues: ['archive-damaged'] })
})

test('a compressed tar, in one piece or several', () => {
  const tar = tarFile([{ name: 'a', bytes: 'one' }])
  const members = { a: 'one' }
  expect(look('x.tar.gz', gzipSync(tar))).toEqual({ members, issues: [] })
  expect(look('x.tgz', gzipSync(tar))).toEqual({ members, issues: [] })
  const pieces = Buffer.concat([gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700))])
  expect(look('x.tgz', pieces)).toEqual({ members, issues: [] })
})

test('a compressed tar that is cut: what comes before is read', () => {
  const noise = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * i * 31) % 251))
  const packed = gzipSync(
    tarFile([
      { name: 'a', bytes: 'one' },
      { name: 'b', bytes: noise }
    ]),
    { level: 0 }
  )
  expect(look('x.tgz', packed.subarray(0, -100_000))).toEqual({
    members: { a: 'one', b: '[member-not-opened: outside]' },
    issues: ['archive-damaged']
  })
})

test('a compressed tar that unpacks to far more than its size is given up', () => {
  const zeros = gzipSync(tarFile([{ name: 'zeros', bytes: Buffer.alloc(4 << 20) }]))
  expect(look('x.tgz', zeros, { beyond: 1 << 20, ratio: 200 })).toEqual({ members: {}, issues: ['archive-too-large'] })
  expect(look('x.tgz', zeros, { beyond: 1 << 30, ratio: 200 })!.issues).toEqual([])
})

test('a compressed tar is not unpacked onto a disk that would be full then', () => {
  const packed = gzipSync(tarFile([{ name: 'a', bytes: 'one' }]))
  expect(look('x.tgz', packed, { reserve: 2 ** 60 })).toEqual({ members: {}, issues: ['archive-too-large'] })
})
