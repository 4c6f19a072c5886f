import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { ComparisonReport } from '../../src/core/catalogue/stored/comparison.ts'
import { register } from '../../src/cli/commands/compare-features.ts'
import { register as registerReport } from '../../src/cli/commands/report.ts'
import { type JobName, parametersOf, runJob } from '../../src/jobs/definitions/index.ts'
import { parse } from '../../src/core/schema.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { runCommand } from './in-process.ts'

const folder = temporaryFolder()
const catalogue = join(folder, 'c.sqlite')
const small = [
  '--method',
  'paper',
  '--ways',
  'missing,information',
  '--k',
  '4',
  '--tags',
  '20',
  '--catalogue',
  catalogue
]

async function job(name: JobName, given: object): Promise<void> {
  await runJob(name, { ...parse<object>(parametersOf(name), given, name), catalogue }, {})
}

beforeAll(async () => {
  await writePhantom(join(folder, 'archive'), { images: 80, seed: 2, size: 32 })
  await job('scan', { folders: [join(folder, 'archive')] })
  await job('cluster', { k: [4], sample: 40 })
})

test('compare-features prints a row for each way, and what the figures mean', async () => {
  const { code, stdout } = await runCommand(register, 'compare-features', ...small)
  expect(code).toBe(0)
  const lines = stdout.split('\n')
  expect(lines[0]).toBe('80 images of 80, K = 4, 20 tags at most, method paper.')
  expect(lines[2]).toMatch(
    /^select +tags +columns +silhouette +stability +largest +visual +modality NMI +homogeneity +body part NMI$/
  )
  expect(lines[4]).toMatch(/^missing +20 +\d+ +-?0\.\d{3} +-?\d\.\d{3} +\d+(\.\d)? % +– /)
  expect(lines[5]).toMatch(/^information +20 /)
  expect(stdout).toContain('Visual: no model that could compare pictures was there.')
})

test('with a model, pictures of images that it has not learnt from are compared; the report shows the table', async () => {
  await job('train', { images: 20, epochs: 1, batch: 4, architecture: 'compact', backend: 'wasm', reserve: 30 })
  const { stdout } = await runCommand(register, 'compare-features', ...small, '--backend', 'wasm', '--json')
  const { n, visual, selections } = JSON.parse(stdout) as ComparisonReport
  expect([n, visual]).toEqual([60, { model: 1, images: 60 }])
  for (const row of selections) {
    expect(row.visual!.clustered).toBeGreaterThan(0)
    expect(row.visual!.clustered).toBeLessThan(row.visual!.permuted)
  }

  const out = join(folder, 'report.html')
  await runCommand(registerReport, 'report', '--run', '1', '--out', out, '--catalogue', catalogue)
  const page = readFileSync(out, 'utf8')
  expect(page).toContain('Other ways to choose tags')
  expect(page).toContain('Most information about other tags')
  const json = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as {
    comparison: { selections: { tags: number }[] }
  }
  expect(json.comparison.selections.map(({ tags }) => tags)).toEqual([20, 20])
})

test('an unknown way is refused with those that there are', async () => {
  const { code, stderr } = await runCommand(register, 'compare-features', '--ways', 'best')
  expect(code).toBe(2)
  expect(stderr).toContain('one of missing, information, laplacian, wrapper')
})
