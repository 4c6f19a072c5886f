import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { WorkerOptions } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { HeaderPool, type ReadResult } from '../../../src/core/catalogue/header-pool.ts'
import { scan } from '../../../src/core/catalogue/scan.ts'
import { dicomFile } from '../../dicom-file.ts'
import { snapshot } from './snapshot.ts'
import { newCatalogue, temporaryFolder } from './synthetic.ts'

const worker = vi.hoisted(() => ({ file: '' }))
vi.mock('node:worker_threads', async (original) => {
  const threads = await original<typeof import('node:worker_threads')>()
  class Worker extends threads.Worker {
    constructor(_file: URL, options: WorkerOptions) {
      super(new URL(worker.file, import.meta.url), options)
    }
  }
  return { ...threads, Worker }
})

let root: string
let pool: HeaderPool
beforeEach(() => {
  worker.file = './dying-worker.ts'
  root = temporaryFolder()
  pool = new HeaderPool(1)
})
afterEach(async () => {
  await pool.close()
  rmSync(root, { recursive: true })
})

/** Makes files, each an image that holds its name as Modality and in its SOP Instance UID. @returns their paths */
function files(...names: string[]): string[] {
  return names.map((name) => {
    const path = join(root, name)
    mkdirSync(dirname(path), { recursive: true })
    const uid = `1.${[...Buffer.from(basename(name))].join('.')}`
    writeFileSync(path, dicomFile({ '00080018': ['UI', uid], '00080060': ['CS', basename(name)] }))
    return path
  })
}

const statuses = (results: ReadResult[]) =>
  results.flatMap(({ outcomes }) =>
    outcomes.map((outcome) => (outcome.status === 'failed' ? outcome.issues[0].code : outcome.status))
  )

test('a file that ends its reader is an outcome of its own, and the files around it are read', async () => {
  const results = await pool.read(files('a', 'deadly', 'b'))
  expect(statuses(results)).toEqual(['dicom', 'reader-crashed', 'dicom'])
  expect(results.flatMap(({ outcomes }) => outcomes)[1]).toMatchObject({
    issues: [{ code: 'reader-crashed', parameters: { reason: 'a defect of the reader' } }]
  })
  expect(results.map(({ batch }) => batch?.instances ?? null)).toEqual([1, null, 1])
  expect(results.flatMap(({ stats }) => [...stats]).filter((_, i) => i % 2 === 0)).toEqual([194, 218, 194])
})

test('requests that waited behind it are answered, each with its own files', async () => {
  const requests = [files('a'), files('bb', 'deadly'), files('c'), files('deadly-too'), files('d', 'e')]
  const answers = await Promise.all(requests.map((paths) => pool.read(paths)))
  expect(answers.map(statuses)).toEqual([
    ['dicom'],
    ['dicom', 'reader-crashed'],
    ['dicom'],
    ['reader-crashed'],
    ['dicom', 'dicom']
  ])
  const uids = answers.map((results) =>
    results.flatMap(({ outcomes }) => outcomes.flatMap((o) => (o.status === 'dicom' ? [o.sopInstanceUid] : [])))
  )
  expect(uids).toEqual([['1.97'], ['1.98.98'], ['1.99'], [], ['1.100', '1.101']])
})

test('a reader that replaces another has dictionaries of its own', async () => {
  const [before] = await pool.read(files('a'))
  const [crashed] = await pool.read(files('deadly'))
  const [after] = await pool.read(files('b'))
  expect(crashed.batch).toBeNull()
  expect(after.worker).not.toBe(before.worker)
  expect(after.batch!.newTags.map(({ keyword }) => keyword)).toContain('Modality')
})

test('another reader starts when those there have four requests to answer, and requests go to the one with the fewest', async () => {
  const two = new HeaderPool(2)
  const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => two.read(files(`f${i}`))))
  const readers = answers.map(([{ worker }]) => worker)
  expect(new Set(readers.slice(0, 4)).size).toBe(1)
  expect(new Set(readers.slice(4, 8))).toEqual(new Set([readers[0] + 1]))
  expect(new Set(readers.slice(8)).size).toBe(2)
  await two.close()
})

test('a reader that cannot even be loaded is no file’s fault', async () => {
  worker.file = './no-such-worker.ts'
  await expect(pool.read(files('a', 'b'))).rejects.toThrow('no-such-worker.ts')
})

test('a file that cannot be opened is unreadable, with what the system says', async () => {
  const [a] = files('a')
  const [{ outcomes, stats }] = await pool.read([join(root, 'nowhere'), a])
  expect(outcomes).toMatchObject([
    { status: 'unreadable', message: expect.stringContaining('ENOENT') as string },
    { status: 'dicom' }
  ])
  expect([...stats].slice(0, 3)).toEqual([0, 0, 194])
})

test('a scan takes note of a file that ends its reader and catalogues all others as if it were not there', async () => {
  files(...Array.from({ length: 300 }, (_, i) => `${i % 7}/${i % 100 === 50 ? 'deadly' : 'IM'}${i}`))
  const catalogue = newCatalogue()
  expect(await scan(catalogue, [root], { workers: 2 })).toMatchObject({ seen: 300, dicom: 297, failed: 3 })
  const { issues, instances } = await snapshot(catalogue)
  expect(issues).toEqual([
    `${join(root, '1/deadly50')} reader-crashed`,
    `${join(root, '3/deadly150')} reader-crashed`,
    `${join(root, '5/deadly250')} reader-crashed`
  ])
  expect(Object.keys(instances)).toHaveLength(297)
  expect(Object.entries(instances).filter(([path, held]) => held['(0008,0060)'] !== basename(path))).toEqual([])
  catalogue.close()
})
