import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { Journal } from '../../src/jobs/journal.ts'
import type { JobRecord } from '../../src/jobs/record.ts'
import { JobRunner } from '../../src/jobs/runner.ts'
import { startOf } from '../../src/core/processes/started.ts'
import type { Message } from '../../src/messages/message.ts'
import { PLAIN_TERMS } from '../../src/messages/terms.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { FakeProcess, fakeProcesses } from './fake-process.ts'

let catalogue: string
let runner: JobRunner
let started: FakeProcess[]
let told: JobRecord[]

beforeEach(() => {
  catalogue = join(temporaryFolder(), 'c.sqlite')
  const fake = fakeProcesses()
  started = fake.started
  told = []
  runner = new JobRunner(fake.start, (record) => told.push({ ...record }), PLAIN_TERMS)
})

const SCANNED: Message = {
  code: 'scanned',
  parameters: { files: 40, instances: 40, remarked: 0, issues: 0, refused: [] }
}
const COMPUTING: Message = { code: 'computing-on', parameters: { backend: 'wasm', device: '2 threads' } }
const BROKEN: Message = { code: 'defect', parameters: { reason: 'It broke.' } }

/** What a training takes, as a window says it. */
const TRAINING = {
  images: 24,
  epochs: 2,
  batch: 8,
  architecture: 'compact',
  backend: 'auto',
  where: [],
  seed: 1
}

const states = () => runner.list(catalogue).map(({ job, state }) => `${job} ${state}`)

test('a job is told what to do, tells how far it is, and ends', () => {
  const { id } = runner.add('scan', catalogue, { folders: ['/data'] })
  expect(started[0].heard).toEqual([{ type: 'run', job: 'scan', parameters: { folders: ['/data'], catalogue } }])
  started[0].say({ type: 'progress', progress: { stage: 'Reading headers', done: 10, total: 40, unit: 'files' } })
  expect(told.at(-1)!.progress).toMatchObject({ stage: 'Reading headers', done: 10, total: 40 })
  started[0].say({ type: 'done', message: SCANNED, outcome: {} })
  expect(runner.list(catalogue)[0]).toMatchObject({ id, state: 'done', message: SCANNED })
  expect(runner.busy).toBe(0)
  expect(runner.log(catalogue, id)).toMatch(
    /running\n.* Reading headers\n.* done: 40 files read; the catalogue holds .*\.\n$/
  )
})

test('one job at a time writes to a catalogue; those that read wait for nobody', () => {
  runner.add('scan', catalogue, {})
  runner.add('cluster', catalogue, {})
  runner.add('export-labels', catalogue, {})
  runner.add('scan', `${catalogue}-other`, {})
  expect(states()).toEqual(['scan running', 'export-labels running', 'cluster waiting', 'scan running'])
  started[0].say({ type: 'done', message: SCANNED, outcome: {} })
  expect(states()).toContain('cluster running')
})

test('one job at a time computes on this machine, whatever its catalogue; the others wait, say for what, and can be cancelled', () => {
  runner.add('train', catalogue, {})
  const evaluation = runner.add('evaluate', `${catalogue}-other`, {})
  const embedding = runner.add('embed', catalogue, {})
  runner.add('assign', catalogue, {})
  runner.add('export-labels', catalogue, {})
  expect(started.map(({ heard: [told] }) => told.type === 'run' && told.job)).toEqual([
    'train',
    'assign',
    'export-labels'
  ])
  expect(runner.find(catalogue, evaluation.id)).toMatchObject({ state: 'waiting', waitsFor: 'Train' })
  started[0].say({ type: 'done', message: SCANNED, outcome: {} })
  expect(runner.find(catalogue, evaluation.id)).toMatchObject({ state: 'running' })
  expect(runner.find(catalogue, evaluation.id)).not.toHaveProperty('waitsFor')
  expect(runner.find(catalogue, embedding.id)).toMatchObject({ state: 'waiting', waitsFor: 'Evaluate' })
  expect(told.at(-1)).toMatchObject({ id: embedding.id, waitsFor: 'Evaluate' })
  runner.stop(embedding.id, 'cancelled')
  expect(runner.find(catalogue, embedding.id)).toMatchObject({ state: 'cancelled' })
  expect(started).toHaveLength(4)
})

