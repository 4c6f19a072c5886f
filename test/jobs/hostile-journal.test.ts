import { execFileSync } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { startOf } from '../../src/core/processes/started.ts'
import { Journal } from '../../src/jobs/journal.ts'
import type { JobRecord } from '../../src/jobs/record.ts'
import { JobRunner } from '../../src/jobs/runner.ts'
import { PLAIN_TERMS } from '../../src/messages/terms.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { type FakeProcess, fakeProcesses } from './fake-process.ts'

// A catalogue that somebody else gave, with records of jobs beside it that say what they like.

let folder: string
let catalogue: string
let journal: string
let started: FakeProcess[]
let runner: JobRunner

beforeEach(() => {
  folder = temporaryFolder()
  catalogue = join(folder, 'c.sqlite')
  journal = `${catalogue}-jobs`
  mkdirSync(journal)
  const fake = fakeProcesses()
  started = fake.started
  runner = new JobRunner(fake.start, () => undefined, PLAIN_TERMS)
})

function record(more: object = {}): JobRecord {
  return {
    id: 'a',
    job: 'scan',
    catalogue,
    parameters: { folders: ['/data'] },
    state: 'done',
    created: '2026-01-01T00:00:00Z',
    changed: new Date().toISOString(),
    pid: null,
    progress: null,
    message: null,
    outcome: null,
    ...more
  }
}
const put = (name: string, content: unknown) =>
  writeFileSync(join(journal, name), typeof content === 'string' ? content : JSON.stringify(content))
const outside = (name: string) => {
  writeFileSync(join(folder, name), 'precious')
  return join(folder, name)
}

test('a record is called what its file is called: nothing outside the folder is read or deleted', () => {
  const precious = ['p.json', 'p.log'].map(outside)
  put('a.json', record({ id: '../p' }))
  expect(runner.list(catalogue).map(({ id }) => id)).toEqual(['a'])
  for (const id of ['../p', '..', '', 'x/../../p', 'x'.repeat(300)]) {
    expect(() => runner.log(catalogue, id)).toThrow('There is no job')
    expect(() => runner.forget(catalogue, id)).toThrow('There is no job')
    expect(() => new Journal(catalogue).log(id)).toThrow('There is no job')
    expect(() => new Journal(catalogue).remove(id)).toThrow('There is no job')
    expect(() => new Journal(catalogue).append(id, 'x')).toThrow('There is no job')
    expect(() => new Journal(catalogue).write(record({ id }))).toThrow('There is no job')
  }
  expect(precious.map((file) => readFileSync(file, 'utf8'))).toEqual(['precious', 'precious'])
})

test('more jobs than are kept: those that are forgotten are the oldest files of the folder, whatever their ids say', () => {
  const precious = outside('p.json')
  for (let i = 0; i < 101; i++) put(`z${String(i).padStart(3, '0')}.json`, record({ id: i === 0 ? '../p' : `z${i}` }))
  runner.add('scan', catalogue, { folders: ['/data'] })
  expect([existsSync(join(journal, 'z000.json')), existsSync(join(journal, 'z001.json'))]).toEqual([false, true])
  expect(existsSync(precious)).toBe(true)
})

test.skipIf(process.platform === 'win32')(
  'links and pipes in the folder are not followed, neither to read nor to write',
  () => {
    const secret = outside('secret.log')
    symlinkSync(secret, join(journal, 'a.log'))
    symlinkSync(secret, join(journal, 'a.json.new'))
    symlinkSync(secret, join(journal, 'b.json'))
    execFileSync('mkfifo', [join(journal, 'c.json')])
    put('a.json', record({ state: 'interrupted' }))
    expect(runner.list(catalogue).map(({ id }) => id)).toEqual(['a'])
    expect(runner.log(catalogue, 'a')).toBe('')
    expect(() => runner.resume(catalogue, 'a')).toThrow()
    expect(readFileSync(secret, 'utf8')).toBe('precious')
  }
)

