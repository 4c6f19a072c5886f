import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, describe, expect, test } from 'vitest'
import { register as cluster } from '../../src/cli/commands/cluster.ts'
import { register as evaluate } from '../../src/cli/commands/evaluate.ts'
import { register as project } from '../../src/cli/commands/project.ts'
import { register as scan } from '../../src/cli/commands/scan.ts'
import { register as train } from '../../src/cli/commands/train.ts'
import type { EvaluationReport } from '../../src/core/catalogue/stored/evaluation.ts'
import type { EvaluateShardReport } from '../../src/jobs/evaluate-shard.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { runCommand } from './in-process.ts'

/** Tasks of a job array evaluate three datasets. */

const folder = temporaryFolder()
/** Where evaluations are stored; and as a merge of scans leaves it: a finished file, which nobody writes to any more. */
const working = join(folder, 'c.sqlite')
const shared = join(folder, 'shared')
const catalogue = join(shared, 'c.sqlite')
const what = [
  '--run',
  '1.3',
  '--model',
  '1',
  '--backend',
  'wasm',
  '--permutations',
  '19',
  '--datasets',
  '3',
  '--size',
  '20'
]

beforeAll(async () => {
  const there = ['--catalogue', working]
  await writePhantom(join(folder, 'archive'), { images: 150, seed: 4, size: 32 })
  await runCommand(scan, 'scan', join(folder, 'archive'), ...there)
  await runCommand(cluster, 'cluster', '--sample', '40', '--k', '3', ...there)
  const few = ['--images', '24', '--epochs', '1', '--batch', '8', '--architecture', 'compact', '--backend', 'wasm']
  await runCommand(train, 'train', ...few, ...there)
  await runCommand(project, 'project', '--model', '1', '--values', '8', '--backend', 'wasm', ...there)
  mkdirSync(shared)
  const db = new Database(working)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.pragma('journal_mode = DELETE')
  db.close()
  copyFileSync(working, catalogue)
})

let made = 0
const fresh = (): string => join(folder, `out-${made++}`)

async function run<T>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await runCommand(evaluate, 'evaluate', ...args, '--json')
  if (code !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as T
}
const shard = (part: string, out: string, ...more: string[]): Promise<EvaluateShardReport> =>
  run(...what, '--shard', part, '--out', out, '--catalogue', catalogue, ...more)

async function refused(...args: string[]): Promise<string> {
  const { code, stderr } = await runCommand(evaluate, 'evaluate', ...args)
  expect(code).toBe(1)
  return stderr
}

/** What does not depend on when, and how often before, it was evaluated. */
const figuresOf = ({ evaluation: _, seconds: __, ...rest }: EvaluationReport) => rest

describe('the evaluation of all shards', () => {
  test.each([[['--by', 'series', '--centre', 'medoid']], [['--project', '8']]])(
    'has the figures of one evaluation, to the last digit: %j',
    async (more) => {
      const out = fresh()
      const whole = await run<EvaluationReport>(...what, ...more, '--catalogue', working)
      for (const part of ['1/2', '0/2']) await shard(part, out, ...more)
      const together = await run<EvaluationReport>('--merge', out, '--catalogue', working)
      expect(figuresOf(together)).toEqual(figuresOf(whole))
      expect(together.evaluation).toBe(whole.evaluation + 1)
      expect(readdirSync(out)).toEqual(['00000.json', '00001.json'])
      for (const name of readdirSync(out)) expect(statSync(join(out, name)).mode & 0o777).toBe(0o600)
    }
  )

  test('is the same where there are more shards than datasets', async () => {
    const out = fresh()
    const datasets = []
    for (let i = 0; i < 4; i++) datasets.push((await shard(`${i}/4`, out)).datasets)
    expect(datasets).toEqual([0, 1, 1, 1])
    const together = await run<EvaluationReport>('--merge', out, '--catalogue', working)
    expect(figuresOf(together)).toEqual(figuresOf(await run(...what, '--catalogue', working)))
  })

  test('says that distances are those of projected vectors, and tells of what these keep', async () => {
    const { code, stdout } = await runCommand(evaluate, 'evaluate', ...what, '--project', '8', '--catalogue', working)
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /Distances are those of the vectors as 8 principal components give them back, which keep \d\d\.\d % of the variance of 2\d images that the model learnt from/
    )
  })
})