test('paused, resumed and cancelled while its process is still ending, it is cancelled, and never runs twice', () => {
  runner = new JobRunner(
    () => {
      // It takes a moment to end.
      const process = Object.assign(new FakeProcess(), { kill: () => undefined })
      started.push(process)
      return process
    },
    (record) => told.push({ ...record }),
    PLAIN_TERMS
  )
  const { id } = runner.add('train', catalogue, TRAINING)
  runner.stop(id, 'paused')
  expect(told.at(-1)).toMatchObject({ state: 'running', stopping: 'paused' })
  started[0].say({ type: 'cancelled' })
  expect(states()).toEqual(['train paused'])
  runner.resume(catalogue, id)
  expect(states()).toEqual(['train waiting'])
  runner.stop(id, 'cancelled')
  expect(states()).toEqual(['train cancelled'])
  runner.resume(catalogue, id)
  started[0].exit(0)
  expect(states()).toEqual(['train running'])
  expect(started).toHaveLength(2)
  runner.stop(id, 'paused')
  runner.stop(id, 'cancelled')
  started[1].say({ type: 'cancelled' })
  started[1].exit(0)
  expect(states()).toEqual(['train cancelled'])
  expect(runner.find(catalogue, id)).not.toHaveProperty('stopping')
  expect(runner.busy).toBe(0)
})

test('a paused job goes on with the same parameters', () => {
  const { id } = runner.add('scan', catalogue, { folders: ['/data'] })
  runner.stop(id, 'paused')
  expect(started[0].heard.at(-1)).toEqual({ type: 'cancel' })
  started[0].say({ type: 'cancelled' })
  expect(states()).toEqual(['scan paused'])
  runner.resume(catalogue, id)
  expect(states()).toEqual(['scan running'])
  expect(started[1].heard[0]).toMatchObject({ parameters: { folders: ['/data'] } })
})

test('what a job says besides is kept with it, and what it goes on with is given to it again', () => {
  const { id } = runner.add('train', catalogue, TRAINING)
  started[0].say({ type: 'note', note: COMPUTING })
  started[0].say({ type: 'saved', goOnWith: { resume: '1' } })
  expect(runner.list(catalogue)[0].notes).toEqual([COMPUTING])
  expect(runner.log(catalogue, id)).toContain('Computing on wasm (2 threads).')
  started[0].exit(null)
  runner.resume(catalogue, id)
  expect(started[1].heard[0]).toMatchObject({ parameters: { images: 24, resume: '1' } })
  expect(runner.list(catalogue)[0].notes).toEqual([])
})

test('a process whose number is known late is still remembered by it', () => {
  runner = new JobRunner(
    () => {
      const process = new FakeProcess()
      Object.defineProperty(process, 'pid', { value: undefined, writable: true })
      started.push(process)
      return process
    },
    () => undefined,
    PLAIN_TERMS
  )
  runner.add('scan', catalogue, {})
  expect(new Journal(catalogue).read()[0].pid).toBeNull()
  Object.assign(started[0], { pid: process.pid })
  started[0].say({ type: 'progress', progress: { stage: 'Reading headers', done: 0, unit: 'files' } })
  expect(new Journal(catalogue).read()[0].pid).toBe(process.pid)
})

test('a job that waits is stopped without ever being started', () => {
  runner.add('scan', catalogue, {})
  const { id } = runner.add('cluster', catalogue, {})
  runner.stop(id, 'cancelled')
  expect(states()).toEqual(['cluster cancelled', 'scan running'])
  expect(started).toHaveLength(1)
})

test('a failure says why, and its stack goes to the log', () => {
  const { id } = runner.add('scan', catalogue, {})
  started[0].print('a warning of a library\n')
  started[0].say({ type: 'failed', message: BROKEN, stack: 'Error: It broke.\n  at x' })
  expect(runner.list(catalogue)[0]).toMatchObject({ state: 'failed', message: BROKEN })
  expect(runner.log(catalogue, id)).toContain('a warning of a library')
  expect(runner.log(catalogue, id)).toContain('  at x')
})

test('a process that dies leaves a job that can be resumed', () => {
  const { id } = runner.add('scan', catalogue, { folders: ['/data'] })
  started[0].exit(null)
  expect(runner.list(catalogue)[0]).toMatchObject({ state: 'interrupted' })
  runner.resume(catalogue, id)
  expect(states()).toEqual(['scan running'])
})

test('a job that ran when the host was killed is interrupted, not running for ever', () => {
  const record = runner.add('scan', catalogue, {})
  // No process has this number (Linux: at most 2^22).
  new Journal(catalogue).write({ ...record, pid: 2 ** 22 + 1 })
  const after = new JobRunner(fakeProcesses().start, () => undefined, PLAIN_TERMS)
  expect(after.list(catalogue)[0]).toMatchObject({ id: record.id, state: 'interrupted' })
})

test('a job whose host was killed is told of when its process has ended, too', async () => {
  const record = runner.add('train', catalogue, {})
  const later: JobRecord[] = []
  const after = new JobRunner(fakeProcesses().start, (changed) => later.push(changed), PLAIN_TERMS)
  // It comes to a committed state first.
  expect(after.list(catalogue)[0]).toMatchObject({ id: record.id, state: 'running' })
  new Journal(catalogue).write({ ...record, state: 'running', pid: 2 ** 22 + 1 })
  await expect.poll(() => later.map(({ id, state }) => [id, state])).toEqual([[record.id, 'interrupted']])
})

