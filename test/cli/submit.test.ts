import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { register as registerStatus } from '../../src/cli/commands/status.ts'
import { register } from '../../src/cli/commands/submit.ts'
import { openForWriting } from '../../src/core/catalogue/database.ts'
import { type Plan, planOf, writePlan } from '../../src/core/shards/plan.ts'
import { shardFile, writeShardMark } from '../../src/core/shards/shard-file.ts'
import { PROGRAM_VERSION } from '../../src/jobs/program.ts'
import type { StatusReport } from '../../src/jobs/status.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import type { Ran } from './medoid.ts'
import { runCommand } from './in-process.ts'

/** Without a cluster: test/slurm has the same on one. */

const folder = temporaryFolder()
const run = join(folder, 'run')
const programs = join(folder, 'programs')
let plan: Plan

/** A program of SLURM, in the words of a shell. */
function program(name: string, script: string): void {
  writeFileSync(join(programs, name), `#!/bin/sh\n${script}\n`)
  chmodSync(join(programs, name), 0o755)
}

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(run, 'shards'), { recursive: true })
  mkdirSync(programs)
  const ranges = [null, 'b', 'c', 'd'].map((from, i, all) => ({ from, to: all[i + 1] ?? null, files: 10 }))
  plan = planOf({ root: '/data/archive', shards: 4, files: 40, ranges, seenLinks: [] })
  writeFileSync(join(run, 'plan.json'), writePlan(plan))
  vi.stubEnv('PATH', programs)
})
afterEach(() => vi.unstubAllEnvs())

/** An empty shard that is done. */
function scanned(shard: number, mark = { plan: plan.id, shard, program: PROGRAM_VERSION }): void {
  const catalogue = openForWriting(shardFile(join(run, 'shards'), shard), 'a test')
  writeShardMark(catalogue.db, mark)
  catalogue.db.pragma('journal_mode = DELETE')
  catalogue.close()
}

const submit = (...args: string[]): Promise<Ran> => runCommand(register, 'submit', run, ...args)
const status = (...args: string[]): Promise<Ran> => runCommand(registerStatus, 'status', run, ...args)
const script = (name = 'scan'): string => readFileSync(join(run, `slurm/${name}.sbatch`), 'utf8')

