import { expect, test } from 'vitest'
import { isNetworkPath } from '../../src/core/network-path.ts'

test.each([
  String.raw`\\server\share\a.dcm`,
  '//server/share/a.dcm',
  String.raw`\/server\share`,
  String.raw`/\server\share`,
  String.raw`\\?\UNC\server\share\a.dcm`,
  '//?/UNC/server/share',
  String.raw`\\.\COM1`
])('%s is on the network, or a device', (path) => {
  expect(isNetworkPath(path)).toBe(true)
})

test.each(['/archive/a.dcm', String.raw`C:\archive\a.dcm`, 'C:/archive//a.dcm', 'a.dcm', String.raw`\archive`, ''])(
  '%s is not',
  (path) => {
    expect(isNetworkPath(path)).toBe(false)
  }
)
