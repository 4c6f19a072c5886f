import { inserter } from '../../../src/core/catalogue/checksums.ts'
import { Dictionaries } from '../../../src/core/catalogue/dictionaries.ts'
import { encodePlain } from '../../../src/core/catalogue/plain-columns.ts'
import { expect, test, vi } from 'vitest'
import { CHUNK } from '../../../src/core/catalogue/chunks.ts'
import { openForReading } from '../../../src/core/catalogue/database.ts'
import { InstanceWriter } from '../../../src/core/catalogue/instance-writer.ts'
import { CatalogueReader } from '../../../src/core/catalogue/reader.ts'
import { appendHeaders, batchOf, type Header, newCatalogue } from './synthetic.ts'
import type { TagId } from '../../../src/core/catalogue/types.ts'

const many = (count: number, header: (i: number) => Header): Header[] =>
  Array.from({ length: count }, (_, i) => header(i))

test('an absent element, an empty one and a value are three different things', () => {
  const catalogue = newCatalogue()
  appendHeaders(catalogue, [{ Modality: 'CT' }, { Modality: '' }, {}])
  const reader = new CatalogueReader(catalogue.db)
  const [modality] = reader.frequencies(reader.live(), 5)
  expect(modality).toMatchObject({ present: 2, nonEmpty: 1, distinct: 1, top: [{ value: 'CT', count: 1 }] })
  expect([...reader.column(modality.tag.id, Uint32Array.of(0, 1, 2)).codes]).toEqual([2, 1, 0])
})

test('a tag that is first met late is absent before, also in the chunk that was written without it', () => {
  const catalogue = newCatalogue()
  appendHeaders(
    catalogue,
    many(CHUNK + 2, () => ({ Modality: 'CT' }))
  )
  appendHeaders(catalogue, [{ Modality: 'MR', EchoTime: '90' }])
  const reader = new CatalogueReader(catalogue.db)
  const echoTime = reader.find('EchoTime')!
  expect(reader.frequency(echoTime, reader.live(), 1)).toMatchObject({ present: 1, distinct: 1 })
  const { codes, texts } = reader.column(echoTime.id, Uint32Array.of(0, CHUNK, CHUNK + 1, CHUNK + 2))
  expect(Array.from(codes, (code) => texts[code])).toEqual(['', '', '', '90'])
})

test('values of a high-cardinality tag come back, whether they went through the dictionary or not', () => {
  const catalogue = newCatalogue()
  appendHeaders(
    catalogue,
    many(3000, (i) => ({ SOPInstanceUID: `1.2.${i % 500}`, Modality: 'CT' }))
  )
  appendHeaders(
    catalogue,
    many(9000, (i) => ({ SOPInstanceUID: `1.2.${i}`, Modality: 'CT' }))
  )
  const reader = new CatalogueReader(catalogue.db)
  const uid = reader.find('SOPInstanceUID')!
  expect(catalogue.db.prepare('SELECT high_cardinality FROM tag WHERE id = ?').pluck().get(uid.id)).toBe(1)
  const frequency = reader.frequency(uid, reader.live(), 2)
  expect(frequency).toMatchObject({ present: 12000, nonEmpty: 12000, distinct: 9000 })
  expect(frequency.top).toEqual([
    { value: '1.2.0', count: 7 },
    { value: '1.2.1', count: 7 }
  ])
  const { codes, texts } = reader.column(uid.id, Uint32Array.of(501, 3000, 11999))
  expect(Array.from(codes, (code) => texts[code])).toEqual(['1.2.1', '1.2.0', '1.2.8999'])
  expect(reader.values(uid.id, reader.live())).toHaveLength(9000)
  expect(reader.values(uid.id, Uint32Array.of(0, 500, 7))).toEqual([
    { value: '1.2.0', count: 2 },
    { value: '1.2.7', count: 1 }
  ])
})

