import { expect, test } from 'vitest'
import type { Arguments, MethodName, Results } from '../../src/api/contract.ts'
import { Service } from '../../src/api/service.ts'
import { appendHeaders, type Header, newCatalogue } from '../core/catalogue/synthetic.ts'
import { header } from '../core/studies/indexed.ts'
import { removeInstances } from '../jobs/archive.ts'

const service = new Service()

function ofArchive(headers: Header[]) {
  const catalogue = newCatalogue()
  appendHeaders(catalogue, headers)
  catalogue.close()
  const ask = <M extends MethodName>(method: M, given: Arguments<M>) =>
    service.answer(method, given, catalogue.file) as Promise<Results[M]>
  return { file: catalogue.file, ask }
}

const ALL = { filter: {}, patients: true, sort: 'date', order: 'descending', offset: 0, limit: 10 } as const
const slice = (number: number, more: Header = {}): Header =>
  header('1', '1.1', 'P', { Modality: 'CT', InstanceNumber: String(number), StudyDate: '20100105', ...more })

test('studies are listed with what is told of them', async () => {
  const { ask } = ofArchive([
    slice(1, { PatientName: 'Doe^Jane', StudyDescription: 'Thorax', BodyPartExamined: 'CHEST' }),
    slice(2, { BodyPartExamined: 'CHEST' }),
    header('1', '1.2', 'P', { Modality: 'SR', Rows: '' }),
    header('', '', '')
  ])
  const list = await ask('studies.list', ALL)
  expect(list).toMatchObject({ total: 2, series: 3, instances: 4, images: 3, withoutUid: { studies: 1, series: 1 } })
  expect(list.rows).toEqual([
    {
      study: 0,
      patient: { id: 'P', name: 'Doe^Jane', studies: 1, isMixed: false },
      hasUid: true,
      date: '2010-01-05',
      description: 'Thorax',
      modalities: ['CT', 'SR'],
      bodyParts: ['CHEST'],
      series: 2,
      images: 2,
      instances: 3,
      allInstances: 3
    },
    {
      study: 3,
      patient: null,
      hasUid: false,
      date: '',
      description: '',
      modalities: [],
      bodyParts: [],
      series: 1,
      images: 1,
      instances: 1,
      allInstances: 1
    }
  ])
})

test('of a filtered study, only what matches is counted and shown', async () => {
  const { ask } = ofArchive([slice(1), slice(2), slice(3, { Modality: 'MR' })])
  const given = { ...ALL, filter: { values: { Modality: ['MR'] } } }
  const list = await ask('studies.list', given)
  expect(list).toMatchObject({ total: 1, instances: 1, all: { studies: 1, series: 1, instances: 3, images: 3 } })
  expect(list.rows[0]).toMatchObject({ instances: 1, allInstances: 3 })
  const images = await ask('studies.images', { ...given, study: 0, series: null })
  expect(images.rows.map(({ instance }) => instance)).toEqual([2])
})

test('where patients are hidden, nothing of them is told, nor found', async () => {
  const { ask } = ofArchive([slice(1, { PatientName: 'Doe^Jane', AccessionNumber: 'A77' })])
  const list = await ask('studies.list', { ...ALL, patients: false })
  expect(list.rows[0].patient).toBeNull()
  expect(JSON.stringify(list)).not.toMatch(/Doe|A77|"P"/)
  for (const search of ['doe', 'a77']) {
    expect((await ask('studies.list', { ...ALL, filter: { search } })).total).toBe(1)
    expect((await ask('studies.list', { ...ALL, patients: false, filter: { search } })).total).toBe(0)
  }
})

test('a series is shown by its middle slice, by number and not as its files are called', async () => {
  const { ask } = ofArchive([5, 3, 1, 2, 4].map((number) => slice(number)))
  const { series, total } = await ask('studies.series', { filter: {}, patients: true, study: 4, limit: 10 })
  expect(total).toBe(1)
  expect(series).toMatchObject([{ series: 0, middle: 1, instances: 5, images: 5, modality: 'CT', isShared: false }])
  const given = { ...ALL, study: null, series: 2 }
  const { rows } = await ask('studies.images', given)
  expect(rows.map(({ instance }) => instance)).toEqual([2, 3, 1, 4, 0])
  expect(rows[0]).toEqual({ instance: 2, modality: 'CT', seriesDescription: '', instanceNumber: '1' })
  const page = await ask('studies.images', { ...given, offset: 3, limit: 1 })
  expect(page).toMatchObject({ total: 5, rows: [{ instance: 4 }] })
})

test('a series with a report among its images is shown by an image', async () => {
  const { ask } = ofArchive([slice(1), slice(2, { Rows: '' }), slice(3, { Rows: '' })])
  const { series } = await ask('studies.series', { filter: {}, patients: true, study: 0, limit: 10 })
  expect(series).toMatchObject([{ middle: 0, images: 1, instances: 3 }])
})

test('all images come study by study, in the order of the list', async () => {
  const dated = (study: string, date: string) => header(study, study, '', { StudyDate: date })
  const { ask } = ofArchive([dated('1', '20100101'), dated('2', '20120101'), dated('1', '20100101')])
  const images = async (order: 'ascending' | 'descending') =>
    (await ask('studies.images', { ...ALL, order, study: null, series: null })).rows.map(({ instance }) => instance)
  expect(await images('ascending')).toEqual([0, 2, 1])
  expect(await images('descending')).toEqual([1, 0, 2])
})

test('a study whose instance is gone says so, and what is gone is in no list', async () => {
  const { ask, file } = ofArchive([slice(1), slice(2), header('2', '2.1')])
  await ask('studies.list', ALL)
  removeInstances(file, 2)
  expect(await ask('studies.list', ALL)).toMatchObject({ total: 1, instances: 2 })
  for (const study of [2, 77]) {
    const asked = ask('studies.series', { filter: {}, patients: true, study, limit: 10 })
    await expect(asked).rejects.toMatchObject({ code: 'no-such-instance' })
  }
})

test('an empty archive has no studies', async () => {
  const { ask } = ofArchive([])
  expect(await ask('studies.list', ALL)).toMatchObject({ total: 0, rows: [], all: { studies: 0, instances: 0 } })
  expect(await ask('studies.images', { ...ALL, study: null, series: null })).toEqual({ total: 0, rows: [] })
})