test('a task writes nothing beside the catalogue', () => {
  expect(readdirSync(shared)).toEqual(['c.sqlite'])
})

describe('with the result of one of two shards', () => {
  let out: string
  let file: string
  beforeAll(async () => {
    out = fresh()
    file = (await shard('1/2', out)).file
  })

  test('that result is left as it is, and that is success', async () => {
    const before = statSync(file, { bigint: true })
    expect(await shard('1/2', out)).toMatchObject({ datasets: 2, wasThere: true })
    expect(statSync(file, { bigint: true })).toMatchObject({ ino: before.ino, mtimeNs: before.mtimeNs })
  })

  test('a merge names the task whose result is missing, and stores nothing', async () => {
    expect(await refused('--merge', out, '--catalogue', working)).toContain(
      `${out}: 1 result of 2 is missing. Run these tasks of the array again: 0`
    )
  })

  test.each([
    ['--seed', '7', 'seed 1 (here 7)'],
    ['--permutations', '20', 'permutations 19 (here 20)'],
    ['--project', '8', 'projection none (here 8 ('],
    ['--shard', '1/3', 'shards 2 (here 3)']
  ])('the result of another %s is not taken for this one', async (option, value, words) => {
    const args = [...what, '--shard', '1/2', '--out', out, '--catalogue', catalogue, option, value]
    const said = await refused(...args)
    expect(said).toContain(`${file} was made with other settings: `)
    expect(said).toContain(words)
  })

  test('a damaged result is refused by name, by its task and by a merge', async () => {
    const damaged = fresh()
    mkdirSync(damaged)
    const copy = join(damaged, '00001.json')
    writeFileSync(copy, readFileSync(file, 'utf8').replace('"clustered":0', '"clustered":1'))
    const words = `${copy} is not a whole result: it is not what was written. Delete it, and run its task again.`
    expect(await refused(...what, '--shard', '1/2', '--out', damaged, '--catalogue', catalogue)).toContain(words)
    expect(await refused('--merge', damaged, '--catalogue', working)).toContain(words)
  })
})

test('shards of another catalogue are refused, and nothing is stored', async () => {
  const out = fresh()
  await shard('0/1', out)
  const other = join(folder, 'other.sqlite')
  copyFileSync(working, other)
  const db = new Database(other)
  db.exec("UPDATE meta SET value = 'another', sums = NULL WHERE key = 'identity'")
  const evaluations = () => db.prepare('SELECT count(*) FROM evaluation').pluck().get()
  const before = evaluations()
  expect(await refused('--merge', out, '--catalogue', other)).toMatch(/catalogue [-0-9a-z]+ \(here another\)/)
  expect(evaluations()).toBe(before)
  db.close()
})

test('projected vectors need a projection that is stored', async () => {
  const args = [...what, '--shard', '0/2', '--out', fresh(), '--project', '9', '--catalogue', catalogue]
  expect(await refused(...args)).toContain('Fit it first: "medoid project --model 1 --values 9".')
})

test.each([
  [['--shard', '0/4'], '--shard needs the folder for its result (--out FOLDER)'],
  [['--out', 'x'], '--out goes with --shard'],
  [['--merge', 'x', '--seed', '3'], '--merge does not go with --run, --model, --seed']
])('%j is a usage error', async (args, words) => {
  const { code, stderr } = await runCommand(evaluate, 'evaluate', '--run', '1.3', '--model', '1', ...args)
  expect([code, stderr]).toEqual([2, expect.stringContaining(words)])
  expect(existsSync('x')).toBe(false)
})
