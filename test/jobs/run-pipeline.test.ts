import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { addCorrectionJob } from '../../src/jobs/corrections.ts'
import type { DoneStep, PipelineResult } from '../../src/jobs/pipeline/result-file.ts'
import { runPipelineJob } from '../../src/jobs/run-pipeline.ts'
import { runsJob } from '../../src/jobs/runs.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { WORK } from './archive.ts'

let folder: string
let file: string
let catalogue: string

beforeEach(async () => {
  folder = temporaryFolder()
  file = join(folder, 'p.json')
  catalogue = join(folder, 'c.sqlite')
  await writePhantom(join(folder, 'archive'), { images: 40, seed: 2 })
  const steps = [
    { command: 'scan', with: { folders: [join(folder, 'archive')] } },
    { command: 'cluster', name: 'groups', with: { k: [3], sample: 20, where: 'Modality=CT|MR' } },
    { command: 'export tags', with: { out: join(folder, 'tags.parquet') } }
  ]
  writeFileSync(file, JSON.stringify({ schema: 'medoid-pipeline', schemaVersion: 1, catalogue, steps }))
})

const run = async (print = false): Promise<(string | null)[]> =>
  (await runPipelineJob.run({ file, print }, WORK)).steps.map(({ why }) => why)
const runs = async (): Promise<number> => (await runsJob.run({ catalogue }, WORK)).runs.length

/** Changes what the result file says of the clustering. */
function rewrite(change: Partial<DoneStep>): void {
  const path = join(folder, 'p.result.json')
  const result = JSON.parse(readFileSync(path, 'utf8')) as PipelineResult
  Object.assign(result.steps[1], change)
  writeFileSync(path, JSON.stringify(result))
}

test('a clustering that was stored, and whose record was not, is not made again; one that was not stored is', async () => {
  expect(await run()).toEqual(['incremental', 'new', 'new'])
  rewrite({ state: 'running', outcome: null, ended: null, message: null })
  expect(await run()).toEqual(['incremental', null, null])
  expect(await runs()).toBe(1)
  rewrite({ state: 'running', outcome: null, started: new Date().toISOString() })
  expect(await run()).toEqual(['incremental', 'unfinished', 'changed'])
  expect(await runs()).toBe(2)
})

test('a corrected value makes what rests on values run again', async () => {
  await run()
  const where = [{ tag: 'Modality', operator: 'is' as const, value: 'CT' }]
  await addCorrectionJob.run({ catalogue, tag: 'Modality', value: 'MR', where, reason: 'a test', author: 'Ann' }, WORK)
  expect(await run(true)).toEqual(['incremental', 'changed', 'changed'])
})

test('the results of another catalogue do not count', async () => {
  await run()
  const document = JSON.parse(readFileSync(file, 'utf8')) as object
  writeFileSync(file, JSON.stringify({ ...document, catalogue: join(folder, 'other.sqlite') }))
  expect(await run(true)).toEqual(['incremental', 'new', 'new'])
})
