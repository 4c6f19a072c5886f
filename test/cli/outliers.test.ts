import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as cluster from '../../src/cli/commands/cluster.ts'
import * as scan from '../../src/cli/commands/scan.ts'
import type { ClusterReport } from '../../src/jobs/cluster.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { dicomFile, type Elements } from '../dicom-file.ts'
import { tables } from '../fixtures/tables.ts'
import { runCommand } from './in-process.ts'

/** Milliseconds: three kinds of sequences, and one value that an odd program wrote. */
const REPETITION_TIMES = `
  504 602 4000 497 598 3995 495 595 3996 503 602 4005 500 601 4005 503 601 4000 501 605 3998 503 602 3995 499 604
  4001 495 603 4003 504 596 3995 504 595 4000 495 598 4000 499 599 3995 495 596 3995 502 600 4002 497 601 4003 499
  600 4005 503 605 3999 502 605 9999999999`
  .trim()
  .split(/\s+/)

async function sweepOf(...args: string[]): Promise<Pick<ClusterReport, 'sweep' | 'best'> & { stderr: string }> {
  const { stdout, stderr } = await runCommand(cluster.register, 'cluster', '--json', ...args)
  return { ...(JSON.parse(stdout) as ClusterReport), stderr }
}

/** Losses and silhouettes agree with R's within 1e-3 of them, or as far as five decimals tell. */
function expectSweep(
  { sweep }: Pick<ClusterReport, 'sweep'>,
  expected: [k: number, loss: number, silhouette: number][]
) {
  expect(sweep.map(({ k }) => k)).toEqual(expected.map(([k]) => k))
  expected.forEach(([k, loss, silhouette], at) => {
    expect(Math.abs(sweep[at].loss - loss), `loss for K = ${k}`).toBeLessThan(Math.max(1e-3 * loss, 5e-6))
    expect(Math.abs(sweep[at].silhouette! - silhouette), `silhouette for K = ${k}`).toBeLessThan(1e-3 * silhouette)
  })
}

// Expected by R's cluster 2.1.4: daisy gower, square root, pam, silhouette.
describe('beside an outlier', () => {
  test('values of a table keep their distances', async () => {
    const table = tables('outlier1e8.csv')
    const types = tables('outlier1e8.types.json')
    const report = await sweepOf('--table', table, '--types', types, '--k', '2,3,4')
    expectSweep(report, [
      [2, 0.0032, 0.85659],
      [3, 4e-4, 0.75959],
      [4, 3e-4, 0.42139]
    ])
    expect(report.best.k).toBe(2)
    expect(report.stderr).toBe('')
  })

  test('values of images keep their distances', async () => {
    const catalogue = join(temporaryFolder(), 'c.sqlite')
    const images = temporaryFolder()
    REPETITION_TIMES.forEach((time, at) => {
      const elements: Elements = {
        '00080018': ['UI', `1.2.${at}`],
        '00180080': ['DS', time],
        '00280010': ['US', String.fromCharCode(16, 0)]
      }
      writeFileSync(join(images, `${at}.dcm`), dicomFile(elements))
    })
    await runCommand(scan.register, 'scan', images, '--catalogue', catalogue)
    const features = ['--method', 'paper', '--tags', '1', '--include', 'RepetitionTime']
    const report = await sweepOf('--catalogue', catalogue, ...features, '--sample', '5000', '--k', '2,3,4')
    expectSweep(report, [
      [2, 0.01337, 0.98305],
      [3, 0.00256, 0.90517],
      [4, 0.00087, 0.85467]
    ])
    expect(report.best.k).toBe(2)
    expect(report.stderr).toMatch(/^RepetitionTime reaches from 495 to 9999999999, and nine of ten values lie .*\.\n$/)
  })
})
