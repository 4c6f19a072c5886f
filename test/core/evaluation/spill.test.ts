import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Spill } from '../../../src/core/evaluation/spill.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medoid-spill-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('gives back what was written, and zeros where nothing was', async () => {
  const spill = await Spill.create(folder, 8)
  await spill.write(Uint8Array.of(5, 6), 2)
  await spill.write(Uint8Array.of(7), 6)
  const read = new Uint8Array(new SharedArrayBuffer(6))
  await spill.read(read, 2)
  expect(Array.from(read)).toEqual([5, 6, 0, 0, 7, 0])
  await spill.close()
  expect(await readdir(folder)).toEqual([])
})

test.skipIf(process.platform === 'win32')('has no name, so that a killed process leaves nothing', async () => {
  const spill = await Spill.create(folder, 8)
  expect(await readdir(folder)).toEqual([])
  await spill.close()
})

test('says where it cannot be made', async () => {
  await expect(Spill.create(join(folder, 'missing'), 8)).rejects.toThrow(/Cannot make a temporary file in .*missing/)
})

test('reading is cancelled', async () => {
  const spill = await Spill.create(folder, 8)
  await expect(spill.read(new Uint8Array(8), 0, { signal: AbortSignal.abort() })).rejects.toThrow('Cancelled')
  await spill.close()
})
