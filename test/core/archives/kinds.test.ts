import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { archiveKind, isArchiveName } from '../../../src/core/archives/kinds.ts'
import { tarFile, zipFile } from '../../archive-files.ts'

test('a scan looks into files with these names', () => {
  const names = ['a.zip', 'A.ZIP', 'x.tar', 'x.tgz', 'x.tar.gz', 'zip', 'x.gz', 'x.zip.dcm', 'x.7z', 'x.iso']
  expect(names.filter(isArchiveName)).toEqual(['a.zip', 'A.ZIP', 'x.tar', 'x.tgz', 'x.tar.gz'])
})

const head = (at: number, sign: string) => Buffer.concat([Buffer.alloc(at), Buffer.from(sign, 'latin1')])

test.each([
  ['export', zipFile([{ name: 'a' }]), 'zip'],
  ['empty.zip', zipFile([]), 'zip'],
  ['export', tarFile([{ name: 'a' }]), 'tar'],
  ['x.tgz', gzipSync('x'), 'tar.gz'],
  ['1.dcm.gz', gzipSync('x'), 'gzip'],
  ['IM0001.gz', gzipSync('x'), 'gzip'],
  ['x.tar.bz2', head(0, 'BZh91AY'), 'bzip2'],
  ['x.tar.xz', head(0, '\xfd7zXZ\0\0'), 'xz'],
  ['x.tar.zst', head(0, '\x28\xb5\x2f\xfd\0'), 'zstd'],
  ['x', head(0, '7z\xbc\xaf\x27\x1c\0'), '7z'],
  ['x', head(0, 'Rar!\x1a\x07\x01\0'), 'rar'],
  ['x', head(32_769, 'CD001'), 'iso']
])('%s is told by its bytes', (name, bytes, kind) => {
  expect(archiveKind(bytes, name)).toBe(kind)
})

test.each([
  ['volume.nii.gz', gzipSync('x')],
  ['notes.txt.gz', gzipSync('x')],
  ['report.docx', zipFile([{ name: '[Content_Types].xml' }])],
  ['report.odt', zipFile([{ name: 'mimetype' }])],
  ['program.jar', zipFile([{ name: 'META-INF/MANIFEST.MF' }])],
  ['arrays.npz', zipFile([{ name: 'weights.npy' }])],
  ['export.zip', Buffer.from('no archive')],
  ['empty', Buffer.alloc(0)]
])('nobody expects images in %s', (name, bytes) => {
  expect(archiveKind(bytes, name)).toBeNull()
})
