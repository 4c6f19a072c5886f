import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { openForWriting } from '../../src/core/catalogue/database.ts'
import { storedName } from '../../src/core/catalogue/names.ts'
import { type Plan, planOf, writePlan } from '../../src/core/shards/plan.ts'
import { runPaths, shardFile, writeShardMark } from '../../src/core/shards/shard-file.ts'
import { checkJob } from '../../src/jobs/check.ts'
import { mergeJob } from '../../src/jobs/merge.ts'
import { PROGRAM_VERSION } from '../../src/jobs/program.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { medoid } from '../cli/medoid.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { contentsOfFile } from '../core/shards/same.ts'
import { filesOf, rangesAt, scanHere } from '../core/shards/scan-here.ts'

/** A run folder whose shards are all there: a phantom archive, which has copies, other files and broken ones, in five shards. */
const SHARDS = 5
const work = temporaryFolder()
const root = join(work, 'archive')
let plan: Plan
const original = join(work, 'run')
const one = join(work, 'one-scan.sqlite')

beforeAll(async () => {
  await writePhantom(root, { images: 120, seed: 3 })
  // Copies in another shard than their originals.
  const patient = readdirSync(root).find((name) => name.startsWith('PA'))!
  cpSync(join(root, patient), join(root, 'zz'), { recursive: true, preserveTimestamps: true })
  const paths = filesOf(root)
  const cuts = [1, 2, 3, 4].map((i) => paths[Math.floor((i * paths.length) / SHARDS)])
  const ranges = rangesAt(cuts).map(({ from, to }) => ({
    from: from === null ? null : storedName(from),
    to: to === null ? null : storedName(to),
    files: 1
  }))
  plan = planOf({ root, shards: SHARDS, files: paths.length, ranges, seenLinks: [] })
  mkdirSync(runPaths(original).shards, { recursive: true })
  writeFileSync(runPaths(original).plan, writePlan(plan))
  rangesAt(cuts).forEach((range, shard) => {
    const file = scanHere(shardFile(runPaths(original).shards, shard), root, range)
    mark(file, plan.id, shard)
  })
  scanHere(one, root)
})

function mark(file: string, id: string, shard: number, program = PROGRAM_VERSION): void {
  const catalogue = openForWriting(file, 'a test')
  writeShardMark(catalogue.db, { plan: id, shard, program })
  catalogue.db.pragma('journal_mode = DELETE')
  catalogue.close()
}

/** A copy of the run folder for one test. */
function newRun(): { run: string; shard: (shard: number) => string; catalogue: string } {
  const run = join(temporaryFolder(), 'run')
  mkdirSync(runPaths(run).shards, { recursive: true })
  copyFileSync(runPaths(original).plan, runPaths(run).plan)
  const shard = (number: number): string => shardFile(runPaths(run).shards, number)
  for (let i = 0; i < SHARDS; i++) copyFileSync(shardFile(runPaths(original).shards, i), shard(i))
  return { run, shard, catalogue: join(run, 'archive.sqlite') }
}

const merge = (inputs: string[], catalogue: string) => mergeJob.run({ inputs, catalogue }, {})

test('the shards of a plan become the catalogue that one scan makes, in which check finds nothing', async () => {
  const { run, shard, catalogue } = newRun()
  writeFileSync(`${shard(2)}.part-node7-12-ab`, 'what a killed attempt has left')
  const report = await merge([run], catalogue)
  const whole = contentsOfFile(one)
  expect(contentsOfFile(catalogue)).toEqual(whole)
  expect(report).toMatchObject({ merged: 5, already: false, instances: whole.instances.length })
  expect(report.done!.duplicates).toBeGreaterThan(0)
  expect(report.duplicates).toBe(Object.values(whole.files).filter(([, , status]) => status === 1).length)
  expect((await checkJob.run({ catalogue }, {})).findings).toEqual([])
  expect(statSync(catalogue).mode & 0o777).toBe(0o600)
  expect(readdirSync(run).sort()).toEqual([
    'archive.sqlite',
    'archive.sqlite-lock',
    'archive.sqlite-lock.json',
    'plan.json',
    'shards'
  ])
  expect(readdirSync(runPaths(run).shards)).toEqual([0, 1, 2, 3, 4].map((i) => `0000${i}.sqlite`))
})

test('a second merge of the same finds it done; another file in its place stays', async () => {
  const { run, catalogue } = newRun()
  await merge([run], catalogue)
  const before = readFileSync(catalogue)
  expect(await merge([run], catalogue)).toMatchObject({ already: true, done: null, merged: 5 })
  expect(readFileSync(catalogue).equals(before)).toBe(true)
  const other = join(dirname(catalogue), 'other.sqlite')
  copyFileSync(one, other)
  await expect(merge([run], other)).rejects.toThrow(
    `There is a file at ${other} already, which is not what this would make.`
  )
})

