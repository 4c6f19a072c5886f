import { closeSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { HeaderReader } from '../../src/core/dicom/header.ts'
import { readFully } from '../../src/core/read-fully.ts'
import { codes, explicit, explicitFile } from './dicom/build.ts'
import { temporaryFolder } from './catalogue/synthetic.ts'

/** A file system that gives at most 4,000 bytes a read, as network drives may. */
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  const readSync = (file: number, buffer: Uint8Array, offset: number, length: number, position: number): number =>
    fs.readSync(file, buffer, offset, Math.min(length, most), position)
  return { ...fs, readSync }
})
let most = 4000
afterEach(() => void (most = 4000))

test('reads on until all is there, or until the file ends', () => {
  const path = join(temporaryFolder(), 'bytes')
  writeFileSync(path, Buffer.alloc(10_000, 'abcdefg'))
  const file = openSync(path, 'r')
  const buffer = Buffer.alloc(12_000)
  expect(readFully(file, buffer, 0, 9000, 0)).toBe(9000)
  expect(readFully(file, buffer, 500, 9000, 3000)).toBe(7000)
  expect(buffer.toString('latin1', 500, 507)).toBe(Buffer.alloc(10_000, 'abcdefg').toString('latin1', 3000, 3007))
  closeSync(file)
})

test('a short read is not the end of a header, nor of its pixels', () => {
  const path = join(temporaryFolder(), 'image')
  const text = (tag: number): Buffer => explicit(tag, 'OB', Buffer.alloc(90_000, 1))
  writeFileSync(
    path,
    explicitFile(
      explicit(0x00090010, 'LO', 'ACME'),
      text(0x00091001),
      text(0x00091002),
      explicit(0x00280010, 'US', [100, 0]),
      explicit(0x00280011, 'US', [100, 0]),
      explicit(0x00280100, 'US', [8, 0]),
      explicit(0x7fe00010, 'OB', Buffer.alloc(10_000))
    )
  )
  expect(codes(new HeaderReader({ byteBudget: 1 << 16 }).read(path))).toEqual([])
})