describe('submit --print', () => {
  test('needs no SLURM, writes the scripts and prints commands that submit them', async () => {
    scanned(1)
    expect(await submit('--print')).toEqual({
      code: 0,
      stdout: `cd ${run}
job1=$(sbatch --parsable --array=0,2-3 slurm/scan.sbatch)
job2=$(sbatch --parsable "--dependency=afterany:\${job1%%;*}" slurm/merge.sbatch)
`,
      stderr: ''
    })
    expect(script()).toContain('#SBATCH --signal=B:USR1@60\n')
    expect(script('merge')).toContain('#SBATCH --job-name=medoid-merge\n')
    expect(statSync(join(run, 'slurm/scan.sbatch')).mode & 0o777).toBe(0o600)
    expect(statSync(join(run, 'logs')).mode & 0o777).toBe(0o700)
  })

  test.skipIf(process.platform === 'win32')('what it prints runs in a shell', async () => {
    program('sbatch', 'echo "$@" >> sbatch.log; echo "7;north"')
    const { stdout } = await submit('--print')
    const ran = spawnSync('/bin/sh', { input: stdout, env: { PATH: programs }, encoding: 'utf8' })
    expect(ran).toMatchObject({ status: 0, stderr: '' })
    expect(readFileSync(join(run, 'sbatch.log'), 'utf8')).toBe(
      '--parsable --array=0-3 slurm/scan.sbatch\n--parsable --dependency=afterany:7 slurm/merge.sbatch\n'
    )
  })

  test('only some steps, so many tasks at once', async () => {
    expect((await submit('--print', '--steps', 'scan', '--simultaneous', '2')).stdout).toBe(
      `cd ${run}\njob1=$(sbatch --parsable --array=0-3%2 slurm/scan.sbatch)\n`
    )
  })

  test('options are kept for the next time, until others are given', async () => {
    await submit('--print', '--sbatch', '--account=lab --time=4:00:00', '--simultaneous', '2')
    expect((await submit('--print')).stdout).toContain('--array=0-3%2')
    expect(script()).toContain('#SBATCH --account=lab --time=4:00:00\n')
    await submit('--print', '--sbatch', '--account=ward')
    expect(script()).toContain('#SBATCH --account=ward\n')
    expect(script()).not.toContain('lab')
  })

  test('options that are no longer what was written are refused', async () => {
    await submit('--print')
    writeFileSync(join(run, 'slurm/options.json'), '{ "sbatch": "--time=1\\n#SBATCH --uid=0" }')
    const { code, stderr } = await submit('--print')
    expect(code).toBe(1)
    expect(stderr).toContain('options.json.sbatch has to be options of sbatch on one line')
  })

  test('a script that a person has changed is used as it is', async () => {
    await submit('--print')
    appendFileSync(join(run, 'slurm/scan.sbatch'), '# mine\n')
    const { stderr } = await submit('--print', '--sbatch', '--time=1')
    expect(stderr).toContain('scan.sbatch was changed, and is used as it is. Delete it to have it written again.')
    expect(script()).toMatch(/# mine\n$/)
    expect(script()).not.toContain('--time=1')
    expect(script('merge')).toContain('--time=1')
  })

  test('a shard of another plan is named, and what follows it is not submitted', async () => {
    scanned(2, { plan: 'f'.repeat(64), shard: 2, program: PROGRAM_VERSION })
    const { code, stdout } = await submit('--print')
    expect(code).toBe(1)
    expect(stdout)
      .toBe(`# scan 2: ${shardFile(join(run, 'shards'), 2)} is not shard 2 of this plan: it was made for another plan. Move the file away, and scan shard 2 again.
cd ${run}
job1=$(sbatch --parsable --array=0-1,3 slurm/scan.sbatch)
`)
  })

  test('later steps come one after the other, with the options that their commands take', async () => {
    for (const shard of [0, 1, 2, 3]) scanned(shard)
    writeFileSync(join(run, 'archive.sqlite'), '')
    mkdirSync(join(run, 'embedded'))
    writeFileSync(join(run, 'embedded/00001.sqlite'), '')
    writeFileSync(join(run, 'embedded/00002.sqlite.part-n1-7-ab'), '')
    const options = ['--embed', '--model 1 --run 1', '--evaluate', '--model 1 --run 1', '--tasks', '3']
    const { stdout } = await submit('--print', '--steps', 'train,embed,evaluate', ...options, '--gpu', '--gres=gpu:1')
    expect(stdout).toBe(`cd ${run}
job1=$(sbatch --parsable slurm/train.sbatch)
job2=$(sbatch --parsable "--dependency=afterany:\${job1%%;*}" --array=0,2 slurm/embed.sbatch)
job3=$(sbatch --parsable "--dependency=afterany:\${job2%%;*}" --array=0-2 slurm/evaluate.sbatch)
`)
    expect(script('embed')).toContain('embed --shard "$task/$tasks" --out embedded --model 1 --run 1 --catalogue')
    expect(script('embed')).toContain('#SBATCH --gres=gpu:1\n')
    const told = await status()
    expect(told.stdout).toContain('\nembed         3     1 ')
    expect(told.stdout).toContain('--steps train,embed,evaluate\n')
  })

  test('what is to be embedded has to be said', async () => {
    const { code, stderr } = await submit('--print', '--steps', 'embed')
    expect(code).toBe(1)
    expect(stderr).toBe(
      'medoid: Nothing says what to embed. Give the options of the command with --embed: at least --model and --run.\n'
    )
  })

  test.each([
    ['--embed', '--model 1; id'],
    ['--train', '--seed $(id)'],
    ['--sbatch', 'time=1'],
    ['--sbatch', '--time=1\n#SBATCH --uid=0'],
    ['--scratch', '/local/$(id)'],
    ['--scratch', '/local/"x'],
    ['--image', 'medoid.img'],
    ['--simultaneous', '0'],
    ['--steps', 'scan,sing']
  ])('%s %j is refused', async (option, value) => {
    expect((await submit('--print', option, value)).code).toBe(2)
    expect(existsSync(join(run, 'slurm'))).toBe(false)
  })

  test('a folder whose name SLURM would take for patterns is refused', async () => {
    const odd = join(folder, 'run 50%')
    mkdirSync(odd)
    writeFileSync(join(odd, 'plan.json'), writePlan(plan))
    const { code, stderr } = await runCommand(register, 'submit', odd, '--print')
    expect(code).toBe(1)
    expect(stderr).toContain('Rename the folder, or plan into another one.')
  })
})

test('submit where there is no SLURM says so, and how to look at what it would do', async () => {
  const { code, stderr } = await submit()
  expect(code).toBe(1)
  expect(stderr).toBe(
    'medoid: There is no sbatch on this machine. Submit from a login node of the cluster, or see with --print what would be submitted.\n'
  )
})

describe.skipIf(process.platform === 'win32')('status', () => {
  test('without SLURM tells from the files what is done and missing, and that squeue does not answer', async () => {
    scanned(0)
    scanned(2)
    writeFileSync(join(run, 'shards/00003.sqlite.part-node7-12-ab'), '')
    expect(await status()).toEqual({
      code: 1,
      stdout: `step   tasks  done  running  waiting  missing  unfit
─────  ─────  ────  ───────  ───────  ───────  ─────
scan       4     2        –        –        2      0
merge      1     0        –        –        1      0
squeue does not answer: what is missing may be running or waiting.
Missing of scan: 1,3
1 copy of attempts that were killed, or are about to finish:
  shards/00003.sqlite.part-node7-12-ab
To submit what is missing: medoid submit ${run} --steps scan,merge
`,
      stderr: ''
    })
  })

  test('what squeue tells of this folder is running or waiting, and not missing', async () => {
    program(
      'squeue',
      `printf '8|%s|%s|medoid-scan|${run}\\n' 1 RUNNING 2 PENDING; echo '9|N/A|PENDING|medoid-merge|${run}'`
    )
    const { stdout } = await status('--json')
    expect((JSON.parse(stdout) as StatusReport).steps).toEqual([
      { step: 'scan', tasks: 4, done: 0, running: 1, waiting: 1, missing: [0, 3], unfit: [] },
      { step: 'merge', tasks: 1, done: 0, running: 0, waiting: 1, missing: [], unfit: [] }
    ])
  })

  test('a task that runs on after its result is there is done', async () => {
    scanned(1)
    program('squeue', `echo '8|1|RUNNING|medoid-scan|${run}'`)
    const { stdout } = await status('--json')
    expect((JSON.parse(stdout) as StatusReport).steps[0]).toMatchObject({ done: 1, running: 0, missing: [0, 2, 3] })
  })

  test('exits with 0 when all is done', async () => {
    for (const shard of [0, 1, 2, 3]) scanned(shard)
    writeFileSync(join(run, 'archive.sqlite'), '')
    const { code, stdout } = await status()
    expect(code).toBe(0)
    expect(stdout).toContain('Everything is done.')
  })

  test('of a folder without a plan says so', async () => {
    const { code, stderr } = await runCommand(registerStatus, 'status', folder)
    expect(code).toBe(1)
    expect(stderr).toContain(`There is no plan at ${join(folder, 'plan.json')}.`)
  })
})
