import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { ExportedCatalogue } from '../../src/core/catalogue-export/write-catalogue.ts'
import { annotateJob } from '../../src/jobs/annotate.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { addCorrectionJob } from '../../src/jobs/corrections.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { cluster } from '../../src/jobs/definitions/cluster.ts'
import { exportCatalogueJob } from '../../src/jobs/export-catalogue.ts'
import { withDefaults } from '../../src/jobs/parameter.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { readParquetRows } from '../core/tables/read-parquet.ts'
import { dicomFile, type Elements } from '../dicom-file.ts'
import { WORK } from './archive.ts'

const folder = temporaryFolder()
const catalogue = join(folder, 'c.sqlite')
const out = join(folder, 'tables')

const image = (number: number, modality: string, thickness: string): Elements => ({
  '00080018': ['UI', `1.2.3.${number}`],
  '0020000D': ['UI', '1.2'],
  '0020000E': ['UI', '1.2.3'],
  '00080060': ['CS', modality],
  '00100010': ['PN', `DOE^JANE${number}`],
  '00180050': ['DS', thickness],
  '00280010': ['IS', '4']
})

beforeAll(async () => {
  const archive = join(folder, 'DOE^JANE')
  mkdirSync(archive)
  const files = [image(0, 'CT', '1'), image(1, 'CT', '1'), image(2, 'MR', '5'), image(3, 'MR', '5')]
  files.forEach((elements, i) => writeFileSync(join(archive, `${i}.dcm`), dicomFile(elements)))
  // Not an image: no Rows.
  writeFileSync(join(archive, 'report.dcm'), dicomFile({ '00080018': ['UI', '1.2.3.9'], '00080060': ['CS', 'SR'] }))
  await scanJob.run({ catalogue, folders: [archive] }, WORK)
  await clusterJob.run({ catalogue, ...withDefaults(cluster.parameters, { k: [2], sample: 4 }) }, WORK)
  await assignJob.run({ catalogue, run: '1.2' }, WORK)
  await annotateJob.run(
    { catalogue, run: '1.2', cluster: 0, label: 'CT, thin', note: 'as MUELLER said', author: 'Ann' },
    WORK
  )
  const ct = [{ tag: 'Modality', operator: 'is' as const, value: 'CT' }]
  await addCorrectionJob.run(
    { catalogue, tag: 'SliceThickness', value: '1.5', where: ct, reason: 'DOE^JANE', author: 'Bob' },
    WORK
  )
})
beforeEach(() => rmSync(out, { recursive: true, force: true }))

function write(given: object = {}): Promise<ExportedCatalogue> {
  return exportCatalogueJob.run({ catalogue, out, format: 'parquet', ...given }, WORK)
}
const rows = (table: string): Record<string, unknown>[] => readParquetRows(join(out, `${table}.parquet`)).rows
interface Manifest {
  complete: boolean
  files: { name: string; table: string; rows: number; columns: { name: string }[] }[]
}
const manifest = (): Manifest => JSON.parse(readFileSync(join(out, 'catalogue.json'), 'utf8')) as Manifest

test('instances with their UIDs and sources; values of tags, as people corrected them', async () => {
  await write()
  const uids = { StudyInstanceUID: '1.2', SeriesInstanceUID: '1.2.3' }
  expect(rows('instances')).toEqual([
    { instance: 0, ...uids, SOPInstanceUID: '1.2.3.0', isImage: true, source: 1 },
    { instance: 1, ...uids, SOPInstanceUID: '1.2.3.1', isImage: true, source: 1 },
    { instance: 2, ...uids, SOPInstanceUID: '1.2.3.2', isImage: true, source: 1 },
    { instance: 3, ...uids, SOPInstanceUID: '1.2.3.3', isImage: true, source: 1 },
    {
      instance: 4,
      StudyInstanceUID: null,
      SeriesInstanceUID: null,
      SOPInstanceUID: '1.2.3.9',
      isImage: false,
      source: 1
    }
  ])
  expect(rows('tags').map(({ instance, Modality, SliceThickness }) => [instance, Modality, SliceThickness])).toEqual([
    [0, 'CT', 1.5],
    [1, 'CT', 1.5],
    [2, 'MR', 5],
    [3, 'MR', 5],
    [4, 'SR', null]
  ])
  expect(rows('attributes').find(({ name }) => name === 'SliceThickness')).toEqual({
    tag: '(0018,0050)',
    name: 'SliceThickness',
    vr: 'DS',
    nonEmpty: 4,
    distinct: 2,
    missingShare: expect.closeTo(0.2) as number,
    personal: false
  })
})

