import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { CatalogueReader } from '../../src/core/catalogue/reader.ts'
import { readSummary } from '../../src/core/catalogue/summary.ts'
import type { Progress } from '../../src/core/work.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { listSourcesJob, moveSourceJob, removeSourceJob } from '../../src/jobs/sources.ts'
import { tagsJob } from '../../src/jobs/tags.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { dicomFile } from '../dicom-file.ts'
import { lookInto, WORK } from './archive.ts'

let root: string
let catalogue: string
beforeEach(() => {
  root = temporaryFolder()
  catalogue = join(root, 'c.sqlite')
  for (const [folder, modality, uid] of [
    ['a', 'CT', '1.1'],
    ['a', 'MR', '1.2'],
    ['b', 'CT', '1.1'],
    ['b', 'US', '1.3']
  ]) {
    mkdirSync(join(root, folder), { recursive: true })
    writeFileSync(join(root, folder, modality), dicomFile({ '00080018': ['UI', uid], '00080060': ['CS', modality] }))
  }
})

const scan = (...folders: string[]) => scanJob.run({ catalogue, folders: folders.map((f) => join(root, f)) }, WORK)
const modalities = async () =>
  (await tagsJob.run({ catalogue }, WORK)).tags.find(({ keyword }) => keyword === 'Modality')!.top

test('a source is listed with its files and instances, and taken out with them; the frequency analysis follows', async () => {
  expect(await scan('a', 'b')).toMatchObject({ instances: 3, duplicates: 1 })
  expect((await listSourcesJob.run({ catalogue }, WORK)).sources).toMatchObject([
    { id: 1, root: join(root, 'a'), files: 2, instances: 2 },
    { id: 2, root: join(root, 'b'), files: 2, instances: 1 }
  ])
  const { sources } = await removeSourceJob.run({ catalogue, source: join(root, 'a') }, WORK)
  expect(sources).toMatchObject([{ id: 2, files: 2, instances: 2 }])
  expect(lookInto(catalogue, (db) => readSummary(new CatalogueReader(db))?.totals.instances)).toBe(2)
  expect(await modalities()).toEqual([
    { value: 'CT', count: 1 },
    { value: 'US', count: 1 }
  ])
  expect(await scan('b')).toMatchObject({ instances: 2, duplicates: 0, files: { unchanged: 2 } })
})

test('taking a source out and moving it say how far they are', async () => {
  await scan('a', 'b')
  const told: string[] = []
  const work = {
    onProgress: ({ stage, done, total, unit }: Progress) => told.push(`${stage} ${done} of ${total} ${unit}`)
  }
  await removeSourceJob.run({ catalogue, source: join(root, 'a') }, work)
  expect(told.slice(0, 2)).toEqual(['Taking the source out 0 of 2 instances', 'Taking the source out 2 of 2 instances'])
  expect(told.at(-1)).toMatch(/^Counting values 0 of \d+ tags$/)
  told.length = 0
  renameSync(join(root, 'b'), join(root, 'c'))
  await moveSourceJob.run({ catalogue, source: '2', folder: join(root, 'c') }, work)
  expect(told).toEqual(['Moving the source 0 of 1 sources', 'Moving the source 1 of 1 sources'])
})

test('a source that moved is read where it lies now, and nothing of it anew', async () => {
  await scan('a')
  renameSync(join(root, 'a'), join(root, 'c'))
  const { sources } = await moveSourceJob.run({ catalogue, source: '1', folder: join(root, 'c') }, WORK)
  expect(sources).toMatchObject([{ id: 1, root: join(root, 'c') }])
  const again = await scanJob.run({ catalogue, folders: [] }, WORK)
  expect(again.files).toEqual({ seen: 2, dicom: 0, notDicom: 0, failed: 0, archives: 0, unchanged: 2, removed: 0 })
})

test('the frequency analysis follows what changes between scans', async () => {
  await scan('a')
  expect(await modalities()).toEqual([
    { value: 'CT', count: 1 },
    { value: 'MR', count: 1 }
  ])
  writeFileSync(join(root, 'a', 'MR'), dicomFile({ '00080018': ['UI', '1.2'], '00080060': ['CS', 'XA '] }))
  writeFileSync(join(root, 'a', 'new'), dicomFile({ '00080018': ['UI', '1.4'], '00080060': ['CS', 'XA'] }))
  expect(await scan('a')).toMatchObject({ instances: 3, tags: 4, files: { dicom: 2, unchanged: 1 } })
  expect(await modalities()).toEqual([
    { value: 'XA', count: 2 },
    { value: 'CT', count: 1 }
  ])
})

test('an unknown source is refused with the ones that there are', async () => {
  await scan('a')
  const known = `Its sources are: 1 ${join(root, 'a')}.`
  await expect(removeSourceJob.run({ catalogue, source: '9' }, WORK)).rejects.toThrow(known)
  await expect(moveSourceJob.run({ catalogue, source: '9', folder: root }, WORK)).rejects.toThrow(known)
})