test('endings are equal where values are, whether they went through the dictionary or not, and 0 where there is none', () => {
  const catalogue = newCatalogue()
  const prefix = '1.2.840.113619.2.55.3'
  appendHeaders(
    catalogue,
    many(3000, (i) => ({ SeriesInstanceUID: `${prefix}.${i % 500}` }))
  )
  appendHeaders(catalogue, [
    {},
    { SeriesInstanceUID: '' },
    ...many(9000, (i) => ({ SeriesInstanceUID: `${prefix}.${i}` }))
  ])
  const reader = new CatalogueReader(catalogue.db)
  const endings = reader.endings(reader.find('SeriesInstanceUID')!.id)
  expect([...endings.subarray(3000, 3002)]).toEqual([0, 0])
  // The third of the archive and its copies: of the dictionary, and of the plain values.
  expect([...endings.keys()].filter((i) => endings[i] === endings[2])).toEqual([2, 502, 1002, 1502, 2002, 2502, 3004])
})

test('when all values are different, the first in byte order are shown', () => {
  const catalogue = newCatalogue()
  appendHeaders(
    catalogue,
    many(6000, (i) => ({ SOPInstanceUID: `${10000 - i}` }))
  )
  const reader = new CatalogueReader(catalogue.db)
  const [uid] = reader.frequencies(reader.live(), 3)
  expect(uid).toMatchObject({
    distinct: 6000,
    top: [
      { value: '10000', count: 1 },
      { value: '4001', count: 1 },
      { value: '4002', count: 1 }
    ]
  })
})

test('an instance that was removed is in no count and no list', () => {
  const catalogue = newCatalogue()
  appendHeaders(catalogue, [{ Modality: 'CT', Rows: '512' }, { Modality: 'MR', Rows: '256' }, { Modality: 'SR' }])
  const writer = new InstanceWriter(catalogue.db)
  writer.live.remove(0)
  catalogue.db.transaction(() => writer.flush())()
  const reader = new CatalogueReader(catalogue.db)
  expect([...reader.live()]).toEqual([1, 2])
  expect([...reader.images()]).toEqual([1])
  expect(reader.frequency(reader.find('Modality')!, reader.live(), 5).top).toEqual([
    { value: 'MR', count: 1 },
    { value: 'SR', count: 1 }
  ])
})

test('the instance with a SOP Instance UID is found while it waits, when it is stored, and not once it is removed', () => {
  const catalogue = newCatalogue()
  appendHeaders(
    catalogue,
    many(5000, (i) => ({ SOPInstanceUID: `1.2.${i}` }))
  )
  const writer = new InstanceWriter(catalogue.db)
  const batch = batchOf([{ SOPInstanceUID: '1.3' }])
  writer.beginBatch(7, batch)
  writer.append(7, batch, 0, 1, 'IM', '1.3')
  expect(writer.find('1.3')).toBe(5000)
  expect(writer.find('1.2.4999')).toBe(4999)
  expect(writer.find('1.2.5000')).toBeUndefined()
  writer.live.remove(4999)
  expect(writer.find('1.2.4999')).toBeUndefined()
})

/** The codes of a tag as texts; undefined = absent. */
function valuesOf(reader: CatalogueReader, keyword: string, instances: Uint32Array): (string | undefined)[] {
  const { codes, texts } = reader.column(reader.find(keyword)!.id, instances)
  return Array.from(codes, (code) => (code === 0 ? undefined : texts[code]))
}

test('instances at the ends of chunks have the values of their own chunk', () => {
  const catalogue = newCatalogue()
  appendHeaders(
    catalogue,
    many(2 * CHUNK + 1, (i) => ({ Modality: i < CHUNK ? 'CT' : 'MR', EchoTime: String(i % 1000) }))
  )
  const reader = new CatalogueReader(catalogue.db)
  const ends = Uint32Array.of(0, CHUNK - 1, CHUNK, 2 * CHUNK - 1, 2 * CHUNK)
  expect(valuesOf(reader, 'Modality', ends)).toEqual(['CT', 'CT', 'MR', 'MR', 'MR'])
  expect(valuesOf(reader, 'EchoTime', ends)).toEqual(['0', '95', '96', '191', '192'])
  expect(valuesOf(reader, 'EchoTime', new Uint32Array())).toEqual([])
  expect(reader.frequency(reader.find('Modality')!, ends, 2).top).toEqual([
    { value: 'MR', count: 3 },
    { value: 'CT', count: 2 }
  ])
})

