import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import * as cluster from '../../src/cli/commands/cluster.ts'
import * as report from '../../src/cli/commands/report.ts'
import * as scan from '../../src/cli/commands/scan.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { dicomFile, type Elements } from '../dicom-file.ts'
import { runCommand } from './in-process.ts'

/** A CT of 120 slices of one patient, and an MR of 12 of another: two series. */
const CT = 120
const MR = 12
const folder = temporaryFolder()
const here = ['--catalogue', join(folder, 'c.sqlite')]

function slice(at: number): Elements {
  const isCt = at < CT
  return {
    '00080018': ['UI', `1.2.3.${at}`],
    '00080060': ['CS', isCt ? 'CT' : 'MR'],
    '00180050': ['DS', isCt ? String(1 + (at % 4)) : '5'],
    '00180015': ['CS', isCt ? 'CHEST' : 'KNEE'],
    '00100020': ['LO', isCt ? 'P1' : 'P2'],
    '0020000E': ['UI', isCt ? '1.2.3.4' : '1.2.3.5'],
    '00280010': ['US', '\x00\x02']
  }
}

beforeAll(async () => {
  const archive = join(folder, 'archive')
  mkdirSync(archive)
  for (let at = 0; at < CT + MR; at++) writeFileSync(join(archive, `${at}.dcm`), dicomFile(slice(at)))
  expect((await runCommand(scan.register, 'scan', archive, ...here)).stdout).toContain('(132 images) are of 2 series')
})

const clustered = (...args: string[]) => runCommand(cluster.register, 'cluster', '--k', '2', ...args, ...here)

test('--per-series caps the images of a series, which is told, and --by draws as many of each', async () => {
  const { stdout } = await clustered('--per-series', '6')
  expect(stdout).toMatch(/^Run 1: 12 images of 132, /)
  expect(stdout).toContain('\nThe sample has 12 images: at most 6 of each of the 2 series.\n')
  expect((await clustered('--by', 'patient', '--sample', '20')).stdout).toMatch(/\n +0 +10 .*\n +1 +10 /)
})

test('where too few would be left, balanced takes more of a series and says so', async () => {
  // Twenty for each of two clusters: 28 of the CT, and the 12 of the MR.
  const { stdout } = await clustered('--method', 'balanced')
  expect(stdout).toMatch(/^Run \d: 40 images of 132, /)
  expect(stdout).toContain(
    'The sample has up to 28 images of a series: 4 of each of the 2 series would be too few to cluster.'
  )
})

test('a number that leaves no room for K is refused with what to change', async () => {
  const { code, stderr } = await clustered('--per-series', '1')
  expect(code).toBe(1)
  expect(stderr).toContain('K = 2 is impossible: with at most 1 image of a series the sample has 2 images')
  expect(stderr).toContain('Take a larger --per-series, or 0 for any number.')
  expect((await clustered('--per-series', 'none')).code).toBe(2)
})

test('the report tells how the sample was drawn, and how to draw it again', async () => {
  const { stdout: json } = await clustered('--per-series', '6', '--by', 'series', '--json')
  const { run } = JSON.parse(json) as { run: number }
  const out = join(folder, 'report.html')
  const { code, stderr } = await runCommand(report.register, 'report', '--run', String(run), '--out', out, ...here)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const page = readFileSync(out, 'utf8')
  expect(page).toContain('drawn at random by series, at most 6 of each series, from')
  expect(page).toContain('The sample has 12 images: at most 6 of each of the 2 series.')
  expect(page).toContain('--sample 66 --per-series 6 --by series --seed 1')
})
