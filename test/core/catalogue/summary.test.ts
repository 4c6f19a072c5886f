import { expect, test } from 'vitest'
import { FileStatus, FileTable } from '../../../src/core/catalogue/file-table.ts'
import { Intake } from '../../../src/core/catalogue/intake.ts'
import { CatalogueReader } from '../../../src/core/catalogue/reader.ts'
import { readSummary, updateSummary } from '../../../src/core/catalogue/summary.ts'
import { CancelledError } from '../../../src/core/errors.ts'
import { appendHeaders, type Header, newCatalogue } from './synthetic.ts'

const CT = { Modality: 'CT', Rows: '512', SeriesInstanceUID: '1.1', StudyInstanceUID: '1' }

function catalogueOf(...headers: Header[]) {
  const catalogue = newCatalogue()
  appendHeaders(catalogue, headers)
  return catalogue
}

/** Takes an instance out as a scan does whose file is gone. */
function remove(catalogue: ReturnType<typeof newCatalogue>, instance: number): void {
  const intake = new Intake(catalogue)
  intake.remove(1, `IM${instance}`, { size: 0, mtime: 0, status: FileStatus.instance, instance })
  intake.flush()
}

const read = (catalogue: ReturnType<typeof newCatalogue>) => readSummary(new CatalogueReader(catalogue.db))

test('there is none before it was computed', () => {
  const catalogue = catalogueOf(CT)
  expect(read(catalogue)).toBeNull()
})

test('instances, images, series and studies are counted, and top-level tags that are present', async () => {
  const catalogue = catalogueOf(CT, { ...CT, SeriesInstanceUID: '1.2' }, { Modality: 'SR', Rows: '' })
  catalogue.db.exec(
    "UPDATE tag SET path = 'RequestAttributesSequence.Modality', sums = NULL WHERE keyword = 'Modality'"
  )
  await updateSummary(catalogue)
  expect(read(catalogue)!.totals).toEqual({ instances: 3, images: 2, duplicates: 0, series: 2, studies: 1, tags: 3 })
})

test('one that names a tag that is not there is none', async () => {
  const catalogue = catalogueOf(CT)
  await updateSummary(catalogue)
  catalogue.db.exec("DELETE FROM tag WHERE keyword = 'Rows'")
  expect(read(catalogue)).toBeNull()
})

test('the tags of it are those of the reader', async () => {
  const catalogue = catalogueOf(CT, { ...CT, Modality: 'MR' }, { Modality: '' })
  await updateSummary(catalogue)
  const reader = new CatalogueReader(catalogue.db)
  expect(read(catalogue)!.tags).toEqual(reader.frequencies(reader.live(), 10))
})

test('it is out of date as soon as an instance went, and up to date again when computed anew', async () => {
  const catalogue = catalogueOf(CT, { ...CT, Modality: 'MR' })
  await updateSummary(catalogue)
  remove(catalogue, 0)
  expect(read(catalogue)).toBeNull()
  await updateSummary(catalogue)
  const { totals, tags } = read(catalogue)!
  expect(totals.instances).toBe(1)
  expect(tags.find(({ tag }) => tag.keyword === 'Modality')!.top).toEqual([{ value: 'MR', count: 1 }])
  remove(catalogue, 1)
  expect(read(catalogue)).toBeNull()
})

test('it is not computed anew where nothing came or went', async () => {
  const catalogue = catalogueOf(CT)
  await updateSummary(catalogue)
  catalogue.db.exec('UPDATE summary SET present = 77, sums = NULL')
  await updateSummary(catalogue)
  expect(read(catalogue)!.tags[0].present).toBe(77)
})

test('duplicates that come without an instance are counted all the same', async () => {
  const catalogue = catalogueOf(CT)
  await updateSummary(catalogue)
  const table = new FileTable(catalogue.db)
  table.put(1, 'copy', { size: 1, mtime: 1, status: FileStatus.duplicate, instance: 0 }, false)
  table.flush()
  expect(read(catalogue)!.totals).toMatchObject({ instances: 1, duplicates: 1 })
})

test('a cancelled one leaves what was there', async () => {
  const catalogue = catalogueOf(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`Tag${i}`, 'x'])))
  await expect(updateSummary(catalogue, { signal: AbortSignal.abort() })).rejects.toThrow(CancelledError)
  expect(read(catalogue)).toBeNull()
})
