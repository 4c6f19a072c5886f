import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { openForReading, openForWriting } from '../../../src/core/catalogue/database.ts'
import { sampleJob } from '../../../src/jobs/sample.ts'
import { WORK } from '../../jobs/archive.ts'
import { temporaryFolder } from './synthetic.ts'

/** statfs(2) type of NFS. */
const NFS = 0x6969
const looked: string[] = []
let remote = ''

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  return {
    ...fs,
    statfsSync: (path: string) => {
      looked.push(path)
      // What is not there cannot be looked at.
      const found = fs.statfsSync(path)
      return path.startsWith(remote) ? { ...found, type: NFS } : found
    }
  }
})

beforeEach(() => {
  remote = temporaryFolder()
  looked.length = 0
})

test.each(['c.sqlite', 'new/folders/c.sqlite'])('on a network file system nothing is made for %s', (name) => {
  const file = join(remote, name)
  expect(() => openForWriting(file, 'test')).toThrow(
    `${file} lies on NFS, where a catalogue can be damaged. Keep the catalogue on a local disk`
  )
  expect(looked).toEqual([remote])
  expect(readdirSync(remote)).toEqual([])
})

test('nor is the archive of a demo', async () => {
  const out = join(remote, 'demo')
  await expect(sampleJob.run({ out, images: 200, seed: 1, k: [2] }, WORK)).rejects.toMatchObject({
    code: 'network-file-system'
  })
  expect(existsSync(out)).toBe(false)
})

test('on a local disk a catalogue is made with its folders', () => {
  const file = join(temporaryFolder(), 'new', 'folders', 'c.sqlite')
  openForWriting(file, 'test').close()
  openForReading(file).close()
  expect(existsSync(file)).toBe(true)
})
