import { expect, test } from 'vitest'
import { FACET_ATTRIBUTES, FACETS } from '../../../src/core/labels/facets.ts'

/** All that labels may tell of a header. */
const told = (values: Record<string, string>): string[] => {
  const header = (name: string): string => values[name] ?? ''
  return FACETS.map((facet) => {
    if ('word' in facet) return facet.word(header)
    const number = facet.number(header)
    return Number.isNaN(number) ? '' : facet.words(String(number))
  }).filter((word) => word !== '' && word !== 'grey')
}

test('a CT of a chest', () => {
  expect(
    told({
      Modality: 'CT',
      BodyPartExamined: 'Chest',
      ImageType: 'ORIGINAL\\PRIMARY\\AXIAL',
      ContrastBolusAgent: 'OMNIPAQUE 350',
      ConvolutionKernel: 'B70f\\2',
      SliceThickness: '1.250000',
      KVP: '120',
      PatientPosition: 'HFS'
    })
  ).toEqual(['CT', 'CHEST', 'axial', 'contrast', 'kernel B70f', '1.25 mm', '120 kV'])
})

test('an MR of a knee: the plane comes from direction cosines, the weighting from times', () => {
  expect(
    told({
      Modality: 'MR',
      'AnatomicRegionSequence.CodeMeaning': 'Knee joint',
      ImageOrientationPatient: '0\\1\\0\\0\\0\\-1',
      ImageType: 'ORIGINAL\\PRIMARY\\AXIAL',
      ScanningSequence: 'SE\\IR',
      EchoTime: '95',
      RepetitionTime: '4000',
      MRAcquisitionType: '2D'
    })
  ).toEqual(['MR', 'KNEE JOINT', 'sagittal', 'T2', 'inversion recovery', 'TE 95 ms', 'TR 4000 ms', '2D'])
})

test.each([
  ['EP\\SE', 'spin echo EPI'],
  ['EP', 'echo planar'],
  ['GR\\IR', 'inversion recovery gradient echo'],
  ['RM', '']
])('Scanning Sequence %s is %j', (sequence, word) => {
  expect(told({ Modality: 'MR', ScanningSequence: sequence })).toEqual(['MR', word].filter((each) => each !== ''))
})

test('numbers that nobody has entered are none, nor is the size of what a mosaic shows many times', () => {
  expect(told({ KVP: '0', SliceThickness: '', EchoTime: 'n/a' })).toEqual([])
  const shown = { PixelSpacing: '0.5\\0.5', Rows: '512', Columns: '256' }
  expect(told(shown)).toEqual(['FOV 256 mm', '256 × 512'])
  expect(told({ ...shown, ImageType: 'ORIGINAL\\PRIMARY\\MOSAIC' })).toEqual(['mosaic', '256 × 512'])
})

test('colour is of the picture, not of its encoding', () => {
  expect(told({ SamplesPerPixel: '3', PhotometricInterpretation: 'YBR_ICT', BitsStored: '8' })).toEqual(['colour'])
})

test('names, dates, descriptions, stations and what the agent was are never told', () => {
  const personal = {
    PatientName: 'DOE^JANE',
    StudyDate: '20200101',
    SeriesDescription: 'Dr Miller ax T2',
    StationName: 'CT01',
    InstitutionName: 'St. Elsewhere',
    ContrastBolusAgent: 'DOE'
  }
  expect(told(personal)).toEqual(['contrast'])
  expect(FACET_ATTRIBUTES.filter((name) => name in personal)).toEqual(['ContrastBolusAgent'])
})

test('text that is too long ends with a whole word', () => {
  // Of a file of pydicom's tests.
  expect(told({ Modality: 'SEG', Manufacturer: 'QIICR, compressed with Pydicom' })).toEqual([
    'SEG',
    'QIICR, compressed with…'
  ])
})

test('text is printable and short', () => {
  expect(told({ Modality: '\u001b[2J', BodyPartExamined: `a_b\u2028${'x'.repeat(99)}` })).toEqual([
    '[2J',
    `A B ${'X'.repeat(20)}…`
  ])
})

test('facets are read from the attributes that are listed', () => {
  const asked = new Set<string>()
  const header = (name: string): string => (asked.add(name), '')
  for (const facet of FACETS)
    if ('word' in facet) facet.word(header)
    else facet.number(header)
  expect([...asked].filter((name) => !(FACET_ATTRIBUTES as readonly string[]).includes(name))).toEqual([])
})
