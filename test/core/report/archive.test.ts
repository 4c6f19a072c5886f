import { expect, test } from 'vitest'
import { CatalogueReader } from '../../../src/core/catalogue/reader.ts'
import { summariseArchive } from '../../../src/core/report/archive.ts'
import { appendHeaders, type Header, newCatalogue } from '../catalogue/synthetic.ts'

function summary(headers: Header[]) {
  const catalogue = newCatalogue()
  appendHeaders(
    catalogue,
    headers.map((header, i) => ({ SOPInstanceUID: `1.${i}`, ...header }))
  )
  const reader = new CatalogueReader(catalogue.db)
  const found = summariseArchive(reader, reader.frequencies(reader.live(), 10))
  catalogue.close()
  return found
}

test('what is counted: instances, images, series, studies, patients', () => {
  const { groups: _, ...counts } = summary([
    { Rows: '1', SeriesInstanceUID: '2.1', StudyInstanceUID: '3.1', PatientID: 'a' },
    { Rows: '1', SeriesInstanceUID: '2.1', StudyInstanceUID: '3.1', PatientID: 'a' },
    { Rows: '1', SeriesInstanceUID: '2.2', StudyInstanceUID: '3.1', PatientID: 'b' },
    { SeriesInstanceUID: '2.3', StudyInstanceUID: '3.2', PatientID: '' }
  ])
  expect(counts).toEqual({ instances: 4, images: 3, duplicates: 0, series: 3, studies: 2, patients: 2, tags: 5 })
  expect(summary([{ Rows: '1' }]).patients).toBeNull()
})

test('images by modality, in one spelling of each value; what is no image does not count', () => {
  const { groups } = summary([
    { Rows: '1', Modality: 'CT', Manufacturer: 'ACME' },
    { Rows: '1', Modality: 'CT', Manufacturer: 'Acme' },
    { Rows: '1', Modality: 'MR', Manufacturer: 'ACME' },
    { Rows: '1', Manufacturer: '' },
    { Modality: 'SR' }
  ])
  expect(groups[0]).toEqual({
    title: 'Modality',
    keyword: 'Modality',
    values: [
      { value: 'CT', count: 2 },
      { value: 'MR', count: 1 }
    ],
    rest: { values: 0, count: 0 },
    missing: 1
  })
  expect(groups[2]).toMatchObject({ values: [{ value: 'ACME', count: 3 }], missing: 1 })
})

test('rare values are summed up', () => {
  const headers = Array.from({ length: 200 }, (_, i) => ({ Rows: '1', Manufacturer: `maker ${'x'.repeat(i % 20)}` }))
  expect(summary(headers).groups[2]).toMatchObject({ rest: { values: 6, count: 60 }, missing: 0 })
})

test('values that differ from image to image are withheld, whatever the tag', () => {
  const names = Array.from({ length: 30 }, (_, i) => ({
    Rows: '1',
    Manufacturer: `Doe ${String.fromCharCode(65 + i)}`
  }))
  const { values, rest, withheld } = summary(names).groups[2]
  expect(values).toEqual([])
  expect(rest).toEqual({ values: 30, count: 30 })
  expect(withheld).toContain('may identify people')
})

test('of dates only the years are told; those that are none count as missing', () => {
  const dates = ['20101231', '2010.06.01', '20090101', '00010101', '2010', 'unknown', '']
  const { groups } = summary(dates.map((StudyDate) => ({ Rows: '1', StudyDate })))
  expect(groups[3]).toMatchObject({
    keyword: 'StudyDate',
    values: [
      { value: '2009', count: 1 },
      { value: '2010', count: 2 }
    ],
    missing: 4
  })
})
