import { appendFileSync, type Stats, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { fetchFile } from '../../../src/core/catalogue/fetched-file.ts'
import { HeaderReader } from '../../../src/core/dicom/header.ts'
import { explicit, explicitFile } from '../dicom/build.ts'
import { temporaryFolder } from './synthetic.ts'

/** What happens to a file after the system has told its size. */
let meanwhile = (): void => undefined
afterEach(() => void (meanwhile = () => undefined))
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  const fstat = (file: number, done: (error: unknown, stat: Stats) => void): void =>
    fs.fstat(file, (error, stat) => {
      meanwhile()
      done(error, stat)
    })
  return { ...fs, fstat }
})

const WHOLE = explicitFile(
  explicit(0x00080018, 'UI', '1.2.3\0'),
  explicit(0x00204000, 'UT', 'x'.repeat(100_000)),
  explicit(0x00280010, 'US', [1, 0]),
  explicit(0x00280011, 'US', [1, 0]),
  explicit(0x7fe00010, 'OB', Buffer.alloc(50_000))
)

async function read(path: string): Promise<unknown> {
  const reader = new HeaderReader()
  const fetched = (await fetchFile(path, Buffer.alloc(65_536), (file) => reader.tryOut(file)))!
  const outcome = reader.read(path, fetched.size, fetched)
  return { size: fetched.size, fetched: fetched.bytes, status: outcome.status, instances: reader.takeBatch().instances }
}

function file(bytes: Buffer): string {
  const path = join(temporaryFolder(), 'IM')
  writeFileSync(path, bytes)
  return path
}

test('of a file that is whole, what its header takes is fetched, and not its pixels', async () => {
  const all = await read(file(WHOLE))
  expect(all).toEqual({ size: WHOLE.length, fetched: 131_072, status: 'dicom', instances: 1 })
})

test('a file that grows while it is fetched is the file that it was when it was opened', async () => {
  const path = file(WHOLE.subarray(0, 70_000))
  meanwhile = () => appendFileSync(path, WHOLE.subarray(70_000))
  expect(await read(path)).toMatchObject({ size: 70_000, status: 'failed', instances: 0 })
})

test('a file that is cut while it is fetched ends where it was cut', async () => {
  const path = file(WHOLE)
  meanwhile = () => writeFileSync(path, WHOLE.subarray(0, 90_000))
  expect(await read(path)).toMatchObject({ size: WHOLE.length, status: 'failed', instances: 0 })
})
