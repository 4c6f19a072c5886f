import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { deviceOf, requireAll, requireSame, resultsIn } from '../../src/jobs/shard-results.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'

test('results are the files with a number and the ending of their kind, in the order of their numbers', () => {
  const folder = temporaryFolder()
  const names = [
    '00010.sqlite',
    '00002.sqlite',
    '100000.sqlite',
    '00003.json',
    '00004.sqlite.part-node-7-0a',
    'x.sqlite'
  ]
  for (const name of names) writeFileSync(join(folder, name), '')
  expect(resultsIn(folder)).toEqual([2, 10, 100_000])
  expect(resultsIn(folder, 'json')).toEqual([3])
})

test('what is missing is told as sbatch takes it', () => {
  expect(() => requireAll('RUN/embedded', [1, 5], 8)).toThrow(
    'RUN/embedded: 6 results of 8 are missing. Run these tasks of the array again: 0,2-4,6-7'
  )
  expect(() => requireAll('RUN/embedded', [0, 1, 2], 3)).not.toThrow()
})

test('a setting that only one of the two has differs, too', () => {
  expect(() => requireSame('a', { model: '1' }, { model: '1' })).not.toThrow()
  expect(() => requireSame('a', { model: '1', seed: '2' }, { model: '2', by: 'image' })).toThrow(
    'a was made with other settings: model 1 (here 2), by none (here image), seed 2 (here none).'
  )
})

test('threads do not make another device, a card does', () => {
  expect(deviceOf({ name: 'wasm', device: '2 threads' })).toBe(deviceOf({ name: 'wasm', device: '64 threads' }))
  expect(deviceOf({ name: 'cuda', device: 'NVIDIA A100' })).toBe('cuda (NVIDIA A100)')
})
