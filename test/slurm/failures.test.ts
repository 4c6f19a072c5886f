import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeFinished, openForWriting } from '../../src/core/catalogue/database.ts'
import { readPlan } from '../../src/core/shards/plan.ts'
import { writeShardMark } from '../../src/core/shards/shard-file.ts'
import type { StatusReport } from '../../src/jobs/status.ts'
import type { SubmitReport } from '../../src/jobs/submit.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { contentsOfFile } from '../core/shards/same.ts'
import { Cluster, until } from './cluster.ts'
import { whyNoCluster } from './packages.ts'

/** What happens to jobs on a cluster, on a real SLURM; whatever it is, results that are there stay, and a merge equals one scan. */

const why = whyNoCluster()

describe.skipIf(why !== null)(`on a SLURM cluster${why === null ? '' : ` (skipped: ${why})`}`, () => {
  const folder = temporaryFolder()
  const archive = join(folder, 'archive')
  // A name in which a shell and SLURM would find much to do.
  const run = join(folder, `run of 'Dr.' "X" $(touch pwned)`)
  /** One scan of everything. */
  const whole = join(folder, 'whole.sqlite')
  let cluster: Cluster
  const NODES = 5

  beforeAll(async () => {
    await writePhantom(archive, { images: 80, seed: 3 })
    cluster = await Cluster.start(join(folder, 'slurm'), NODES)
    // The scratch disk of the last node is always full.
    await cluster.output('mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', join(cluster.folder, 'scratch/n5'))
    await cluster.output('scontrol', 'update', 'NodeName=n5', 'State=DRAIN', 'Reason=test')
    expect((await cluster.medoid('plan', archive, '--shards', '8', '--out', run)).code).toBe(0)
    expect((await cluster.medoid('scan', archive, '--catalogue', whole)).code).toBe(0)
  })
  afterAll(() => cluster?.stop())

  const shards = (of = run): string[] => readdirSync(join(of, 'shards')).sort()
  const all = Array.from({ length: 8 }, (_, shard) => `0000${shard}.sqlite`)
  /** Waits until no job of a run folder is in the queue. */
  const ended = (of = run) =>
    until(async () => {
      const { steps } = await cluster.json<StatusReport>('status', of)
      return steps.every(({ running, waiting }) => running + waiting === 0)
    })

  test('power cut, network cut, preemption and time limit: every task comes again by itself, and the merge has them all', async () => {
    const gates = ['publish-0', 'publish-1', 'publish-2', 'start-3']
    cluster.hold(...gates)
    const { submitted } = await cluster.json<SubmitReport>('submit', run, '--sbatch', '--time=10')
    // The cluster allows numbers up to 5.
    expect(submitted.map(({ step, tasks }) => [step, tasks])).toEqual([
      ['scan', 6],
      ['scan', 2],
      ['merge', 1]
    ])
    const array = submitted[0].job!
    const task = (shard: number): string => `${array}_${shard}`
    await until(() => gates.every((gate) => cluster.at(gate).length > 0))
    const node = (gate: string): string => cluster.at(gate).at(-1)!

    // Time limit: SLURM says a minute before that time is running out, and does not requeue.
    await cluster.output('scontrol', 'update', `JobId=${task(3)}`, 'TimeLimit=1')
    // Power cut: the processes are gone.
    const first = node('publish-0')
    await cluster.lose('kill-node', first)
    await cluster.requeued(task(0))
    // Network cut: SLURM takes the node for dead and starts the task elsewhere, while it runs on.
    const second = node('publish-1')
    await cluster.lose('cut-node', second)
    await cluster.requeued(task(1))
    // Preemption: an urgent job takes the node.
    await cluster.comeBack(first)
    const third = node('publish-2')
    const urgent = ['--parsable', '--partition=urgent', `--nodelist=${third}`, '--exclusive', '--output=/dev/null']
    const job = await cluster.output('sbatch', ...urgent, '--wrap=true')
    await cluster.requeued(task(2))
    await until(async () => (await cluster.jobField(job, 'JobState')) === 'COMPLETED')
    await cluster.requeued(task(3))

    // Two attempts at shard 1 are about to give it its name.
    await until(() => cluster.at('publish-1').length > 1)
    expect(await cluster.json<StatusReport>('status', run)).toMatchObject({ isComplete: false, isQueueKnown: true })
    cluster.release(...gates)
    await ended()

    expect(shards()).toEqual(all)
    expect(await cluster.json<StatusReport>('status', run)).toMatchObject({ isComplete: true, leftovers: [] })
    expect(contentsOfFile(join(run, 'archive.sqlite'))).toEqual(contentsOfFile(whole))
    await cluster.comeBack(second)
  })

  test('nothing of the name of a folder is taken for a command', () => {
    expect(existsSync(join(run, 'pwned')) || existsSync(join(folder, 'pwned'))).toBe(false)
  })

  test('shards, logs and scripts are of their owner alone', () => {
    for (const kind of ['shards', 'logs', 'slurm']) {
      const names = readdirSync(join(run, kind)).filter((name) => !name.startsWith('.'))
      expect(names.length).toBeGreaterThan(1)
      for (const name of names) expect(statSync(join(run, kind, name)).mode & 0o077, `${kind}/${name}`).toBe(0)
    }
  })

  test('logs hold no path of the archive and no value of its images', () => {
    const text = readdirSync(join(run, 'logs')).map((name) => readFileSync(join(run, 'logs', name), 'utf8'))
    const names = readdirSync(archive, { recursive: true, encoding: 'utf8' })
    const values = contentsOfFile(whole).instances.flatMap(({ values }) => Object.values(values))
    // What is short may be in a log by chance.
    const found = [...names, ...values].filter((each) => each.length > 8 && text.some((log) => log.includes(each)))
    expect(found).toEqual([])
    expect(names.length + values.length).toBeGreaterThan(1000)
  })

  test('submitted again when all is done, nothing is', async () => {
    const { submitted, nothingToDo } = await cluster.json<SubmitReport>('submit', run)
    expect(submitted).toEqual([])
    expect(nothingToDo).toEqual(['scan', 'merge'])
  })

  test('a full scratch disk, a cancelled task, and shards of another plan and another version: the rest is there, and the person is told', async () => {
    const second = join(folder, 'run 2')
    const other = join(folder, 'run 3')
    for (const [of, count] of [
      [second, '8'],
      [other, '7']
    ]) {
      expect((await cluster.medoid('plan', archive, '--shards', count, '--out', of)).code).toBe(0)
    }
    mkdirSync(join(second, 'shards'), { mode: 0o700 })
    mkdirSync(join(other, 'shards'), { mode: 0o700 })
    // Of another plan.
    const plan = ['--plan', join(other, 'plan.json'), '--shard', '5', '--out', join(other, 'shards')]
    expect((await cluster.medoid('scan', ...plan)).code).toBe(0)
    copyFileSync(join(other, 'shards/00005.sqlite'), join(second, 'shards/00005.sqlite'))
    const old = openForWriting(join(folder, 'old.sqlite'), 'a test')
    const { id } = readPlan(join(second, 'plan.json'))
    writeShardMark(old.db, { plan: id, shard: 6, program: '0.0.1' })
    closeFinished(old)
    copyFileSync(join(folder, 'old.sqlite'), join(second, 'shards/00006.sqlite'))
    await cluster.output('scontrol', 'update', 'NodeName=n5', 'State=RESUME')

    const starts = [0, 1, 2, 3, 4, 7].map((shard) => `start-${shard}`)
    const come = (): string[] => starts.filter((gate) => cluster.at(gate).length > 0)
    cluster.hold(...starts)
    const submitted = await cluster.medoid('submit', second)
    expect(submitted.code).toBe(1)
    expect(submitted.stdout).toMatch(/^scan: 5 tasks submitted as job \d+$/m)
    expect(submitted.stdout).toContain(
      '00005.sqlite is not shard 5 of this plan: it was made for another plan. Move the file away'
    )
    expect(submitted.stdout).toContain('00006.sqlite is not shard 6 of this plan: it was made by Medoid 0.0.1')
    // A merge could only fail.
    expect(submitted.stdout).not.toContain('merge')
    const [, array] = /job (\d+)/.exec(submitted.stdout)!
    await until(() => come().length === NODES)

    const onFull = come().find((gate) => cluster.at(gate).at(-1) === 'n5')!
    const cancelled = come().find((gate) => gate !== onFull && gate !== 'start-7')!
    await cluster.output('scancel', `${array}_${cancelled.split('-')[1]}`)
    await cluster.output('scontrol', 'update', 'NodeName=n5', 'State=DRAIN', 'Reason=test')
    cluster.release(...starts)
    await ended(second)

    const missing = [onFull, cancelled].map((gate) => Number(gate.split('-')[1])).sort()
    const report = await cluster.json<StatusReport>('status', second)
    expect(report.steps[0]).toMatchObject({ step: 'scan', tasks: 8, done: 4, missing })
    expect(report.steps[0].unfit).toMatchObject([
      { task: 5, why: { code: 'shard-unfit', parameters: { why: 'plan' } } },
      { task: 6, why: { code: 'shard-unfit', parameters: { why: 'version', found: '0.0.1' } } }
    ])
    const logs = readdirSync(join(second, 'logs')).map((name) => readFileSync(join(second, 'logs', name), 'utf8'))
    expect(logs.join('\n')).toMatch(/disk .*full/)
    expect(readdirSync(join(cluster.folder, 'scratch/n5'))).toEqual([])

    const told = await cluster.medoid('status', second)
    expect(told.code).toBe(1)
    expect(told.stdout).toContain(`Missing of scan: ${missing.join(missing[1] === missing[0] + 1 ? '-' : ',')}\n`)
    expect(told.stdout).toContain(`To submit what is missing: medoid submit '${second}' --steps scan,merge`)
    for (const shard of ['00005', '00006']) {
      renameSync(join(second, `shards/${shard}.sqlite`), join(folder, `${shard}.sqlite`))
    }
    const again = await cluster.json<SubmitReport>('submit', second)
    expect(again.submitted.reduce((sum, { tasks }) => sum + tasks, 0)).toBe(5)
    await ended(second)
    expect(shards(second)).toEqual(all)
    expect((await cluster.medoid('status', second)).code).toBe(0)
    expect(contentsOfFile(join(second, 'archive.sqlite'))).toEqual(contentsOfFile(whole))
  })

  test('training, vectors and evaluation follow, each on a copy of the catalogue on its node', async () => {
    const [shared, own] = [join(run, 'archive.sqlite'), join(folder, 'own.sqlite')]
    copyFileSync(shared, own)
    const small = ['--k', '3', '--sample', '30', '--catalogue', own]
    expect(await cluster.medoid('cluster', ...small)).toMatchObject({ code: 0 })
    expect(await cluster.medoid('assign', '--run', '1', '--catalogue', own)).toMatchObject({ code: 0 })
    copyFileSync(own, shared)
    const { submitted } = await cluster.json<SubmitReport>(
      ...['submit', run, '--steps', 'train,embed,evaluate', '--tasks', '2', '--gpu', '--gres=gpu:1'],
      ...['--sbatch', '--time=20 --mem=4G --cpus-per-task=2'],
      ...['--train', '--images 8 --epochs 1 --batch 4 --architecture compact', '--embed', '--model 1 --run 1'],
      ...['--evaluate', '--model 1 --run 1 --datasets 2 --size 10']
    )
    expect(submitted.map(({ step, tasks }) => [step, tasks])).toEqual([
      ['train', 1],
      ['embed', 2],
      ['evaluate', 2]
    ])
    await ended()
    expect((await cluster.medoid('status', run)).stdout).toContain('Everything is done.')
    expect(JSON.parse(readFileSync(join(run, 'trained.json'), 'utf8'))).toMatchObject({ model: 1 })
    const vectors = join(folder, 'vectors.npy')
    const merged = await cluster.medoid('embed', '--merge', join(run, 'embedded'), '--format', 'npy', '--out', vectors)
    expect(merged.stdout).toMatch(/^2 shards together: \d+ images of clustering 1\.3 embedded by model 1/)
    copyFileSync(shared, own)
    const evaluated = ['evaluate', '--merge', join(run, 'evaluated'), '--catalogue', own]
    expect((await cluster.medoid(...evaluated)).stdout).toMatch(/^Evaluation 1: clustering 1\.3, model 1\. 20 images/)
  })

  test('SLURM refuses an option: its words, and what was submitted', async () => {
    const third = join(folder, 'run 3')
    const { code, stderr } = await cluster.medoid('submit', third, '--sbatch', '--partition=none')
    expect(code).toBe(1)
    expect(stderr).toContain('scan.sbatch: sbatch: error: ')
    expect(stderr).toContain('invalid partition specified: none')
    expect(stderr).toContain('Nothing was submitted. Correct the options of --sbatch')
  })
})
