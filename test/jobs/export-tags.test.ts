import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parquetMetadata } from 'hyparquet'
import { beforeAll, expect, test } from 'vitest'
import type { TagManifest } from '../../src/core/tag-export/manifest.ts'
import type { ExportedTags } from '../../src/core/tag-export/write-tags.ts'
import { exportTagsJob } from '../../src/jobs/export-tags.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { readParquetRows } from '../core/tables/read-parquet.ts'
import { dicomFile, type Elements } from '../dicom-file.ts'
import { WORK } from './archive.ts'

const folder = temporaryFolder()
const catalogue = join(folder, 'c.sqlite')
const out = (name: string): string => join(folder, name)

const image = (number: number, elements: Elements): Elements => ({
  '00080018': ['UI', `1.2.3.${number}`],
  '0020000D': ['UI', '1.2'],
  '0020000E': ['UI', '1.2.3'],
  '00100010': ['PN', `DOE^JANE${number}`],
  '00280010': ['IS', '4'],
  ...elements
})
const IMAGES = [
  image(0, {
    '00080060': ['CS', 'CT'],
    '00180050': ['DS', '5.000000'],
    '00280030': ['DS', '0.5\\0.25'],
    '00180060': ['DS', '120']
  }),
  image(1, {
    '00080060': ['CS', 'MR'],
    '00180050': ['DS', '1,5'],
    '00280030': ['DS', '0.5'],
    '00180060': ['DS', 'auto']
  }),
  image(2, { '00080060': ['CS', ''], '00280030': ['DS', ''] })
]

beforeAll(async () => {
  const archive = join(folder, 'DOE^JANE')
  mkdirSync(archive)
  IMAGES.forEach((elements, i) => writeFileSync(join(archive, `${i}.dcm`), dicomFile(elements)))
  // Not an image: no Rows.
  writeFileSync(join(archive, 'report.dcm'), dicomFile({ '00080018': ['UI', '1.2.3.9'], '00080060': ['CS', 'SR'] }))
  await scanJob.run({ catalogue, folders: [archive] }, WORK)
})

function write(name: string, given: object = {}): Promise<ExportedTags> {
  return exportTagsJob.run({ catalogue, out: out(name), format: 'parquet', where: [], columns: [], ...given }, WORK)
}
const manifest = (name: string): TagManifest =>
  JSON.parse(readFileSync(`${out(name)}.manifest.json`, 'utf8')) as TagManifest

test('tags of all images without a run: numbers as numbers, one column a value, everything else as text', async () => {
  const columns = ['PixelSpacing', '+KVP', 'SliceThickness', 'Modality']
  expect(await write('named.parquet', { columns })).toMatchObject({ rows: 3, columns: 8 })
  expect(readParquetRows(out('named.parquet'))).toEqual({
    columns: {
      StudyInstanceUID: 'u',
      SeriesInstanceUID: 'u',
      SOPInstanceUID: 'u',
      'PixelSpacing[1]': 'g',
      'PixelSpacing[2]': 'g',
      // One value that is no number, and all stay as they are written.
      KVP: 'u',
      SliceThickness: 'g',
      Modality: 'u'
    },
    rows: [
      { ...uids(0), 'PixelSpacing[1]': 0.5, 'PixelSpacing[2]': 0.25, KVP: '120', SliceThickness: 5, Modality: 'CT' },
      { ...uids(1), 'PixelSpacing[1]': 0.5, 'PixelSpacing[2]': null, KVP: 'auto', SliceThickness: 1.5, Modality: 'MR' },
      { ...uids(2), 'PixelSpacing[1]': null, 'PixelSpacing[2]': null, KVP: null, SliceThickness: null, Modality: null }
    ]
  })
})

test('unless columns are named: every tag that has a value and cannot tell of anybody', async () => {
  await write('all.parquet')
  const { columns } = readParquetRows(out('all.parquet'))
  expect(Object.keys(columns)).toEqual([
    'StudyInstanceUID',
    'SeriesInstanceUID',
    'SOPInstanceUID',
    'TransferSyntaxUID',
    'Modality',
    'SliceThickness',
    'KVP',
    'Rows',
    'PixelSpacing[1]',
    'PixelSpacing[2]'
  ])
  expect(readFileSync(out('all.parquet'), 'latin1')).not.toContain('DOE')
  expect(manifest('all.parquet').phi).toMatchObject({ uids: 'kept', included: [] })
})

test('names and paths are in it where somebody names them, and the manifest says so', async () => {
  await write('personal.csv', { format: 'csv', columns: ['PatientName', 'path'] })
  expect(readFileSync(out('personal.csv'), 'utf8')).toContain('DOE^JANE1')
  expect(manifest('personal.csv').phi.included).toEqual([
    { column: 'PatientName', phi: true },
    { column: 'path', phi: true }
  ])
})

test('conditions choose images, and are in the manifest without what they say of people', async () => {
  const where = [
    { tag: 'Modality', operator: 'is', value: 'CT' },
    { tag: 'PatientName', operator: 'contains', value: 'jane' }
  ]
  expect(await write('where.jsonl', { format: 'jsonl', where, columns: ['Modality'] })).toMatchObject({ rows: 1 })
  expect(readFileSync(out('where.jsonl'), 'utf8')).toContain('"Modality":"CT"')
  expect(manifest('where.jsonl')).toMatchObject({
    counts: { images: 3, rows: 1, corrected: 0 },
    where: [where[0], { tag: 'PatientName', operator: 'contains', value: '(withheld)' }]
  })
})

test('no image satisfies the conditions: refused, and nothing is written', async () => {
  const where = [{ tag: 'Modality', operator: 'is', value: 'XX' }]
  await expect(write('none.parquet', { where })).rejects.toMatchObject({ code: 'no-images' })
  expect(() => readFileSync(out('none.parquet'))).toThrow(/ENOENT/)
})

test('remapped UIDs, with the key apart', async () => {
  mkdirSync(out('keys'))
  const { uidKey } = await write('remapped.parquet', { columns: ['Modality'], uidKeyFile: join(out('keys'), 'key') })
  expect(uidKey).toMatchObject({ created: true })
  const [first] = readParquetRows(out('remapped.parquet')).rows
  expect(first.SOPInstanceUID).toMatch(/^2\.25\.\d+$/)
  expect(manifest('remapped.parquet').phi).toMatchObject({ uids: 'remapped', uidKey: uidKey!.id })
})

test('Parquet has the least and the greatest value of each row group, by which readers skip what a query does not need', async () => {
  await write('statistics.parquet', { columns: ['SliceThickness'] })
  const bytes = readFileSync(out('statistics.parquet'))
  const metadata = parquetMetadata(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
  const { statistics } = metadata.row_groups[0].columns.at(-1)!.meta_data!
  expect(statistics).toMatchObject({ min_value: 1.5, max_value: 5, null_count: 1n })
})

function uids(number: number): object {
  return { StudyInstanceUID: '1.2', SeriesInstanceUID: '1.2.3', SOPInstanceUID: `1.2.3.${number}` }
}
