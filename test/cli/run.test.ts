import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, expect, test } from 'vitest'
import type { PipelineReport } from '../../src/jobs/run-pipeline.ts'
import type { PipelineResult } from '../../src/jobs/pipeline/result-file.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { json, medoid } from './medoid.ts'

/** The whole way from one file, as a person runs it. */

let folder: string
let file: string

const STEPS = [
  { command: 'scan', with: { folders: ['archive'] } },
  { command: 'words' },
  { command: 'cluster', name: 'groups', with: { k: '3,4', sample: 30, seed: 7 } },
  { command: 'assign', with: { run: 'groups.3' } },
  { command: 'train', name: 'model', with: { images: 6, epochs: 1, architecture: 'compact', reserve: 20, seed: 3 } },
  { command: 'export labels', with: { run: 'groups.3', out: 'labels.csv' } }
]

beforeEach(async () => {
  folder = temporaryFolder()
  file = join(folder, 'paper.json')
  await writePhantom(join(folder, 'archive'), { images: 60, seed: 2 })
  write(STEPS)
})

function write(steps: object[]): void {
  const document = { schema: 'medoid-pipeline', schemaVersion: 1, catalogue: 'c.sqlite', steps }
  writeFileSync(file, JSON.stringify(document))
}
const result = (): PipelineResult =>
  JSON.parse(readFileSync(join(folder, 'paper.result.json'), 'utf8')) as PipelineResult
const states = ({ steps }: PipelineReport): string[] =>
  steps.map(({ state, why }) => (why === null ? state : `${state}: ${why}`))
const run = (...args: string[]): Promise<PipelineReport> => json<PipelineReport>('run', file, ...args)
const runs = async (): Promise<number> =>
  (await json<{ runs: unknown[] }>('runs', '--catalogue', join(folder, 'c.sqlite'))).runs.length

test('runs every step once, again what changed and what rests on it, and says in a file with which seeds and versions', async () => {
  expect(states(await run('--print'))).toEqual([
    'would-run: incremental',
    'would-run: new',
    'would-run: new',
    'would-run: follows',
    'would-run: new',
    'would-run: follows'
  ])
  expect(existsSync(join(folder, 'c.sqlite'))).toBe(false)

  const first = await run()
  expect(states(first)).toEqual(['ran: incremental', ...Array<string>(3).fill('ran: new'), 'ran: new', 'ran: new'])
  expect(first.steps[3].command).toBe(`medoid assign --run 1.3 --catalogue ${join(folder, 'c.sqlite')}`)
  const { steps, program } = result()
  expect(steps.map(({ job, state, seed, outcome }) => [job, state, seed, outcome])).toEqual([
    ['scan', 'done', null, {}],
    ['words', 'done', null, {}],
    ['cluster', 'done', 7, { run: 1, clustering: expect.stringMatching(/^1\.[34]$/) as string }],
    ['assign', 'done', null, { clustering: '1.3' }],
    ['train', 'done', 3, { model: 1 }],
    ['export-labels', 'done', null, {}]
  ])
  expect(program.version).toBe(steps[0].program)
  expect(steps[5].files.map(({ path }) => path)).toEqual(['labels.csv', 'labels.csv.manifest.json'])

  const again = ['ran: incremental', ...Array<string>(5).fill('done')]
  expect(states(await run())).toEqual(again)
  expect(await runs()).toBe(1)

  // What a step made is gone.
  rmSync(join(folder, 'labels.csv'))
  expect(states(await run('--print'))).toEqual([
    'would-run: incremental',
    'done',
    'done',
    'done',
    'done',
    'would-run: gone'
  ])
  expect(states(await run())).toEqual([...again.slice(0, 5), 'ran: gone'])

  // Another seed: the clustering, and what is made of it.
  write(STEPS.map((step) => (step.command === 'cluster' ? { ...step, with: { ...step.with, seed: 8 } } : step)))
  expect(states(await run())).toEqual([
    'ran: incremental',
    'done',
    'ran: changed',
    'ran: changed',
    'done',
    'ran: changed'
  ])
  expect(result().steps[2]).toMatchObject({ seed: 8, outcome: { run: 2 } })
  expect(readFileSync(join(folder, 'labels.csv'), 'utf8')).toMatch(/,2,3\r?\n/)

  // New images: everything that rests on values.
  await writePhantom(join(folder, 'archive', 'more'), { images: 10, seed: 5 })
  expect(states(await run())).toEqual(['ran: incremental', ...Array<string>(5).fill('ran: changed')])
})