test('one set of instances after another, each has its own counts', () => {
  const catalogue = newCatalogue()
  appendHeaders(catalogue, [{ Modality: 'CT' }, { Modality: 'MR' }])
  const reader = new CatalogueReader(catalogue.db)
  const [modality] = reader.tags()
  expect(reader.frequency(modality, Uint32Array.of(0), 1).top).toEqual([{ value: 'CT', count: 1 }])
  expect(reader.frequency(modality, Uint32Array.of(1), 1).top).toEqual([{ value: 'MR', count: 1 }])
  expect(reader.values(modality.id, Uint32Array.of(0))).toEqual([{ value: 'CT', count: 1 }])
})

test('images are the live instances whose Rows are not empty', () => {
  const catalogue = newCatalogue()
  appendHeaders(catalogue, [{ Rows: '1' }, { Rows: '' }, {}, { Rows: '2' }, { Rows: '3' }])
  const writer = new InstanceWriter(catalogue.db)
  writer.live.remove(3)
  writer.flush()
  expect([...new CatalogueReader(catalogue.db).images()]).toEqual([0, 4])
  const none = newCatalogue()
  appendHeaders(none, [{ Modality: 'SR' }])
  expect([...new CatalogueReader(none.db).images()]).toEqual([])
})

test('a keyword finds the tag at the top level, not one below a sequence', () => {
  const catalogue = newCatalogue()
  appendHeaders(catalogue, [{ Modality: 'CT', Rows: '1' }])
  catalogue.db.exec("UPDATE tag SET path = 'SourceImageSequence.Modality', sums = NULL WHERE keyword = 'Modality'")
  const reader = new CatalogueReader(catalogue.db)
  expect(reader.find('Modality')).toBeUndefined()
  expect(reader.find('Rows')).toMatchObject({ keyword: 'Rows', path: '' })
})

test('a reader sees what there was when it was made, though another connection fills up the chunk and begins the next', () => {
  const catalogue = newCatalogue()
  appendHeaders(
    catalogue,
    many(5, (i) => ({ Modality: i % 2 === 0 ? 'CT' : 'MR', ImageComments: `a${i}` }))
  )
  const other = openForReading(catalogue.file)
  const reader = new CatalogueReader(other.db)
  const [modality] = reader.tags()
  const before = reader.frequency(modality, reader.live(), 5)
  appendHeaders(
    catalogue,
    many(CHUNK, (i) => ({ Modality: i % 3 === 0 ? 'US' : 'CT', ImageComments: `b${i}`, EchoTime: '7' }))
  )
  const writer = new InstanceWriter(catalogue.db)
  writer.live.remove(0)
  writer.flush()

  expect([...reader.live()]).toEqual([0, 1, 2, 3, 4])
  expect(reader.tags().map(({ keyword }) => keyword)).toEqual(['Modality', 'ImageComments'])
  expect(reader.frequency(modality, reader.live(), 5)).toEqual(before)
  expect(valuesOf(reader, 'Modality', reader.live())).toEqual(['CT', 'MR', 'CT', 'MR', 'CT'])
  expect(valuesOf(reader, 'ImageComments', reader.live())).toEqual(['a0', 'a1', 'a2', 'a3', 'a4'])
  expect(reader.values(2 as TagId, reader.live())).toHaveLength(5)
  expect(new CatalogueReader(other.db).live()).toHaveLength(CHUNK + 4)
  other.close()
})

test('a list of instances that does not ascend is refused, not read as absent', () => {
  const catalogue = newCatalogue()
  appendHeaders(catalogue, [{ Modality: 'CT' }, { Modality: 'MR' }])
  const reader = new CatalogueReader(catalogue.db)
  const { id } = reader.find('Modality')!
  expect([...reader.column(id, Uint32Array.of(0, 0, 1)).codes]).toEqual([2, 2, 3])
  expect(() => reader.column(id, Uint32Array.of(1, 0))).toThrow('Instance 0 stands behind 1.')
})

