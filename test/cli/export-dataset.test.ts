import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { register } from '../../src/cli/commands/export.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { clusterParameters, WORK } from '../jobs/archive.ts'
import { runCommand } from './in-process.ts'

const folder = temporaryFolder()
const catalogue = join(folder, 'c.sqlite')
const set = join(folder, 'set')
const asked = ['export', 'dataset', '--run', '1.2', '--out', set, '--size', '16', '--catalogue', catalogue]

beforeAll(async () => {
  await writePhantom(join(folder, 'archive'), { images: 60, seed: 4, size: 16 })
  await scanJob.run({ catalogue, folders: [join(folder, 'archive')] }, WORK)
  await clusterJob.run(clusterParameters(catalogue, { k: [2], sample: 30 }), WORK)
  await assignJob.run({ catalogue, run: '1.2' }, WORK)
})

test('a dry run says how many images are in which split, what is left out, how large and how long', async () => {
  const { code, stdout } = await runCommand(register, ...asked, '--dry-run')
  expect(code).toBe(0)
  expect(stdout).toMatch(/^\d+ images in 2 classes: about [\d.]+ [kM]B, written in \d+ s\. Nothing was written\.$/m)
  expect(stdout).toMatch(/^ {2}train: \d+ images of \d+ groups$/m)
  expect(stdout).toMatch(/^Left out: \d+ images \(burned-in\)$/m)
  expect(existsSync(set)).toBe(false)
})

test('the set is written, and found complete the next time', async () => {
  expect((await runCommand(register, ...asked)).stdout).toMatch(/^\d+ images in 2 classes, [\d.]+ [kM]B, in .*set$/m)
  expect(readdirSync(set).sort()).toEqual(['README.md', 'images.csv', 'manifest.json', 'test', 'train', 'validation'])
  expect((await runCommand(register, ...asked)).stdout).toContain('it was complete already')
})

test('what cannot be is a usage error, or says what to do', async () => {
  expect(await runCommand(register, ...asked, '--frames', 'each')).toMatchObject({ code: 2 })
  expect(await runCommand(register, ...asked, '--test', '1.5')).toMatchObject({ code: 2 })
  const { code, stderr } = await runCommand(register, ...asked, '--seed', '2')
  expect(code).toBe(1)
  expect(stderr).toContain('another folder with --out')
})
