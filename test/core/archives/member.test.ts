import { expect, test } from 'vitest'
import { safeName } from '../../../src/core/archives/member.ts'

test.each([
  ['a/b', 'a/b'],
  ['./a//b/', 'a/b'],
  ['/etc/passwd', 'etc/passwd'],
  ['..hidden/...', '..hidden/...'],
  ['a/../b', undefined],
  ['..', undefined],
  ['../../etc/passwd', undefined],
  ['a\0b', undefined],
  ['', undefined],
  ['.', undefined],
  ['///', undefined],
  ['x'.repeat(4097), undefined]
])('the name %j is the path %j', (name, path) => {
  expect(safeName(Buffer.from(name))?.toString()).toBe(path)
})
