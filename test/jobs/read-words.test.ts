import { expect, test } from 'vitest'
import { openForReading } from '../../src/core/catalogue/database.ts'
import { CatalogueReader } from '../../src/core/catalogue/reader.ts'
import { wordsJob } from '../../src/jobs/read-words.ts'
import { archive, WORK } from './archive.ts'

const HEADERS = [
  {
    Modality: 'MR',
    BodyPartExamined: 'HEAD',
    SeriesDescription: 'MPRAGE Schädel sag',
    ImageOrientationPatient: '0\\1\\0\\0\\0\\-1'
  },
  { Modality: 'CT', StudyDescription: 'CT Thorax mit KM', SeriesDescription: 'ax 1 mm' },
  { Modality: 'CR', BodyPartExamined: 'HAND', Laterality: 'L', StudyDescription: 'RTG šake desno' },
  { Modality: 'OT' }
]

test('what headers and descriptions say is stored as tags', async () => {
  const catalogue = archive(HEADERS)
  const { found } = await wordsJob.run({ catalogue }, WORK)
  const opened = openForReading(catalogue)
  const reader = new CatalogueReader(opened.db)
  const column = (keyword: string): string[] => {
    const { codes, texts } = reader.column(reader.find(keyword)!.id, reader.live())
    return Array.from(codes, (code) => texts[code])
  }
  expect(column('Region')).toEqual(['Head', 'Chest', 'Hand', ''])
  expect(column('RegionFrom')).toEqual([
    'BodyPartExamined, SeriesDescription',
    'StudyDescription',
    'BodyPartExamined, StudyDescription',
    ''
  ])
  expect(column('Side')).toEqual(['', '', 'left', ''])
  expect(column('ContrastGiven')).toEqual(['', 'yes', '', ''])
  expect(column('SequenceType')).toEqual(['T1', '', '', ''])
  expect(column('ImagePlane')).toEqual(['sagittal', 'axial', '', ''])
  opened.close()
  expect(found.find(({ keyword }) => keyword === 'Region')?.values).toEqual([
    { value: 'Chest', count: 1 },
    { value: 'Hand', count: 1 },
    { value: 'Head', count: 1 }
  ])
})

test('an archive that says nothing has none of them', async () => {
  const { instances, found } = await wordsJob.run({ catalogue: archive([{ Modality: 'OT' }]) }, WORK)
  expect([instances, ...found.map(({ values }) => values.length)]).toEqual([1, 0, 0, 0, 0, 0, 0])
})
