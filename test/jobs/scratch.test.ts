import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { scratchPlace, withScratch } from '../../src/jobs/scratch.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'

let place: string
beforeEach(() => {
  place = temporaryFolder()
  vi.stubEnv('SLURM_TMPDIR', place)
})
afterEach(() => vi.unstubAllEnvs())

test('work gets a folder for itself on the disk of the machine, which goes with it', async () => {
  let used = ''
  await withScratch('test', (folder) => {
    used = folder
    writeFileSync(join(folder, 'large'), 'x')
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    return Promise.resolve()
  })
  expect(dirname(used)).toBe(place)
  expect(readdirSync(place)).toEqual([])
  await expect(withScratch('test', () => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
  expect(readdirSync(place)).toEqual([])
})

test('what a killed attempt left goes first, and what others have stays', async () => {
  // A lock file without a lock: the system let go of it.
  mkdirSync(join(place, 'medoid-scratch-dead'))
  for (const name of ['attempt-lock', 'attempt-lock.json', 'shard.sqlite'])
    writeFileSync(join(place, 'medoid-scratch-dead', name), '')
  mkdirSync(join(place, 'medoid-scratch-new'))
  mkdirSync(join(place, 'of-another-program'))
  await withScratch('one', async (one) => {
    await withScratch('another', (another) => {
      expect(readdirSync(place).sort()).toEqual(
        [basename(one), basename(another), 'medoid-scratch-new', 'of-another-program'].sort()
      )
      return Promise.resolve()
    })
    expect(readdirSync(one).sort()).toEqual(['attempt-lock', 'attempt-lock-journal', 'attempt-lock.json'])
  })
})

test('the folder of the scheduler is taken where there is one', () => {
  expect(scratchPlace()).toBe(place)
  vi.stubEnv('SLURM_TMPDIR', join(place, 'none'))
  expect(scratchPlace()).toBe(tmpdir())
  vi.stubEnv('SLURM_TMPDIR', undefined)
  expect(scratchPlace()).toBe(tmpdir())
})