test.skipIf(process.platform === 'win32')('a folder that is a link is none', () => {
  rmSync(journal, { recursive: true })
  mkdirSync(join(folder, 'elsewhere'))
  writeFileSync(join(folder, 'elsewhere', 'a.json'), JSON.stringify(record()))
  symlinkSync(join(folder, 'elsewhere'), journal)
  expect(runner.list(catalogue)).toEqual([])
  expect(() => runner.add('scan', catalogue, { folders: ['/data'] })).toThrow(`${journal} is no folder`)
})

test.each([
  ['null', 'null'],
  ['a number', '3'],
  ['an empty object', '{}'],
  ['a list', '[]'],
  ['an empty file', ''],
  ['zeros, as a power cut leaves them', '\0'.repeat(500)],
  ['an unknown job', JSON.stringify(record({ job: 'format-disk' }))],
  ['a job of every object', JSON.stringify(record({ job: 'constructor' }))],
  ['an unknown state', JSON.stringify(record({ state: 'almost' }))],
  ['parameters that are a list', JSON.stringify(record({ parameters: [] }))],
  ['a process number that is a text', JSON.stringify(record({ pid: '1' }))],
  ['a process number of a group', JSON.stringify(record({ pid: -1 }))],
  ['a time that is none', JSON.stringify(record({ changed: 'yesterday' }))],
  ['progress that is a text', JSON.stringify(record({ progress: 'much' }))],
  ['an outcome with files that are numbers', JSON.stringify(record({ outcome: { files: [1] } }))],
  ['depth', '['.repeat(200_000)]
])('a record that is %s is set aside and told of once', (_what, content) => {
  put('good.json', record())
  put('bad.json', content)
  const said: string[] = []
  const read = () => new Journal(catalogue, (message) => said.push(message)).read().map(({ id }) => id)
  expect([read(), read()]).toEqual([['good'], ['good']])
  expect(said).toEqual([
    expect.stringMatching(/bad\.json is not the record of a job .* set aside as .*bad\.json\.damaged\.$/s)
  ])
  expect(readFileSync(join(journal, 'bad.json.damaged'), 'utf8')).toBe(content)
})

test('fields that another version of Medoid wrote are passed over', () => {
  put('a.json', record({ hologram: true, progress: { stage: 'x', done: 1, unit: 'files', colour: 'red' } }))
  expect(runner.list(catalogue)[0]).toMatchObject({ id: 'a', state: 'done' })
  expect(runner.list(catalogue)[0]).not.toHaveProperty('hologram')
})

test('a job goes on with parameters that it takes, on the catalogue that its record lies beside, or not at all', () => {
  const exported = { run: '1', format: 'csv', out: '/data/labels.csv', columns: ['+path'] }
  put('a.json', record({ job: 'export-labels', state: 'interrupted', parameters: { ...exported, anything: 1 } }))
  put('b.json', record({ job: 'export-labels', state: 'interrupted', parameters: { ...exported, format: 'exe' } }))
  put('c.json', record({ state: 'interrupted', parameters: { folders: ['/data'] }, catalogue: '/other.sqlite' }))
  for (const id of ['a', 'b']) {
    expect(() => runner.resume(catalogue, id)).toThrow(expect.objectContaining({ code: 'job-record-invalid' }))
  }
  expect(started).toEqual([])
  runner.resume(catalogue, 'c')
  expect(started[0].heard).toEqual([{ type: 'run', job: 'scan', parameters: { folders: ['/data'], catalogue } }])
})

test('a job goes on whose conditions Medoid 0.1.0 kept as texts, unless one is none', () => {
  const features = { tags: 70, include: [], exclude: [], format: 'csv', out: '/data/features.csv' }
  const stopped = { job: 'export-features', state: 'interrupted' }
  put('a.json', record({ ...stopped, parameters: { ...features, where: ['Modality=CT'], kind: ['KVP=nominal'] } }))
  put('b.json', record({ ...stopped, parameters: { ...features, where: ['Modality'] } }))
  runner.resume(catalogue, 'a')
  expect(started[0].heard[0]).toMatchObject({
    parameters: {
      where: [{ tag: 'Modality', operator: 'is', value: 'CT' }],
      kind: [{ tag: 'KVP', kind: 'nominal' }]
    }
  })
  expect(() => runner.resume(catalogue, 'b')).toThrow(expect.objectContaining({ code: 'job-record-invalid' }))
})