test('while shards are missing nothing is made, and their numbers are printed as sbatch takes them', async () => {
  const { run, shard, catalogue } = newRun()
  for (const i of [0, 2, 3]) rmSync(shard(i))
  const { code, stdout, stderr } = await medoid(['merge', run, '--catalogue', catalogue])
  expect(stdout).toBe('--array=0,2-3\n')
  expect(stderr).toContain('3 of 5 shards are missing. Run these tasks of the array again: 0,2-3; then merge again.')
  expect(code).toBe(1)
  expect(existsSync(catalogue)).toBe(false)
})

test('a shard of another plan or version is named, and none is deleted', async () => {
  const { run, shard, catalogue } = newRun()
  mark(shard(1), 'f'.repeat(64), 1)
  mark(shard(4), plan.id, 4, '0.0.1')
  rmSync(shard(3))
  const merged = merge([run], catalogue)
  await expect(merged).rejects.toThrow(`1 of 5 shards is missing.`)
  await expect(merged).rejects.toThrow(`${shard(1)} is not shard 1 of this plan: it was made for another plan`)
  await expect(merged).rejects.toThrow(`${shard(4)} is not shard 4 of this plan: it was made by Medoid 0.0.1`)
  await expect(merged).rejects.toMatchObject({ parameters: { array: '1,3-4' } })
  expect([0, 1, 2, 4].every((i) => existsSync(shard(i)))).toBe(true)
})

test('a shard with a byte that changed is named, and nothing is left of the merge', async () => {
  const { run, shard, catalogue } = newRun()
  const catalogueOfShard = openForWriting(shard(3), 'a test')
  catalogueOfShard.db.exec(
    "UPDATE value SET texts = zeroblob(length(texts)) WHERE tag = (SELECT id FROM tag WHERE keyword = 'Modality')"
  )
  catalogueOfShard.db.pragma('journal_mode = DELETE')
  catalogueOfShard.close()
  await expect(merge([run], catalogue)).rejects.toThrow(
    new RegExp(`00003\\.sqlite is damaged .*run task 3 of the array again; then merge again`)
  )
  expect(
    readdirSync(run)
      .filter((name) => !name.endsWith('-lock') && !name.endsWith('-lock.json'))
      .sort()
  ).toEqual(['plan.json', 'shards'])
})

test('a merge that is killed wherever it is, is made by the next one', async () => {
  const { run, catalogue } = newRun()
  const script = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
  let finished = false
  let kills = 0
  for (; !finished; kills++) {
    const child = spawn(process.execPath, [script, 'merge', run, '--catalogue', catalogue, '--progress'], {
      stdio: 'pipe'
    })
    // At a later line of its progress each time.
    let lines = 0
    child.stderr.on('data', () => {
      if (++lines > kills) child.kill('SIGKILL')
    })
    const [code] = (await once(child, 'exit')) as [number | null]
    finished = code === 0
    if (!finished) expect(existsSync(catalogue)).toBe(false)
  }
  expect(kills).toBeGreaterThan(3)
  expect(contentsOfFile(catalogue)).toEqual(contentsOfFile(one))
  expect(readdirSync(run).some((name) => name.includes('unfinished'))).toBe(false)
})

test('what was made of catalogues stays behind, and is counted', async () => {
  const first = join(temporaryFolder(), 'first.sqlite')
  copyFileSync(one, first)
  const catalogue = openForWriting(first, 'a test')
  catalogue.db.exec(
    "INSERT INTO selection(created, program, name, note, origin, removed) VALUES('', '', 'x', '', '{}', 0)"
  )
  catalogue.close()
  const second = join(temporaryFolder(), 'first.sqlite')
  renameSync(scanHere(join(dirname(second), 'x'), join(root, readdirSync(root)[0])), second)
  const target = join(dirname(first), 'both.sqlite')
  const { code, stdout, stderr } = await medoid(['merge', first, second, '--catalogue', target])
  expect(stderr).toBe('')
  expect(stdout).toContain(`Merged 2 catalogues into ${target}`)
  expect(stdout).toContain('Not merged, and still where they were: 1 selection.')
  expect(code).toBe(0)
  const listed = await medoid(['sources', '--catalogue', target])
  expect(listed.stdout).toMatch(/1 +\S+archive +first .*\n.*2 .*archive\S+ +first \(2\) /)
})
