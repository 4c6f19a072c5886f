import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { check } from '../../../src/core/catalogue/check.ts'
import type { Catalogue } from '../../../src/core/catalogue/database.ts'
import { Intake } from '../../../src/core/catalogue/intake.ts'
import { CatalogueReader } from '../../../src/core/catalogue/reader.ts'
import { beginRemoval, filesOfSource, removalUnderWay } from '../../../src/core/catalogue/removals.ts'
import { finishRemovals, removeSource, scan } from '../../../src/core/catalogue/scan.ts'
import { listSources } from '../../../src/core/catalogue/sources.ts'
import { CancelledError } from '../../../src/core/errors.ts'
import type { Progress } from '../../../src/core/work.ts'
import { dicomFile } from '../../dicom-file.ts'
import { snapshot } from './snapshot.ts'
import { newCatalogue, temporaryFolder } from './synthetic.ts'

const WORKERS = { workers: 1 }

/** Source 1: 7 images in three folders, and a file that is none; source 2: duplicates of three of them, and an image of its own. */
async function twoSources(): Promise<{ catalogue: Catalogue; root: string }> {
  const root = temporaryFolder()
  const put = (folder: string, name: string, uid: string): void => {
    mkdirSync(join(root, folder), { recursive: true })
    const bytes = dicomFile({ '00080018': ['UI', uid], '00280010': ['LO', '4'] })
    writeFileSync(join(root, folder, name), uid === '' ? 'no image' : bytes)
  }
  for (let i = 0; i < 7; i++) put(`one/${i % 3}`, `IM${i}`, `1.${i}`)
  put('one/0', 'notes', '')
  for (let i = 0; i < 3; i++) put('two', `DUP${i}`, `1.${i}`)
  put('two', 'OWN', '2.1')
  const catalogue = newCatalogue()
  await scan(catalogue, [join(root, 'one'), join(root, 'two')], WORKERS)
  return { catalogue, root }
}

test('the files of a source come some at a time, folder by folder, and those of a page are dropped before the next', async () => {
  const { catalogue } = await twoSources()
  const intake = new Intake(catalogue)
  const pages: unknown[] = []
  for (const page of filesOfSource(catalogue.db, 1, 3)) {
    pages.push(page.map(({ files, isAll }) => [...files.map(({ name }) => name), isAll]))
    intake.drop(page)
  }
  expect(pages).toEqual([
    [
      // The root holds no file.
      [true],
      ['IM0', 'IM3', 'IM6', false]
    ],
    [
      ['notes', true],
      ['IM1', 'IM4', false]
    ],
    [[true], ['IM2', 'IM5', true]]
  ])
  expect(listSources(catalogue.db)).toMatchObject([
    { id: 1, files: 0, instances: 0 },
    { id: 2, files: 4, instances: 1 }
  ])
})

test('a removal that stopped after any page is seen as it stands, and ends with the next write', async () => {
  const ended = await twoSources()
  await removeSource(ended.catalogue, 1, WORKERS)
  const expected = (await snapshot(ended.catalogue)).frequencies
  for (const pages of [0, 1, 2, 3]) {
    const { catalogue, root } = await twoSources()
    beginRemoval(catalogue.db, 1)
    const intake = new Intake(catalogue)
    let done = 0
    for (const page of filesOfSource(catalogue.db, 1, 3)) {
      if (done++ === pages) break
      intake.drop(page)
    }
    // Readers have as many instances as there are files with one, all of them somewhere.
    const reader = new CatalogueReader(catalogue.db)
    expect(listSources(catalogue.db).reduce((sum, { instances }) => sum + instances, 0)).toBe(reader.live().length)
    expect(reader.live().every((instance) => reader.path(instance) !== null)).toBe(true)
    const codes = (await check(catalogue)).findings.map(({ code }) => code)
    expect(codes.filter((code) => code !== 'orphaned-duplicate')).toEqual([])

    expect(await finishRemovals(catalogue, WORKERS)).toBe(true)
    expect(removalUnderWay(catalogue.db)).toBeNull()
    expect(listSources(catalogue.db)).toMatchObject([{ root: join(root, 'two'), files: 4, instances: 4 }])
    expect((await snapshot(catalogue)).frequencies).toEqual(expected)
    expect((await check(catalogue)).findings).toEqual([])
    expect(await finishRemovals(catalogue, WORKERS)).toBe(false)
  }
})

test('a removal that is cancelled goes on with the next write', async () => {
  const { catalogue } = await twoSources()
  const controller = new AbortController()
  const work = {
    signal: controller.signal,
    onProgress: ({ stage, done }: Progress) => {
      if (stage === 'Taking the source out' && done > 0) controller.abort()
    }
  }
  await expect(removeSource(catalogue, 1, WORKERS, work)).rejects.toThrow(CancelledError)
  expect(removalUnderWay(catalogue.db)).toBe(1)
  await finishRemovals(catalogue, WORKERS)
  expect(listSources(catalogue.db)).toMatchObject([{ id: 2, files: 4, instances: 4 }])
})
