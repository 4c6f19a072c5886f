import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { beforeAll, expect, test } from 'vitest'
import type { LabelManifest } from '../../src/core/labels/manifest.ts'
import { annotateJob } from '../../src/jobs/annotate.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import type { ExportLabelsParameters } from '../../src/jobs/definitions/labels.ts'
import { exportLabelsJob } from '../../src/jobs/export-labels.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { addInstances, archive, clusterParameters, threeKinds, WORK } from './archive.ts'

/** Three kinds in turn, each a series of its own: CT in 2.0, MR in 2.1, CR in 2.2. */
const kinds = (first: number) =>
  threeKinds(30, (i) => ({ SeriesInstanceUID: `2.${i % 3}`, SOPInstanceUID: `1.${first + i}` }))
let catalogue: string
let ct: string
beforeAll(async () => {
  catalogue = archive(kinds(0))
  await clusterJob.run(clusterParameters(catalogue, { k: [3] }), WORK)
  await assignJob.run({ catalogue, run: '1.3' }, WORK)
  // The cluster of image 0, which is a CT, and only that gets a name.
  ct = (await table({}))[0].cluster
  await annotateJob.run({ catalogue, run: '1.3', cluster: Number(ct), label: 'Head CT' }, WORK)
  // These came later, and nobody has assigned them.
  addInstances(catalogue, kinds(30), 30)
})

const out = join(temporaryFolder(), 'labels.csv')
const write = (given: Partial<ExportLabelsParameters>) =>
  exportLabelsJob.run(
    { catalogue, run: '1.3', format: 'csv', out, where: [], columns: [], overwrite: true, ...given },
    WORK
  )
async function table(given: Partial<ExportLabelsParameters>): Promise<Record<string, string>[]> {
  await write(given)
  return parse(readFileSync(out), { columns: true })
}
const manifest = () => JSON.parse(readFileSync(`${out}.manifest.json`, 'utf8')) as LabelManifest

test('images that nobody has assigned inherit the label of their series, and the file says so', async () => {
  const rows = await table({ inherit: 'series' })
  const shown = (uid: string) => {
    const { cluster, label, inherited, inheritedShare, distance } = rows.find((row) => row.SOPInstanceUID === uid)!
    return { cluster, label, inherited, inheritedShare, distance }
  }
  expect(shown('1.0')).toMatchObject({ cluster: ct, label: 'Head CT', inherited: 'false', inheritedShare: '' })
  expect(shown('1.30')).toEqual({ cluster: '', label: 'Head CT', inherited: 'true', inheritedShare: '1', distance: '' })
  // MR has a cluster and no name, in its series or anywhere: it keeps its row.
  expect(shown('1.1')).toMatchObject({ label: '', inherited: '', inheritedShare: '' })
  // And an unassigned one that inherits nothing has none.
  expect(rows.some((row) => row.SOPInstanceUID === '1.31')).toBe(false)
  expect(rows.map((row) => Number(row.SOPInstanceUID.slice(2)))).toEqual(
    [...Array(30).keys()].concat([0, 3, 6, 9, 12, 15, 18, 21, 24, 27].map((i) => 30 + i))
  )
  const { counts, columns } = manifest()
  expect(counts).toMatchObject({ live: 60, rows: 40, unassigned: 20, labelledRows: 10, inheritedRows: 10 })
  expect(columns.map(({ name }) => name)).toContain('inheritedShare')
})

test('without it the file is as it was, and conditions narrow the rows, not what they inherit from', async () => {
  expect(Object.keys((await table({}))[0])).not.toContain('inherited')
  expect(manifest().counts).toEqual(
    expect.not.objectContaining({ inheritedRows: expect.anything() as number }) as LabelManifest['counts']
  )
  // Of the later images alone, none of which has a label of its own.
  const rows = await table({
    inherit: 'series',
    where: [{ tag: 'SOPInstanceUID', operator: 'contains', value: '1.3' }]
  })
  const late = rows.filter(({ SOPInstanceUID }) => Number(SOPInstanceUID.slice(2)) >= 30)
  expect(late.map(({ SOPInstanceUID, label }) => [SOPInstanceUID, label])).toEqual(
    [30, 33, 36, 39].map((i) => [`1.${i}`, 'Head CT'])
  )
})

test.each(['jsonl', 'parquet'] as const)('also as %s', async (format) => {
  await expect(write({ inherit: 'series', format })).resolves.toMatchObject({ rows: 40, inheritedRows: 10 })
})

test('clusters without a name get their suggested one, marked, where somebody asks for that', async () => {
  const rows = await table({ unnamed: 'suggested' })
  const shown = (uid: string) => {
    const { label, suggested } = rows.find((row) => row.SOPInstanceUID === uid)!
    return { label, suggested }
  }
  expect(shown('1.0')).toEqual({ label: 'Head CT', suggested: 'false' })
  expect(shown('1.1')).toEqual({ label: expect.stringMatching(/^MR · KNEE/) as string, suggested: 'true' })
  expect(manifest().counts).toMatchObject({ rows: 30, labelledRows: 10, suggestedClusters: 2, suggestedRows: 20 })
  expect(Object.keys((await table({}))[0])).not.toContain('suggested')
})
