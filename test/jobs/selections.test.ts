import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { beforeEach, describe, expect, test } from 'vitest'
import { conditionOfText } from '../../src/core/condition-text.ts'
import { loadRun } from '../../src/core/catalogue/runs.ts'
import type { LabelManifest } from '../../src/core/labels/manifest.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { featureParameters } from '../../src/jobs/definitions/feature-parameters.ts'
import { exportLabelsJob } from '../../src/jobs/export-labels.ts'
import { featuresJob } from '../../src/jobs/features.ts'
import { withDefaults } from '../../src/jobs/parameter.ts'
import { addSelectionJob, removeSelectionJob, restoreSelectionJob, selectionsJob } from '../../src/jobs/selections.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { addInstances, archive, clusterParameters, lookInto, removeInstances, threeKinds, WORK } from './archive.ts'

let catalogue: string
beforeEach(() => {
  // CT at 0, 3, 6, …; MR at 1, 4, …; CR at 2, 5, …
  catalogue = archive(threeKinds(30))
})

const where = (...texts: string[]) => texts.map(conditionOfText)
const add = (name: string, ...texts: string[]) =>
  addSelectionJob.run({ catalogue, name, note: '', where: where(...texts) }, WORK)
const list = async () =>
  (await selectionsJob.run({ catalogue }, WORK)).selections.map(({ name, images, gone }) => [name, images, gone])
const imagesOf = async (...texts: string[]) =>
  (await featuresJob.run({ ...withDefaults(featureParameters, { where: where(...texts) }), catalogue }, WORK)).images

test('images that satisfy conditions get a name, which is a condition then', async () => {
  const { selection, unknown } = await add('Heads, wide', 'BodyPartExamined=HEAD', 'Rows=100..101')
  // Of the ten heads those with 100 or 101 rows: 0, 6, 15 and 21.
  expect(selection).toMatchObject({ id: 1, name: 'Heads, wide', images: 4, gone: 0, origin: { by: 'conditions' } })
  expect(selection.origin.where).toEqual(where('BodyPartExamined=HEAD', 'Rows=100..101'))
  expect(unknown).toBeNull()
  expect(await imagesOf('Selection=Heads, wide')).toBe(4)
  expect(await imagesOf('Selection!=Heads, wide')).toBe(26)
  expect(await imagesOf('Selection!=Heads, wide', 'Modality=CT')).toBe(6)
})

describe('a list of SOP Instance UIDs', () => {
  const named = async (text: string, ...conditions: string[]) => {
    const images = join(temporaryFolder(), 'list')
    writeFileSync(images, text)
    const given = { catalogue, name: 'Listed', note: '', where: where(...conditions), images }
    const { selection, unknown } = await addSelectionJob.run(given, WORK)
    return [selection.images, unknown, selection.origin.by]
  }

  test('is one a line; those that name no image are counted', async () => {
    expect(await named('1.3\n1.4\r\n\n 1.5 \n1.3\n9.9\n')).toEqual([3, 1, 'list'])
  })

  test('is a column of a table that has others', async () => {
    expect(await named('cluster,SOPInstanceUID\n0,1.3\n1,1.4\n')).toEqual([2, 0, 'list'])
  })

  test('has a byte order mark as spreadsheets write it', async () => {
    expect(await named('\ufeffSOPInstanceUID\n1.3\n')).toEqual([1, 0, 'list'])
  })

  test('is narrowed by conditions', async () => {
    expect(await named('1.3\n1.4\n1.5\n', 'Modality=MR')).toEqual([1, 0, 'list'])
  })

  test('that names no image is refused', async () => {
    await expect(named('9.9\n')).rejects.toMatchObject({ code: 'nothing-selected' })
    expect(await list()).toEqual([])
  })

  test('that is not there is refused', async () => {
    const given = { catalogue, name: 'A', note: '', where: [], images: '/nowhere/list' }
    await expect(addSelectionJob.run(given, WORK)).rejects.toMatchObject({ code: 'csv-unreadable' })
  })
})

