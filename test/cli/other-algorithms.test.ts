import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import * as assign from '../../src/cli/commands/assign.ts'
import * as cluster from '../../src/cli/commands/cluster.ts'
import * as report from '../../src/cli/commands/report.ts'
import * as scan from '../../src/cli/commands/scan.ts'
import type { ReportData } from '../../src/core/report/data.ts'
import type { ClusterReport } from '../../src/jobs/cluster.ts'
import type { ClusterTableReport } from '../../src/jobs/cluster-table.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { dicomFile } from '../dicom-file.ts'
import { runCommand } from './in-process.ts'

/** The whole way with the algorithms that are no FasterPAM: over 60 CT images of three thicknesses and 60 MR images of three. */

const folder = temporaryFolder()
const here = ['--catalogue', join(folder, 'c.sqlite')]

beforeAll(async () => {
  const archive = join(folder, 'archive')
  mkdirSync(archive)
  for (let at = 0; at < 120; at++) {
    const isCt = at < 60
    const file = dicomFile({
      '00080018': ['UI', `1.2.3.${at}`],
      '00080060': ['CS', isCt ? 'CT' : 'MR'],
      '00180050': ['DS', String((isCt ? 1 : 5) + (at % 3))],
      '00180015': ['CS', isCt ? 'CHEST' : 'KNEE'],
      '0020000E': ['UI', `1.2.4.${at}`],
      '00280010': ['US', '\x00\x02']
    })
    writeFileSync(join(archive, `${at}.dcm`), file)
  }
  expect((await runCommand(scan.register, 'scan', archive, ...here)).code).toBe(0)
})

const clustered = (...args: string[]) => runCommand(cluster.register, 'cluster', ...args, ...here)

async function reportOf(name: string): Promise<ReportData> {
  const out = join(folder, `${name}.html`)
  const { code, stderr } = await runCommand(report.register, 'report', '--run', name, '--out', out, ...here)
  expect(stderr).not.toContain('rror')
  expect(code).toBe(0)
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as ReportData
}

describe.each(['fastermsc', 'onebatchpam'])('%s', (algorithm) => {
  const args = ['--algorithm', algorithm, '--k', '2,6,8', '--seed', '3', '--restarts', '4', '--sample', '120']
  let run: ClusterReport

  beforeAll(async () => {
    const { stdout } = await clustered(...args, '--json')
    run = JSON.parse(stdout) as ClusterReport
  })

  test('finds the six groups, the same for the same seed', async () => {
    expect(run).toMatchObject({ algorithm, restarts: 4, n: 120, best: { k: 6, structure: 'strong' } })
    expect(run.clusters.map(({ size }) => size)).toEqual([20, 20, 20, 20, 20, 20])
    const again = JSON.parse((await clustered(...args, '--json')).stdout) as ClusterReport
    const timeless = ({ sweep }: ClusterReport) => sweep.map(({ k, loss, silhouette }) => ({ k, loss, silhouette }))
    expect(timeless(again)).toEqual(timeless(run))
  })

  test('is assigned and reported, with how stable it is beside the other method', async () => {
    const { stdout } = await runCommand(assign.register, 'assign', '--run', `${run.run}.6`, ...here)
    expect(stdout).toContain('Assigned 120 images to the 6 clusters')
    const data = await reportOf(`${run.run}.6`)
    expect(data.run).toMatchObject({ sample: 120, assigned: 120, parameters: { algorithm } })
    expect(data.methods).toMatchObject({ k: 6, methods: [{ stability: 1 }, { stability: 1 }] })
    expect(data.run.bestK).toBe(algorithm === 'fastermsc' ? null : 6)
  })
})

test('FasterMSC is told to be judged by what it searches for: in help, with its result and in the report', async () => {
  const caution = 'The medoids of this run were chosen for high silhouettes, so these do not judge its clusters'
  const { stdout } = await clustered('--algorithm', 'fastermsc', '--k', '2,6,8')
  expect(stdout).toContain(caution)
  expect(stdout).toContain('Highest silhouette: K = 6')
  expect(stdout).not.toContain('◀')
  const [, run] = /^Run (\d+)/.exec(stdout)!
  expect((await reportOf(`${run}.6`)).run.remarks).toContainEqual(expect.stringContaining(caution))
  const plain = (await clustered('--algorithm', 'fasterpam', '--k', '2,6,8')).stdout
  expect(plain).not.toContain(caution)
  expect(plain).toContain('◀')
  const help = (await runCommand(cluster.register, 'cluster', '--help')).stdout.replace(/\s+/g, ' ')
  expect(help).toContain('nearly what clusters are judged by, so that no K is called the best')
  expect(help).toContain('more than 32,767 with --algorithm onebatchpam alone')
})

describe('with more rows than a matrix has room for', () => {
  const ROWS = 33_000
  const table = join(folder, 'many.csv')
  const args = ['cluster', '--table', table, '--types', `${table}.json`, '--k', '2', '--restarts', '1']

  beforeAll(() => {
    // A third differs from the others in two of three columns.
    const rows = Array.from({ length: ROWS }, (_, row) => (row % 3 === 0 ? 'MR,KNEE,' : 'CT,CHEST,') + (row % 10))
    writeFileSync(table, `Modality,BodyPartExamined,Institution\n${rows.join('\n')}\n`)
    writeFileSync(`${table}.json`, '{ "Modality": "nominal", "BodyPartExamined": "nominal", "Institution": "nominal" }')
  })

  test('FasterPAM says what to choose', async () => {
    const { code, stderr } = await runCommand(cluster.register, ...args)
    expect(code).toBe(1)
    expect(stderr).toContain('A sample of 33,000 rows does not fit')
    expect(stderr).toContain('or choose --algorithm onebatchpam, which needs no matrix.')
  })

  test('OneBatchPAM clusters and judges them all', async () => {
    const { stdout } = await runCommand(cluster.register, ...args, '--algorithm', 'onebatchpam', '--json')
    const { sweep, n } = JSON.parse(stdout) as ClusterTableReport
    expect(n).toBe(ROWS)
    const [{ labels, silhouette }] = sweep
    expect(labels.filter((label) => label === 0)).toHaveLength((ROWS * 2) / 3)
    expect(labels.every((label, row) => label === (row % 3 === 0 ? 1 : 0))).toBe(true)
    // Of ten institutions: 9/10 of the others in the cluster are √(1/3) away, 1/10 and 9/10 of the other cluster √(2/3) and 1.
    const [a, b] = [0.9 * Math.sqrt(1 / 3), 0.1 * Math.sqrt(2 / 3) + 0.9]
    expect(silhouette).toBeCloseTo((b - a) / b, 3)
  })
})

test('OneBatchPAM does not compare pictures', async () => {
  const { code, stderr } = await clustered('--algorithm', 'onebatchpam', '--fuse', '1')
  expect(code).toBe(1)
  expect(stderr).toContain('Choose another --algorithm, or cluster without --fuse.')
})