test('runs, clusterings, and labels with their authors', async () => {
  await write()
  expect(rows('runs')).toMatchObject([{ run: 1, name: null, sample: 4, images: 4, seed: 1, bestK: 2 }])
  expect(rows('features').map(({ run, name, kind }) => [run, name, kind])).toEqual([
    [1, 'Modality', 'nominal'],
    [1, 'SliceThickness', 'numeric']
  ])
  expect(rows('clusterings')).toMatchObject([{ run: 1, k: 2, clusters: 2, silhouette: 1, assigned: true, changes: 0 }])
  expect(rows('clusters').map(({ cluster, size, label, author }) => [cluster, size, label, author])).toEqual([
    [0, 2, 'CT, thin', 'Ann'],
    [1, 2, null, null]
  ])
  expect(rows('labels')).toMatchObject([
    { entry: 1, run: 1, k: 2, cluster: 0, naming: '', label: 'CT, thin', author: 'Ann' }
  ])
  expect(rows('assignments')).toEqual(
    [0, 0, 1, 1].map((cluster, instance) => ({ run: 1, k: 2, instance, cluster, distance: 0 }))
  )
  expect(rows('samples').map(({ instance, cluster, silhouette }) => [instance, cluster, silhouette])).toEqual([
    [0, 0, 1],
    [1, 0, 1],
    [2, 1, 1],
    [3, 1, 1]
  ])
  expect(
    rows('corrections').map(({ SOPInstanceUID, name, found, value, author }) => [
      SOPInstanceUID,
      name,
      found,
      value,
      author
    ])
  ).toEqual([
    ['1.2.3.0', 'SliceThickness', '1', '1.5', 'Bob'],
    ['1.2.3.1', 'SliceThickness', '1', '1.5', 'Bob']
  ])
})

test('catalogue.json lists each table with its columns', async () => {
  await write()
  const { complete, files } = manifest()
  expect(complete).toBe(true)
  expect(files.map(({ name }) => name).sort()).toEqual(
    readdirSync(out)
      .filter((name) => name !== 'catalogue.json')
      .sort()
  )
  for (const { table, rows: count, columns } of files) {
    const read = readParquetRows(join(out, `${table}.parquet`))
    expect([table, read.rows.length, Object.keys(read.columns)]).toEqual([
      table,
      count,
      columns.map(({ name }) => name)
    ])
  }
})

test('no name, path, note or reason is in any file', async () => {
  await write()
  for (const name of readdirSync(out)) {
    const text = readFileSync(join(out, name), 'latin1')
    const unpacked = name.endsWith('.parquet') ? JSON.stringify(rows(name.replace('.parquet', ''))) : ''
    expect([name, /DOE|JANE|MUELLER/.exec(text + unpacked)]).toEqual([name, null])
  }
})

test('UIDs are remapped in all tables alike', async () => {
  await write({ uidKeyFile: join(folder, 'key.json') })
  const of = new Map(rows('instances').map(({ instance, SOPInstanceUID }) => [instance, SOPInstanceUID]))
  expect(of.get(0)).toMatch(/^2\.25\.\d+$/)
  expect(rows('corrections').map(({ SOPInstanceUID }) => SOPInstanceUID)).toEqual([of.get(0), of.get(1)])
  expect(
    readdirSync(out)
      .map((name) => readFileSync(join(out, name), 'latin1'))
      .join()
  ).not.toContain('1.2.3.1')
  await expect(write({ uidKeyFile: join(out, 'key.json') })).rejects.toMatchObject({ code: 'key-beside-labels' })
})

test('it replaces its own files, and no others', async () => {
  await write()
  await write()
  writeFileSync(join(out, 'runs.parquet'), 'mine')
  await expect(write()).rejects.toMatchObject({
    code: 'not-an-export',
    parameters: { path: join(out, 'runs.parquet') }
  })
  expect(readFileSync(join(out, 'runs.parquet'), 'utf8')).toBe('mine')
  await write({ overwrite: true })
  expect(rows('runs')).toHaveLength(1)
})

test('an export that was stopped is not complete, and can be run again; tables that do not come again are removed', async () => {
  await write()
  const former = readFileSync(join(out, 'catalogue.json'), 'utf8')
  const stop = new AbortController()
  const work = {
    signal: stop.signal,
    onProgress: ({ detail }: { detail?: string }) => detail === 'runs.parquet' && stop.abort()
  }
  await expect(exportCatalogueJob.run({ catalogue, out, format: 'parquet' }, work)).rejects.toMatchObject({
    name: 'CancelledError'
  })
  expect(manifest().complete).toBe(false)
  // As if an earlier export had written the vectors of a model that is gone.
  const listed = JSON.parse(former) as { files: object[] }
  writeFileSync(join(out, 'vectors-7.parquet'), '')
  listed.files.push({
    name: 'vectors-7.parquet',
    sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
  })
  writeFileSync(join(out, 'catalogue.json'), JSON.stringify(listed))
  await write()
  expect(manifest().complete).toBe(true)
  expect(readdirSync(out)).not.toContain('vectors-7.parquet')
})
