import { expect, test } from 'vitest'
import { CHUNK } from '../../../src/core/catalogue/chunks.ts'
import type { Catalogue } from '../../../src/core/catalogue/database.ts'
import { writeDerived } from '../../../src/core/catalogue/derived-tags.ts'
import { FileStatus } from '../../../src/core/catalogue/file-table.ts'
import { Intake } from '../../../src/core/catalogue/intake.ts'
import { CatalogueReader } from '../../../src/core/catalogue/reader.ts'
import { nextRevision, readSummary, updateSummary } from '../../../src/core/catalogue/summary.ts'
import type { TagFrequency } from '../../../src/core/catalogue/types.ts'
import { Random } from '../../../src/core/random.ts'
import { appendHeaders, type Header, newCatalogue } from './synthetic.ts'

/** Headers of a series each ten images: a tag of few values, one that is unique, one with many that repeat, one that is seldom there. */
function headers(from: number, count: number): Header[] {
  return Array.from({ length: count }, (_, i) => ({
    Modality: i % 3 === 0 ? 'MR' : 'CT',
    SOPInstanceUID: `1.2.${from + i}`,
    SeriesInstanceUID: `1.3.${Math.floor((from + i) / 10)}`,
    AcquisitionTime: String(100_000 + (((from + i) * 7919) % 5000)),
    StationName: i % 100 === 7 ? `ST${i % 4}` : i % 100 === 8 ? '' : undefined
  }))
}

function append(catalogue: Catalogue, added: Header[]): void {
  appendHeaders(catalogue, added)
  nextRevision(catalogue.db)
}

/** Takes instances out as a scan does whose files are gone. */
function remove(catalogue: Catalogue, instances: Iterable<number>): void {
  const intake = new Intake(catalogue)
  for (const instance of instances) {
    intake.remove(1, `IM${instance}`, { size: 0, mtime: 0, status: FileStatus.instance, instance })
  }
  intake.flush()
}

async function counted(catalogue: Catalogue): Promise<TagFrequency[]> {
  await updateSummary(catalogue)
  return readSummary(new CatalogueReader(catalogue.db))!.tags
}

/** What counting everything gives. */
function all(catalogue: Catalogue): TagFrequency[] {
  const reader = new CatalogueReader(catalogue.db)
  return reader.frequencies(reader.live(), 10)
}

function find(tags: TagFrequency[], keyword: string): Omit<TagFrequency, 'tag'> {
  const { tag: _, ...found } = tags.find(({ tag }) => tag.keyword === keyword)!
  return found
}

test('what came and went since the last count leaves what counting everything gives', async () => {
  const catalogue = newCatalogue()
  const random = new Random(1)
  append(catalogue, headers(0, 2 * CHUNK + 100))
  expect(await counted(catalogue)).toEqual(all(catalogue))
  let total = 2 * CHUNK + 100
  for (const [came, went] of [
    [0, 1],
    [1, 0],
    [50, 40],
    [CHUNK, 0],
    [10, 3000],
    [CHUNK + 5, 2]
  ]) {
    remove(catalogue, new Set(Array.from({ length: went }, () => random.below(total))))
    if (came > 0) append(catalogue, headers(total, came))
    total += came
    expect(await counted(catalogue), `${came} came, ${went} went`).toEqual(all(catalogue))
  }
})

test('an instance that goes costs its own values, and not those of all others', async () => {
  const catalogue = newCatalogue()
  append(catalogue, headers(0, 2 * CHUNK))
  const before = await counted(catalogue)
  // As if nothing in the second chunk had a value: nothing came or went there, and nobody counts it again.
  catalogue.db.exec('UPDATE column SET encoding = 0, data = 0, sums = NULL WHERE chunk = 1')
  remove(catalogue, [1])
  const after = await counted(catalogue)
  const [ct, mr] = find(before, 'Modality').top
  expect(find(after, 'Modality')).toEqual({
    present: 2 * CHUNK - 1,
    nonEmpty: 2 * CHUNK - 1,
    distinct: 2,
    top: [{ value: 'CT', count: ct.count - 1 }, mr]
  })
  expect(find(after, 'SOPInstanceUID')).toMatchObject({ present: 2 * CHUNK - 1, distinct: 2 * CHUNK - 1 })
  expect(find(after, 'StationName')).toEqual(find(before, 'StationName'))
})

test('of a unique tag the values that come first are known after those before them went', async () => {
  const catalogue = newCatalogue()
  append(catalogue, headers(0, CHUNK))
  await counted(catalogue)
  // In the order of their texts: 1.2.0, 1.2.1, 1.2.10, 1.2.100, 1.2.1000, 1.2.1001, …; more than are kept.
  const uids = Array.from({ length: CHUNK }, (_, i) => i).sort((a, b) => (String(a) < String(b) ? -1 : 1))
  for (const went of [uids.slice(0, 50), uids.slice(50, 110)]) {
    remove(catalogue, went)
    const { distinct, top } = find(await counted(catalogue), 'SOPInstanceUID')
    const rest = uids.slice(uids.indexOf(went.at(-1)!) + 1)
    expect(distinct).toBe(rest.length)
    expect(top.map(({ value }) => value)).toEqual(rest.slice(0, 10).map((uid) => `1.2.${uid}`))
  }
})

test('a tag that gives its dictionary up after it was counted is counted again', async () => {
  const catalogue = newCatalogue()
  append(
    catalogue,
    headers(0, CHUNK + 10).map((header, i) => ({ ...header, StationName: i < CHUNK ? 'A' : 'B' }))
  )
  await counted(catalogue)
  append(
    catalogue,
    headers(CHUNK + 10, 2 * CHUNK).map((header, i) => ({ ...header, StationName: i % 1000 === 0 ? 'A' : `S${i}` }))
  )
  const tags = await counted(catalogue)
  expect(find(tags, 'StationName')).toMatchObject({
    distinct: 2 + 2 * CHUNK - 9,
    top: [{ value: 'A', count: CHUNK + 9 }, { value: 'B', count: 10 }, {}, {}, {}, {}, {}, {}, {}, {}]
  })
  expect(tags).toEqual(all(catalogue))
})

test('a derived tag that was written again is counted again', async () => {
  const catalogue = newCatalogue()
  append(catalogue, headers(0, CHUNK + 10))
  for (const role of ['representative', 'unique']) {
    catalogue.db.transaction(() => writeDerived(catalogue.db, { PictureDuplicate: () => role }))()
    expect(find(await counted(catalogue), 'PictureDuplicate').top).toEqual([{ value: role, count: CHUNK + 10 }])
  }
})

test.each([
  ['tally', 'plain'],
  ['counted', 'bits']
])('where %s is damaged, everything is counted again', async (table, field) => {
  const catalogue = newCatalogue()
  append(catalogue, headers(0, CHUNK + 10))
  remove(catalogue, [5])
  await counted(catalogue)
  catalogue.db.exec(`UPDATE ${table} SET ${field} = CASE typeof(${field}) WHEN 'blob' THEN zeroblob(512) ELSE 3 END`)
  remove(catalogue, [6])
  expect(await counted(catalogue)).toEqual(all(catalogue))
})