test('a job that was stopped keeps how far it was, and one whose host was killed as far as it was kept', () => {
  const { id } = runner.add('train', catalogue, {})
  const progress = { stage: 'Training', done: 45, total: 100, unit: 'images', detail: 'epoch 3 of 12' }
  started[0].say({ type: 'progress', progress })
  expect(new Journal(catalogue).read()[0].progress).toMatchObject(progress)
  const after = () => new JobRunner(fakeProcesses().start, () => undefined, PLAIN_TERMS).list(catalogue)[0]
  new Journal(catalogue).write({ ...new Journal(catalogue).read()[0], pid: 2 ** 22 + 1 })
  expect(after()).toMatchObject({ state: 'interrupted', progress })
  runner.stop(id, 'paused')
  started[0].say({ type: 'cancelled' })
  expect(after()).toMatchObject({ state: 'paused', progress })
})

test('a job of another Medoid says where it runs and how far it is, and is not said to be stopped here', async () => {
  const record = runner.add('train', catalogue, {})
  // The parent of this process stands for the other one.
  const there = { ...record, host: process.ppid, hostStarted: startOf(process.ppid)!, pid: process.pid }
  new Journal(catalogue).write(there)
  const heard: JobRecord[] = []
  const here = new JobRunner(fakeProcesses().start, (changed) => heard.push(changed), PLAIN_TERMS)
  const elsewhere = { code: 'runs-elsewhere', parameters: { process: process.ppid } }
  expect(here.list(catalogue)[0]).toMatchObject({ state: 'running', elsewhere })
  expect(() => here.stop(record.id, 'cancelled')).toThrow('runs in another Medoid, where it can be stopped')
  const progress = { stage: 'Training', done: 45, total: 100, unit: 'images', rate: 3, remaining: 18 }
  new Journal(catalogue).write({ ...there, progress })
  await expect.poll(() => heard.at(-1)).toMatchObject({ elsewhere, progress })
  new Journal(catalogue).write({ ...there, state: 'done', progress })
  await expect.poll(() => heard.at(-1)?.state).toBe('done')
  expect(heard.at(-1)).not.toHaveProperty('elsewhere')

  const waiting = { ...there, id: Journal.newId(), state: 'waiting' as const, pid: null }
  new Journal(catalogue).write(waiting)
  expect(here.find(catalogue, waiting.id).elsewhere).toEqual({
    code: 'waits-elsewhere',
    parameters: { process: process.ppid }
  })
})

test('a host that ends lets its jobs come to a committed state', async () => {
  runner.add('scan', catalogue, {})
  runner.add('cluster', catalogue, {})
  const closed = runner.close()
  expect(started[0].heard.at(-1)).toEqual({ type: 'cancel' })
  started[0].say({ type: 'cancelled' })
  await closed
  expect(states()).toEqual(['cluster interrupted', 'scan interrupted'])
})

test('what is over can be taken from the list, what runs cannot', () => {
  const { id } = runner.add('scan', catalogue, {})
  expect(() => runner.forget(catalogue, id)).toThrow(expect.objectContaining({ code: 'job-running' }))
  started[0].say({ type: 'done', message: SCANNED, outcome: {} })
  runner.forget(catalogue, id)
  expect(runner.list(catalogue)).toEqual([])
  expect(() => runner.log(catalogue, id)).toThrow(expect.objectContaining({ code: 'unknown-job' }))
})

test('a window may have the files of a job that this process saw done; a journal promises none', async () => {
  const file = join(temporaryFolder(), 'labels.csv')
  writeFileSync(file, 'a,b\n')
  const { id } = runner.add('export-labels', catalogue, {})
  started[0].say({ type: 'done', message: SCANNED, outcome: { files: [file] } })
  expect(told.at(-1)).toMatchObject({ state: 'done', hasFiles: true })
  expect(runner.list(catalogue)[0].hasFiles).toBe(true)
  const { handle, name } = await runner.openFile(id, 0)
  await handle.close()
  expect(name).toBe('labels.csv')

  const forged: JobRecord = { ...runner.list(catalogue)[0], id: Journal.newId(), outcome: { files: ['/etc/hostname'] } }
  new Journal(catalogue).write(forged)
  const other = runner.list(catalogue).find((record) => record.id === forged.id)!
  expect(other.outcome).toEqual({ files: ['/etc/hostname'] })
  expect(other.hasFiles).toBeUndefined()
  await expect(runner.openFile(forged.id, 0)).rejects.toThrow('another Medoid wrote it')

  runner.forget(catalogue, id)
  await expect(runner.openFile(id, 0)).rejects.toThrow('another Medoid wrote it')
})
