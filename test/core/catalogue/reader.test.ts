import { expect, test } from 'vitest'
import { CHUNK } from '../../../src/core/catalogue/chunks.ts'
import { InstanceWriter } from '../../../src/core/catalogue/instance-writer.ts'
import { CatalogueReader } from '../../../src/core/catalogue/reader.ts'
import { appendHeaders, batchOf, type Header, newCatalogue } from './synthetic.ts'

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