test('a dictionary that is larger than the others together is read once', () => {
  const catalogue = newCatalogue()
  const put = inserter(catalogue.db, 'value')
  appendHeaders(catalogue, [{ Modality: 'CT', PatientID: '1' }])
  // 33 million characters: more than all dictionaries that are kept may have.
  const large = 'x'.repeat(33 << 20)
  const reader = new CatalogueReader(catalogue.db)
  const { id } = reader.find('PatientID')!
  const { encoding, data } = encodePlain([large], 1)
  put({ tag: id, first: 3, count: 1, encoding, texts: data })
  const reads = vi.spyOn(Dictionaries.prototype, 'read')
  for (let i = 0; i < 2; i++) reader.frequency(reader.tag(id), reader.live(), 1)
  reader.frequency(reader.find('Modality')!, reader.live(), 1)
  reader.frequency(reader.tag(id), reader.live(), 1)
  // The large one, the small one, for which it goes, and the large one again.
  expect(reads.mock.calls.map(([tag]) => tag)).toEqual([id, reader.find('Modality')!.id, id])
  reads.mockRestore()
})

test('a chunk that another connection rewrites in the middle of a query is read as it was', () => {
  const catalogue = newCatalogue()
  const header = (i: number): Header => ({ Modality: ['CT', 'MR', 'US'][i % 3] })
  appendHeaders(catalogue, many(5, header))
  const other = openForReading(catalogue.file)
  const reader = new CatalogueReader(other.db)
  // How many rows there are has been asked by now, and the chunk itself has not been read.
  const prepare = other.db.prepare.bind(other.db)
  let isRewritten = false
  vi.spyOn(other.db, 'prepare').mockImplementation((sql: string) => {
    if (sql.includes('column.* FROM') && !isRewritten) appendHeaders(catalogue, many(3, header))
    isRewritten ||= sql.includes('column.* FROM')
    return prepare(sql)
  })
  expect(reader.frequency(reader.tags()[0], reader.live(), 1)).toMatchObject({
    present: 5,
    top: [{ value: 'CT', count: 2 }]
  })
  expect(new CatalogueReader(catalogue.db).live()).toHaveLength(8)
  other.close()
})

test('where an instance lies: folder by folder, and nowhere once its source was taken out', () => {
  const catalogue = newCatalogue()
  appendHeaders(catalogue, [{ Modality: 'CT' }, { Modality: 'MR' }])
  const { db } = catalogue
  db.exec("INSERT INTO source(id, root, added) VALUES(1, '/a', ''), (2, '/b', '')")
  db.exec("INSERT INTO dir(id, source, path) VALUES(7, 2, '')")
  const writer = new InstanceWriter(db)
  const batch = batchOf([{}, {}])
  writer.beginBatch(1, batch)
  writer.append(1, batch, 0, 7, 'IM', '')
  writer.append(1, batch, 1, 7, Buffer.from([0x66, 0xfc]), '')
  writer.flush()
  const reader = new CatalogueReader(db)
  expect([0, 2, 1].map((id) => reader.path(id))).toEqual(['/a/synthetic/IM0', '/b/IM', '/a/synthetic/IM1'])
  expect(reader.path(3)).toEqual(Buffer.from('/b/f\xfc', 'latin1'))
  expect(reader.readablePath(3)).toBe('/b/f\ufffd')
  db.exec('UPDATE source SET removed = 1 WHERE id = 2')
  const later = new CatalogueReader(db)
  expect([later.path(0), later.path(2), later.readablePath(2)]).toEqual(['/a/synthetic/IM0', null, ''])
})

test('empty stays empty and absent absent, also once the tag is high-cardinality', () => {
  const catalogue = newCatalogue()
  appendHeaders(
    catalogue,
    many(9000, (i) => ({ Modality: 'CT', SOPInstanceUID: i % 100 === 0 ? '' : i % 100 === 1 ? undefined : `1.2.${i}` }))
  )
  const reader = new CatalogueReader(catalogue.db)
  expect(reader.frequency(reader.find('SOPInstanceUID')!, reader.live(), 0)).toMatchObject({
    present: 8910,
    nonEmpty: 8820
  })
})