test('a sample that Medoid 0.1.0 called a demo goes on', () => {
  put('a.json', record({ job: 'demo', state: 'interrupted', parameters: { images: 300, k: [4], seed: 2 } }))
  runner.resume(catalogue, 'a')
  expect(started[0].heard).toEqual([
    { type: 'run', job: 'sample', parameters: { images: 300, k: [4], seed: 2, catalogue } }
  ])
})

test.runIf(process.platform === 'linux')(
  'after the machine was started again, a number that another program has now keeps nobody from going on',
  () => {
    // Process 1 always lives.
    put('a.json', record({ state: 'running', pid: 1, host: 1 }))
    put('b.json', record({ state: 'waiting', host: 1, hostStarted: 'another boot:1' }))
    put(
      'c.json',
      record({ state: 'running', pid: 1, pidStarted: 'another boot:1', host: 1, hostStarted: 'another boot:1' })
    )
    put('d.json', record({ state: 'running', pid: null, host: process.ppid, hostStarted: startOf(process.ppid) }))
    expect(runner.list(catalogue).map(({ id, state, elsewhere }) => [id, state, elsewhere])).toEqual([
      ['d', 'running', { code: 'runs-elsewhere', parameters: { process: process.ppid } }],
      ['c', 'interrupted', undefined],
      ['b', 'interrupted', undefined],
      ['a', 'interrupted', undefined]
    ])
    runner.forget(catalogue, 'b')
    runner.resume(catalogue, 'a')
    expect(runner.list(catalogue).map(({ id, state }) => [id, state])).toContainEqual(['a', 'running'])
  }
)

test.skipIf(process.platform === 'win32')('what is written is the user’s alone', () => {
  const { id } = runner.add('scan', catalogue, { folders: ['/data'] })
  for (const name of [`${id}.json`, `${id}.log`]) expect(lstatSync(join(journal, name)).mode & 0o777).toBe(0o600)
})

test('what a record says is data, and a sentence of version 0.1 is read as it was written', () => {
  const note = { code: 'computing-on', parameters: { backend: 'wasm', device: '2 threads' } }
  put(
    'new.json',
    record({ state: 'failed', notes: [note], message: { code: 'job-running', parameters: { state: 'x' } } })
  )
  put('old.json', record({ state: 'failed', code: 'disk-full', notes: ['It takes 3 min.'], message: 'No room.' }))
  expect(runner.find(catalogue, 'new')).toMatchObject({
    notes: [note],
    message: { code: 'job-running', parameters: { state: 'x' } }
  })
  expect(runner.find(catalogue, 'old')).toMatchObject({
    notes: [{ code: 'as-written', parameters: { text: 'It takes 3 min.' } }],
    message: { code: 'as-written', parameters: { text: 'No room.' } }
  })
})

test.each([
  ['an unknown code', { code: 'teapot', parameters: {} }, 'teapot'],
  ['a code of every object', { code: 'constructor', parameters: {} }, 'constructor'],
  ['parameters that are missing', { code: 'vectors-size', parameters: { images: 3 } }, 'vectors-size'],
  [
    'a number that is a text',
    { code: 'vectors-size', parameters: { images: '3', values: 'x', out: 'v', bytes: 1 } },
    'vectors-size'
  ],
  ['a list that is a number', { code: 'checked', parameters: { findings: 3 } }, 'checked'],
  ['no parameters', { code: 'checked' }, 'checked'],
  ['parameters that are a list', { code: 'stopped', parameters: [] }, 'stopped'],
  ['a number', 3, '']
])('a message of a record that cannot be said is passed over: %s', (_what, message, code) => {
  put('a.json', record({ message, notes: [message] }))
  const unknown = { code: 'unknown-message', parameters: { code } }
  expect(runner.find(catalogue, 'a')).toMatchObject({ message: unknown, notes: [unknown] })
})
