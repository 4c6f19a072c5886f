import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Catalogue, openForWriting } from '../../../src/core/catalogue/database.ts'
import { InstanceWriter } from '../../../src/core/catalogue/instance-writer.ts'
import { CatalogueReader } from '../../../src/core/catalogue/reader.ts'
import { saveAssignment, saveRun, UNASSIGNED } from '../../../src/core/catalogue/runs.ts'
import { PLAIN } from '../../../src/core/dicom/batch.ts'
import { clustering, PARAMETERS, RUN, runResult } from '../catalogue/stored/examples.ts'
import { conditionOfText } from '../../../src/core/condition-text.ts'
import { annotate } from '../../../src/core/labels/annotate.ts'
import { catalogueLabels, exportLabels } from '../../../src/core/labels/catalogue-labels.ts'

let folder: string
let catalogue: Catalogue
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'medoid-labels-'))
  catalogue = openForWriting(join(folder, 'c.sqlite'), 'test')
})
afterEach(() => {
  catalogue.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Instances with the SOP Instance UIDs 1.2.0, 1.2.1, … in /pacs/study. */
function addInstances(count: number): void {
  const { db } = catalogue
  db.prepare(`INSERT INTO source(id, root, added) VALUES(1, '/pacs', '')`).run()
  db.prepare(`INSERT INTO dir(id, source, path) VALUES(1, 1, 'study')`).run()
  const writer = new InstanceWriter(db)
  const rows = [...Array(count).keys()]
  const batch = {
    newTags: [{ tag: '(0008,0018)', path: '', keyword: 'SOPInstanceUID', privateCreator: '', vr: 'UI' }],
    newValueTags: new Uint32Array(),
    newValueTexts: [],
    instances: count,
    offsets: Uint32Array.from([...rows, count]),
    changedTags: new Uint32Array(count),
    changedCodes: Uint32Array.from(rows, (row) => PLAIN + row),
    plainTexts: rows.map((row) => `1.2.${row}`)
  }
  writer.beginBatch(0, batch)
  for (const row of rows) {
    writer.append(0, batch, row, 1, `${row}.dcm`, `1.2.${row}`)
    if (writer.full) db.transaction(() => writer.flush())()
  }
  db.transaction(() => writer.flush())()
}

/** Clustering 1.2 with medoids 4 and 1, of a sample of instances 1, 4 and 5. */
function addRun(): void {
  const of = {
    ...clustering(2, 0.25),
    medoids: Uint32Array.of(4, 1),
    labels: Uint16Array.of(1, 0, 0),
    silhouettes: Float32Array.of(0, 0.5, NaN)
  }
  const run = { ...RUN, parameters: { ...PARAMETERS, where: [] }, sample: Uint32Array.of(1, 4, 5) }
  saveRun(catalogue.db, run, [of], runResult)
}

function assign(chunk: number, clusters: number[]): void {
  const distances = Float32Array.from(clusters, (_, row) => row / 100)
  saveAssignment(catalogue.db, { run: 1, k: 2 }, { chunk, clusters: Uint16Array.from(clusters), distances })
}

const labels = () => catalogueLabels(new CatalogueReader(catalogue.db), { run: 1, k: 2 })

test('a catalogue’s assignments, labels and silhouettes end up in the export', async () => {
  addInstances(7)
  addRun()
  assign(0, [0, 1, UNASSIGNED, 0, 0, 0, 1])
  catalogue.db
    .prepare('INSERT INTO live(chunk, bits) VALUES(0, ?)')
    .run(Buffer.alloc(512, 0xff).fill(0xff & ~(1 << 3), 0, 1))
  annotate(catalogue.db, { run: 1, k: 2, cluster: 1, label: 'Knee' })
  const out = join(folder, 'labels.csv')
  const reader = new CatalogueReader(catalogue.db)
  const result = await exportLabels(reader, {
    clustering: '1',
    format: 'csv',
    out,
    version: '0.1.0',
    columns: ['+path']
  })

  const rows: Record<string, string>[] = parse(readFileSync(out), { columns: true })
  expect(
    rows.map((row) => [row.SOPInstanceUID, row.cluster, row.label, row.isMedoid, row.distance, row.silhouette])
  ).toEqual([
    ['1.2.0', '0', '', 'false', '0', ''],
    ['1.2.1', '1', 'Knee', 'true', '0.01', '0'],
    ['1.2.4', '0', '', 'true', '0.04', '0.5'],
    ['1.2.5', '0', '', 'false', '0.05', ''],
    ['1.2.6', '1', 'Knee', 'false', '0.06', '']
  ])
  expect(rows[0]).toMatchObject({ StudyInstanceUID: '', run: '1', k: '2', path: '/pacs/study/0.dcm' })
  expect(result).toMatchObject({ live: 6, rows: 5, clusters: 2, labelledClusters: 1, labelledRows: 2 })
})

test('an export of some clusters holds their images alone, and its counts add up', async () => {
  addInstances(7)
  addRun()
  assign(0, [0, 1, 0, 0, 0, 0, 1])
  annotate(catalogue.db, { run: 1, k: 2, cluster: 1, label: 'Knee' })
  const reader = new CatalogueReader(catalogue.db)
  const uids = async (options: Parameters<typeof catalogueLabels>[2]): Promise<string[]> => {
    const out = join(folder, 'labels.csv')
    const result = await exportLabels(reader, { ...options, clustering: '1.2', format: 'csv', out, version: '0.1.0' })
    const rows: Record<string, string>[] = parse(readFileSync(out), { columns: true })
    expect(result.rows).toBe(rows.length)
    expect(result.rows + result.excluded).toBe(7)
    counts = result
    return rows.map(({ SOPInstanceUID }) => SOPInstanceUID)
  }
  let counts: unknown
  expect(await uids({ clusters: [0] })).toEqual(['1.2.0', '1.2.2', '1.2.3', '1.2.4', '1.2.5'])
  // Whatever lies in no row counts for nothing.
  expect(counts).toMatchObject({ clusters: 1, labelledClusters: 0, labelledRows: 0 })
  expect(await uids({ subset: 'named' })).toEqual(['1.2.1', '1.2.6'])
  expect(counts).toMatchObject({ clusters: 1, labelledClusters: 1, labelledRows: 2 })
  const manifest = JSON.parse(readFileSync(join(folder, 'labels.csv.manifest.json'), 'utf8')) as object
  expect(manifest).toMatchObject({ only: { named: true } })
  const where = [conditionOfText('SOPInstanceUID!=1.2.0')]
  expect(await uids({ where, clusters: [1, 0, 0] })).toEqual(['1.2.1', '1.2.2', '1.2.3', '1.2.4', '1.2.5', '1.2.6'])
  expect(await uids({ where, clusters: [0] })).toEqual(['1.2.2', '1.2.3', '1.2.4', '1.2.5'])
  await expect(uids({ where, clusters: [0], subset: 'named' })).rejects.toThrow(
    'No image of cluster 0 of clustering 1.2 is in a cluster that has a name and satisfies “SOPInstanceUID'
  )
  await expect(uids({ clusters: [0, 2] })).rejects.toThrow('Clustering 1.2 has no cluster 2')
})

test('chunk after chunk', () => {
  addInstances(4100)
  addRun()
  assign(0, Array<number>(4096).fill(0))
  assign(1, [1, UNASSIGNED, 1, 1])
  const chunks = [...labels().assigned()]
  expect(chunks.map(({ instances }) => instances.length)).toEqual([4096, 3])
  expect([...chunks[1].instances]).toEqual([4096, 4098, 4099])
  expect([...chunks[1].distances]).toEqual([0, 2, 3].map((row) => Math.fround(row / 100)))
  expect(labels().count).toBe(4099)
})

test('a clustering that nothing is assigned to says what to do', () => {
  addInstances(1)
  addRun()
  expect(labels).toThrowError(
    expect.objectContaining({ code: 'not-assigned', parameters: { why: 'not-yet', clustering: '1.2' } })
  )
})