test('nothing is selected where nothing says what', async () => {
  await expect(add('A')).rejects.toMatchObject({ code: 'selection-of-what' })
})

test('images that are removed from the archive later are not counted, and new ones are not in it', async () => {
  await add('CT', 'Modality=CT')
  removeInstances(catalogue, 3, 6)
  addInstances(catalogue, [{ SOPInstanceUID: '1.99', Modality: 'CT', Rows: '100' }], 30)
  expect(await list()).toEqual([['CT', 8, 2]])
  expect(await imagesOf('Selection=CT')).toBe(8)
  expect(await imagesOf('Selection!=CT')).toBe(21)
})

test('a removed selection is no condition until it is restored', async () => {
  await add('CT', 'Modality=CT')
  await add('MR', 'Modality=MR')
  await removeSelectionJob.run({ catalogue, name: 'CT' }, WORK)
  expect(await list()).toEqual([['MR', 10, 0]])
  await expect(imagesOf('Selection=CT')).rejects.toThrow('The selection "CT" was removed. There are: "MR".')
  await restoreSelectionJob.run({ catalogue, name: 'CT' }, WORK)
  expect(await imagesOf('Selection=CT')).toBe(10)
  await expect(restoreSelectionJob.run({ catalogue, name: 'CT' }, WORK)).rejects.toMatchObject({
    code: 'selection-name-taken'
  })
})

test('a run of a selection keeps its condition, is assigned that selection alone, and makes the same again', async () => {
  await add('Two kinds', 'Modality!=CR')
  const parameters = clusterParameters(catalogue, { k: [2], where: where('Selection=Two kinds') })
  const first = await clusterJob.run(parameters, WORK)
  const again = await clusterJob.run(parameters, WORK)
  expect(first.images).toBe(20)
  const stored = lookInto(catalogue, (db) => [loadRun(db, 1), loadRun(db, 2)])
  expect(stored[0].parameters.where).toEqual(where('Selection=Two kinds'))
  expect(stored[1].sample).toEqual(stored[0].sample)
  expect(again.sweep[0].loss).toBe(first.sweep[0].loss)
  // Others get the name: the run is still of those that had it.
  await removeSelectionJob.run({ catalogue, name: 'Two kinds' }, WORK)
  await add('Two kinds', 'Modality=CR')
  expect(await assignJob.run({ catalogue, run: '1' }, WORK)).toMatchObject({ assigned: 20 })
  await expect(clusterJob.run(parameters, WORK)).resolves.toMatchObject({ images: 10 })
})

test('labels of a selection are exported alone, which the manifest says, and the counts add up', async () => {
  await clusterJob.run(clusterParameters(catalogue, { k: [3] }), WORK)
  await assignJob.run({ catalogue, run: '1' }, WORK)
  await add('Heads', 'BodyPartExamined=HEAD')
  removeInstances(catalogue, 3)
  const out = join(temporaryFolder(), 'labels.csv')
  const given = { catalogue, run: '1', format: 'csv' as const, out, columns: [] }
  const result = await exportLabelsJob.run({ ...given, where: where('Selection=Heads', 'Rows!=104') }, WORK)
  // Heads are 0, 3, 6, …, 27; 9 and 24 have 104 rows, and 3 has gone.
  const expected = [0, 6, 12, 15, 18, 21, 27].map((i) => `1.${i}`)
  const rows = parse<Record<string, string>>(readFileSync(out, 'utf8'), { columns: true })
  expect(rows.map(({ SOPInstanceUID }) => SOPInstanceUID)).toEqual(expected)
  const manifest = JSON.parse(readFileSync(result.manifest, 'utf8')) as LabelManifest
  expect(manifest.where).toEqual(where('Selection=Heads', 'Rows!=104'))
  expect(manifest.counts).toMatchObject({ live: 29, rows: 7, excluded: 22, unassigned: 0 })
  const none = exportLabelsJob.run({ ...given, where: where('Selection=Heads', 'Modality=CR') }, WORK)
  await expect(none).rejects.toMatchObject({ code: 'no-images' })
})
