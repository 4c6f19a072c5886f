import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { Service } from '../../src/api/service.ts'
import { register as cluster } from '../../src/cli/commands/cluster.ts'
import { register as evaluate } from '../../src/cli/commands/evaluate.ts'
import { register as report } from '../../src/cli/commands/report.ts'
import { register as scan } from '../../src/cli/commands/scan.ts'
import { register as train } from '../../src/cli/commands/train.ts'
import type { EvaluationReport } from '../../src/core/catalogue/stored/evaluation.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { faultyTables, hasSharedFaults } from '../shared-faults.ts'
import { runCommand } from './in-process.ts'

describe.skipIf(!hasSharedFaults)('sixty images of one grey level each, trained on and evaluated', () => {
  const folder = temporaryFolder()
  const catalogue = join(folder, 'c.sqlite')
  const here = ['--catalogue', catalogue]
  const evaluation = [
    'evaluate',
    '--run',
    '1.2',
    '--model',
    '1',
    '--datasets',
    '2',
    '--size',
    '8',
    '--permutations',
    '9'
  ]
  let trained: string

  beforeAll(async () => {
    await runCommand(scan, 'scan', join(faultyTables, 'dicom-constant-images'), ...here)
    await runCommand(cluster, 'cluster', '--k', '2', '--sample', '20', ...here)
    const few = ['--architecture', 'compact', '--images', '6', '--epochs', '1', '--batch', '3']
    trained = (await runCommand(train, 'train', ...few, '--backend', 'wasm', ...here)).stderr
  })

  test('are told of when they are drawn to train on', () => {
    expect(trained).toMatch(
      /Of the 6 images drawn 6 have one grey level only, and teach nothing\. The first: .*im\d+\.dcm/
    )
  })

  test('are counted and named where their evaluation is shown', async () => {
    const { code, stdout } = await runCommand(evaluate, ...evaluation, '--backend', 'wasm', '--json', ...here)
    expect(code).toBe(0)
    const { datasets, blank } = JSON.parse(stdout) as EvaluationReport
    const images = datasets.reduce((sum, each) => sum + each.images, 0)
    expect(images).toBeGreaterThanOrEqual(8)
    expect(blank!.constantPictures).toHaveLength(images)
    expect(new Set(blank!.constantPictures.map(({ path }) => path)).size).toBe(images)
    for (const { path } of blank!.constantPictures) expect(path).toMatch(/im\d+\.dcm$/)
    // A picture that is black leaves a vector of zeros; the distance of 1 comes with a word.
    expect(blank!.withoutLength).toHaveLength(images)
    expect(datasets.map(({ clustered }) => clustered)).toEqual([1, 1])

    const text = (await runCommand(evaluate, ...evaluation, '--backend', 'wasm', ...here)).stdout
    expect(text).toContain(`${images} images have one grey level only, and nothing to see`)
    expect(text).toContain(`${images} vectors have no length, and so no direction`)
    expect(text).toContain(blank!.withoutLength[0].path)

    const window = new Service()
    const { words } = (await window.answer('evaluations.report', { evaluation: 1 }, catalogue)) as {
      words: { blank: string[] }
    }
    expect(words.blank).toEqual([
      expect.stringContaining(`${images} images have one grey level only`),
      expect.stringContaining(
        `counts as 1. Instances ${blank!.withoutLength.map(({ instance }) => instance).join(', ')}.`
      )
    ])

    const out = join(folder, 'report.html')
    await runCommand(report, 'report', '--run', '1.2', '--evaluation', '1', '--out', out, ...here)
    const page = readFileSync(out, 'utf8')
    expect(page).toContain(`${images} images have one grey level only`)
    expect(page).not.toContain('dicom-constant-images')
  })
})