test('a training set is the last step, and is made once', async () => {
  const names = { run: 'groups.3', unnamed: 'suggested', out: 'dataset', size: 16 }
  write([STEPS[0], STEPS[2], STEPS[3], { command: 'export dataset', with: names }])
  expect(states(await run())).toEqual(['ran: incremental', 'ran: new', 'ran: new', 'ran: new'])
  const last = result().steps[3]
  expect([last.job, last.state, last.files.map(({ path }) => path)]).toEqual([
    'export-dataset',
    'done',
    expect.arrayContaining(['dataset/manifest.json'])
  ])
  expect(readdirSync(join(folder, 'dataset', 'train')).length).toBeGreaterThan(0)
  expect(states(await run())).toEqual(['ran: incremental', 'done', 'done', 'done'])

  rmSync(join(folder, 'dataset'), { recursive: true })
  expect(states(await run())).toEqual(['ran: incremental', 'done', 'done', 'ran: gone'])
})

test('killed in a step: what had ended is done, and a training goes on', async () => {
  write(STEPS.map((step) => (step.command === 'train' ? { ...step, with: { ...step.with, epochs: 400 } } : step)))
  const bin = fileURLToPath(new URL('../../bin/medoid.mjs', import.meta.url))
  const child = spawn(process.execPath, [bin, 'run', file, '--progress'], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (data: Buffer) => (said += data.toString()))
  const ended = new Promise((resolve) => child.on('close', (_, signal) => resolve(signal)))
  await expect.poll(() => said).toMatch(/epoch [2-9]/)
  child.kill('SIGKILL')
  expect(await ended).toBe('SIGKILL')
  expect(result().steps.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done', 'running'])
  expect(result().steps[4].goOnWith).toEqual({ resume: '1' })

  write(
    STEPS.slice(0, 5).map((step) =>
      step.command === 'train' ? { ...step, with: { ...step.with, epochs: 400 } } : step
    )
  )
  expect(states(await run('--print'))).toEqual([
    'would-run: incremental',
    'done',
    'done',
    'done',
    'would-run: unfinished'
  ])
  let isStopped = false
  const stopped = await medoid(['run', file, '--progress'], (text, stop) => {
    if (isStopped || !/Step 5 of 5[^]*epoch [3-9]/.test(text)) return
    isStopped = true
    stop('SIGINT')
  })
  expect(stopped.code).toBe(130)
  expect(result().steps[4]).toMatchObject({ state: 'cancelled', goOnWith: { resume: '1' } })
  expect(await runs()).toBe(1)
})

test('a step that fails ends it with 1, is told, and is run again', async () => {
  write([...STEPS.slice(0, 1), { command: 'report', with: { run: '9', out: 'report.html' } }])
  const { code, stderr } = await medoid(['run', file])
  expect(code).toBe(1)
  expect(stderr).toContain('Step 2 of 2: Write the report')
  expect(stderr).toContain('There is no run "9"')
  expect(result().steps[1]).toMatchObject({
    state: 'failed',
    message: expect.stringContaining('There is no run "9"') as string
  })
  expect(states(await run('--print'))).toEqual(['would-run: incremental', 'would-run: unfinished'])
})

test('an example to begin with; a result that another program wrote is not replaced', async () => {
  const { stdout } = await medoid(['run', '--example'])
  writeFileSync(file, stdout)
  expect((await run('--print')).steps).toHaveLength(9)
  writeFileSync(join(folder, 'paper.result.json'), '{"mine": true}')
  const { code, stderr } = await medoid(['run', file])
  expect([code, stderr]).toEqual([1, expect.stringContaining('paper.result.json is not the result of a pipeline')])
  expect(readFileSync(join(folder, 'paper.result.json'), 'utf8')).toBe('{"mine": true}')
  expect((await medoid(['run'])).code).toBe(2)
  expect((await medoid(['run', join(folder, 'none.json')])).stderr).toContain('cannot be read')
})
