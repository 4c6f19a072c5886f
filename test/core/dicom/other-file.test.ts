import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { looksLike, otherFile } from '../../../src/core/dicom/other-file.ts'
import { temporaryFolder } from '../catalogue/synthetic.ts'

test.each([
  ['', 'empty'],
  ['\x89PNG\r\n\x1a\n', 'PNG picture'],
  ['\xff\xd8\xff\xe0', 'JPEG picture'],
  ['%PDF-1.7', 'PDF'],
  ['name;age\n', 'text'],
  ['Käse', 'text'],
  ['\0\x01\x02', 'unknown'],
  [`${'\0'.repeat(128)}DICM`, 'DICOMDIR']
])('a file that begins with %j looks like %s', (begins, looks) => {
  expect(looksLike(Buffer.from(begins, 'latin1'))).toBe(looks)
})

test('a file that is gone, and one that is none any more, say so', () => {
  const folder = temporaryFolder()
  expect(otherFile(join(folder, 'gone'))).toBe('gone')
  execFileSync('mkfifo', [join(folder, 'pipe')])
  expect(otherFile(join(folder, 'pipe'))).toBe('no regular file')
  writeFileSync(join(folder, 'a.txt'), 'text')
  expect(otherFile(join(folder, 'a.txt'))).toBe('text')
})
