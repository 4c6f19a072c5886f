import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { register as scan } from '../../src/cli/commands/scan.ts'
import type { PlanReport } from '../../src/jobs/plan.ts'
import type { ScanShardReport } from '../../src/jobs/scan-shard.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { dicomFile } from '../dicom-file.ts'
import { slowShare, whyNoSlowShare } from '../slow-share/slow-share.ts'
import { runCommand } from './in-process.ts'
import { json, medoid } from './medoid.ts'

/** An archive in two shards, which programs of their own scan: a folder of 3,000 images, and one of 6. */

const folder = temporaryFolder()
const [root, run, scratch] = ['archive', 'run', 'scratch'].map((name) => join(folder, name))
const shards = join(run, 'shards')
const plan = join(run, 'plan.json')
const shard = (number: number): string[] => ['scan', '--plan', plan, '--shard', String(number), '--out', shards]

beforeAll(async () => {
  vi.stubEnv('SLURM_TMPDIR', scratch)
  for (const each of [root, scratch, join(root, 'many'), join(root, 'zuletzt – die letzten')]) mkdirSync(each)
  const image = (i: number) => dicomFile({ '00080018': ['UI', `1.${i}`], '00100010': ['PN', 'SECRET^NAME'] })
  for (let i = 0; i < 3000; i++) writeFileSync(join(root, 'many', `IM${i}`), image(i))
  for (let i = 0; i < 6; i++) writeFileSync(join(root, 'zuletzt – die letzten', `IM${i}`), image(3000 + i))
  writeFileSync(join(root, 'many', 'BROKEN'), image(1).subarray(0, 150))
  const report = await json<PlanReport>('plan', root, '--shards', '2', '--out', run)
  expect(report).toMatchObject({ files: 3007, shards: 2, smallest: 1503, largest: 1504 })
})
afterAll(() => vi.unstubAllEnvs())

test('one that is told to stop ends with 130, and keeps nothing: SLURM may start it again elsewhere', async () => {
  let isTold = false
  const { code, stderr } = await medoid([...shard(0), '--progress'], (text, stop) => {
    if (!isTold && text.includes('Reading headers')) {
      isTold = true
      stop('SIGTERM')
    }
  })
  expect(stderr).toContain('Stopping at a committed state')
  expect(code).toBe(130)
  expect(readdirSync(shards)).toEqual([])
  expect(readdirSync(scratch)).toEqual([])
})

test('one that is killed is done the next time, on what it left', async () => {
  const { code } = await medoid([...shard(0), '--progress'], (text, stop) => {
    if (text.includes('Reading headers')) stop('SIGKILL')
  })
  expect(code).toBe(null)
  expect(readdirSync(shards)).toEqual([])
  expect(readdirSync(scratch)).toHaveLength(1)
  expect(await json<ScanShardReport>(...shard(0))).toMatchObject({
    already: false,
    planned: 1503,
    files: { seen: 1503 }
  })
  expect(readdirSync(scratch)).toEqual([])
})

test('of two at once both end with 0', async () => {
  const reports = await Promise.all([json<ScanShardReport>(...shard(1)), json<ScanShardReport>(...shard(1))])
  expect(reports.map(({ already }) => already).sort()).toEqual([false, true])
  expect(readdirSync(shards)).toEqual(['00000.sqlite', '00001.sqlite'])
})

test('what is printed are counts: no path of a file, and no value', async () => {
  const again = join(folder, 'again')
  const { code, stdout, stderr } = await medoid(['scan', '--plan', plan, '--shard', '0', '--out', again])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^Shard 0: 1,503 files in .*; 1,503 files when the archive was planned\.\n/)
  expect(stdout).toContain('1,502 DICOM, 0 other, 1 failed; 1 issue.')
  expect(stdout + stderr).not.toMatch(/many|BROKEN|SECRET/)
})

const reason = whyNoSlowShare()
if (reason !== null) console.log(`Plans of network shares are not tested: ${reason}.`)

test.skipIf(reason !== null)('on a network share many folders are listed at a time', async () => {
  const archive = temporaryFolder()
  for (let i = 0; i < 200; i++) {
    mkdirSync(join(archive, String(i % 2), String(i)), { recursive: true })
    writeFileSync(join(archive, String(i % 2), String(i), 'image'), '')
  }
  const share = await slowShare(archive, 50)
  try {
    const report = await json<PlanReport>('plan', share.folder, '--shards', '2', '--out', join(folder, 'of-share'))
    expect(report).toMatchObject({ files: 200, smallest: 100 })
    expect(share.requests()).toMatchObject({ open: { total: 0 }, list: { total: 203 } })
    // More than the four threads in which Node waits otherwise.
    expect(share.requests().list.most).toBeGreaterThan(16)
  } finally {
    await share.close()
  }
})

describe('the shell refuses', () => {
  test.each([
    ['a plan without a shard', ['--plan', plan], '--plan and --shard go together'],
    ['a shard without a plan', ['--shard', '1'], '--plan and --shard go together'],
    ['folders beside a plan', [root, '--plan', plan, '--shard', '1'], '--plan does not go with folders'],
    ['a catalogue beside a plan', ['--plan', plan, '--shard', '1', '--catalogue', 'c'], '--plan does not go with'],
    ['a number that is none', ['--plan', plan, '--shard', '1.5'], 'has to be a whole number from 0 to 9999']
  ])('%s', async (_name, args, problem) => {
    const { code, stderr } = await runCommand(scan, 'scan', ...args)
    expect(code).toBe(2)
    expect(stderr).toContain(problem)
  })

  test('a shard that the plan does not have', async () => {
    const { code, stderr } = await runCommand(scan, 'scan', '--plan', plan, '--shard', '2', '--out', shards)
    expect(code).toBe(1)
    expect(stderr).toBe(
      'medoid: The plan has no shard 2: its 2 shards are numbered from 0 to 1. Submit an array of these numbers.\n'
    )
    expect(existsSync(join(shards, '00002.sqlite'))).toBe(false)
  })
})
