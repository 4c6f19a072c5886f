import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { openMember } from '../../../src/core/archives/open-member.ts'
import { sayMessage } from '../../../src/messages/message.ts'
import { PLAIN_TERMS } from '../../../src/messages/terms.ts'
import { zipFile } from '../../archive-files.ts'
import { archiveOf, contents, look } from './listed.ts'

test('stored and deflated members, with sizes before or behind their data, in a zip with a comment', () => {
  const zip = zipFile(
    [
      { name: 'a/stored', bytes: 'one', method: 0 },
      { name: 'a/deflated', bytes: 'two'.repeat(100) },
      { name: 'streamed', bytes: 'three', hasDescriptor: true },
      { name: 'empty', bytes: '' }
    ],
    'made by hand'
  )
  expect(look('x.zip', zip)).toEqual({
    members: { 'a/stored': 'one', 'a/deflated': 'two'.repeat(100), streamed: 'three', empty: '' },
    issues: []
  })
})

test('sizes and places that are in the zip64 extra field', () => {
  expect(look('x.zip', zipFile([{ name: 'a', bytes: 'hello', isZip64: true }]))!.members).toEqual({ a: 'hello' })
})

test('folders are no members, links are left out and said to be', () => {
  const zip = zipFile([
    { name: 'a/', method: 0 },
    { name: 'a/file', bytes: 'x' },
    { name: 'link', bytes: '/etc/passwd', mode: 0o120777 }
  ])
  const archive = archiveOf('x.zip', zip)!
  archive.close()
  expect(archive.members.map(({ name }) => name.toString())).toEqual(['a/file'])
  expect(archive.issues).toEqual([{ code: 'archive-left-out', parameters: { unsafe: 0, repeated: 0, links: 1 } }])
})

test('encrypted members, and those of other methods, are listed and not read', () => {
  const zip = zipFile([
    { name: 'secret', bytes: 'x', flags: 1 },
    { name: 'lzma', bytes: 'x', method: 14 },
    { name: 'plain', bytes: 'x' }
  ])
  expect(look('x.zip', zip)).toEqual({
    members: { secret: '[member-not-opened: encrypted]', lzma: '[member-not-opened: method]', plain: 'x' },
    issues: []
  })
})

test('names are UTF-8 where the flag says so, else code page 437; backslashes are separators', () => {
  const zip = zipFile([
    { name: 'Münch/1', bytes: 'a' },
    // Code page 437 (APPNOTE, appendix D): 0x81 is ü.
    { name: Buffer.from('M\x81nch\\2', 'latin1'), bytes: 'b' }
  ])
  const archive = archiveOf('x.zip', zip)!
  archive.close()
  expect(archive.members.map(({ name }) => name.toString())).toEqual(['Münch/1', 'Münch/2'])
})

test('members that share bytes are not read, as in a zip that is made to fill disks', () => {
  const bytes = 'x'.repeat(1000)
  const zip = zipFile([
    { name: 'a', bytes, method: 0 },
    { name: 'b', bytes, method: 0, at: 10 },
    { name: 'c', bytes, method: 0, at: 500 }
  ])
  expect(look('x.zip', zip)!.members).toEqual({
    a: bytes,
    b: '[member-not-opened: overlap]',
    c: '[member-not-opened: overlap]'
  })
})

test('a member is read no further than its declared size, and not at all where that is a lie', () => {
  const bytes = 'x'.repeat(5000)
  const zip = zipFile([
    { name: 'cut', bytes, size: 10, crc: crc32('x'.repeat(10)) },
    { name: 'short', bytes, size: 6000 },
    { name: 'huge', bytes, size: 4e9 },
    { name: 'broken', bytes: '\xff\xff\xff', method: 0 }
  ])
  // Deflated, says the directory of the last one.
  zip.writeUInt16LE(8, zip.lastIndexOf('PK\x01\x02') + 10)
  expect(look('x.zip', zip)!.members).toEqual({
    cut: 'x'.repeat(10),
    short: '[member-not-opened: damaged]',
    huge: '[member-not-opened: size]',
    broken: '[member-not-opened: damaged]'
  })
})

test('a member with another checksum than its bytes have is damaged, once all of it is read', () => {
  const bytes = Buffer.from(Uint32Array.from({ length: 1 << 16 }, (_, i) => Math.imul(i, 2_654_435_761)).buffer)
  const archive = archiveOf(
    'x.zip',
    zipFile([
      { name: 'deflated', bytes: 'x', crc: 1 },
      { name: 'stored', bytes: 'x', method: 0, crc: 1 },
      { name: 'long', bytes, crc: 1 },
      { name: 'long and stored', bytes, method: 0, crc: 1 },
      // 0xCBF43926 is the CRC-32 of these (the check value of ITU-T V.42).
      { name: 'right', bytes: '123456789', crc: 0xcbf43926 },
      { name: 'right and stored', bytes: '123456789', method: 0, crc: 0xcbf43926 }
    ])
  )!
  const [damaged, right] = ['[member-not-opened: damaged]', '123456789']
  expect(contents(archive)).toEqual({
    ...{ deflated: damaged, stored: damaged, long: damaged, 'long and stored': damaged },
    ...{ right, 'right and stored': right }
  })
  for (const name of ['long', 'long and stored']) {
    const file = openMember(archive.members.find((member) => member.name.toString() === name)!)
    const read = Buffer.alloc(bytes.length)
    const half = bytes.length / 2
    expect(file.read(read, 0, half, 0)).toBe(half)
    // What was read before counts once.
    expect(file.read(read, 0, half, 100)).toBe(half)
    expect(() => file.read(read, 0, half, half)).toThrow('CRC-32')
    file.close()
  }
  archive.close()
})

test('a member whose local header is not where the directory says', () => {
  const zip = zipFile([
    { name: 'a', bytes: 'x', method: 0 },
    { name: 'b', bytes: 'y', method: 0, at: 1e6 }
  ])
  // The length of the name of the first.
  zip.writeUInt16LE(60_000, 26)
  expect(look('x.zip', zip)!.members).toEqual({ a: '[member-not-opened: outside]', b: '[member-not-opened: outside]' })
})

test('a zip without its end has no directory', () => {
  const zip = zipFile([{ name: 'a', bytes: 'x' }])
  const archive = archiveOf('x.zip', zip.subarray(0, -30))!
  archive.close()
  expect(archive.members).toEqual([])
  expect(archive.issues.map((issue) => sayMessage(issue, PLAIN_TERMS))).toEqual([
    'This ZIP archive is damaged or cut: the list of its files, at its end, is missing. No file of it was read. Copy or export it again.'
  ])
})

test('where the directory is damaged, what comes before is read', () => {
  const zip = zipFile(['a', 'b', 'c'].map((name) => ({ name, bytes: name })))
  zip.write('XX', zip.indexOf('PK\x01\x02', zip.indexOf('PK\x01\x02') + 1))
  expect(look('x.zip', zip)).toEqual({ members: { a: 'a' }, issues: ['archive-damaged'] })
})

test('more members than may be are not listed', () => {
  const zip = zipFile(['a', 'b', 'c'].map((name) => ({ name })))
  expect(look('x.zip', zip, { members: 2 })).toEqual({ members: {}, issues: ['archive-too-large'] })
  expect(look('x.zip', zip, { members: 3 })!.issues).toEqual([])
})
