import { expect, test } from 'vitest'
import { autoLabels } from '../../../src/core/labels/auto-label.ts'
import fc from '../../fast-check.ts'

const value = (keyword: string, value: string, share = 1, shareElsewhere = 0) => ({
  keyword,
  value,
  share,
  shareElsewhere
})
const labels = (...clusters: ReturnType<typeof value>[][]) => [
  ...autoLabels(clusters.map((distinguishing, id) => ({ id, distinguishing }))).values()
]

test('modality, region and details', () => {
  expect(
    labels([
      value('SliceThickness', '5', 0.9),
      value('BodyPartExamined', 'BRAIN', 0.8),
      value('ImageType[3]', 'AXIAL'),
      value('Modality', 'MR', 1, 0.4),
      value('ImageType[4]', 'T2', 0.7)
    ])
  ).toEqual(['MR · BRAIN · axial T2'])
})

test('plane and weighting come from numbers', () => {
  expect(
    labels([
      value('Modality', 'MR'),
      value('BodyPartExamined', 'BRAIN'),
      value('EchoTime', '90–105'),
      value('RepetitionTime', '4000'),
      value('ImageOrientationPatient[1]', '0.97–1'),
      value('ImageOrientationPatient[5]', '0.95–1')
    ])
  ).toEqual(['MR · BRAIN · axial T2'])
})

test('body parts are written in one way, and wide ranges not at all', () => {
  expect(
    labels([
      value('Modality', 'CT'),
      value('BodyPartExamined', 'Knee'),
      value('SliceThickness', '5–6'),
      value('KVP', '80–140')
    ])
  ).toEqual(['CT · KNEE · 5–6 mm'])
})

test('what holds for less than half of a cluster is not its name', () => {
  expect(labels([value('Modality', 'CT'), value('BodyPartExamined', 'CHEST', 0.4)])).toEqual(['CT'])
})

test('a detail that is as frequent elsewhere is no detail', () => {
  expect(labels([value('Modality', 'CT'), value('KVP', '120', 0.9, 0.85)])).toEqual(['CT'])
})

test('equipment is named only to tell clusters apart', () => {
  const chest = [value('Modality', 'CR'), value('BodyPartExamined', 'CHEST'), value('ViewPosition', 'PA')]
  expect(
    labels(
      [...chest, value('Manufacturer', 'Agfa')],
      [...chest, value('Manufacturer', 'Fuji')],
      [value('Modality', 'CT')]
    )
  ).toEqual(['CR · CHEST · PA Agfa', 'CR · CHEST · PA Fuji', 'CT'])
})

test('the next value that tells clusters apart is added, not one that they share', () => {
  const head = [value('Modality', 'CT'), value('KVP', '120', 0.9), value('PatientPosition', 'FFS', 0.8)]
  expect(
    labels(
      [...head, value('ConvolutionKernel', 'H31s', 0.7), value('SliceThickness', '5.00', 0.6)],
      [...head, value('ConvolutionKernel', 'H31s', 0.7), value('SliceThickness', '1.25', 0.6)]
    )
  ).toEqual(['CT · 120 kV feet first 5 mm', 'CT · 120 kV feet first 1.25 mm'])
})

test('what cannot be told apart is numbered', () => {
  expect(labels([value('Modality', 'CT')], [value('Modality', 'MR')], [value('Modality', 'CT')])).toEqual([
    'CT (1)',
    'MR',
    'CT (2)'
  ])
})

test('a label has four details at most', () => {
  const head = [value('Modality', 'CT'), value('KVP', '120'), value('PatientPosition', 'FFS', 0.9)]
  const more = (thickness: string, kernel: string, field: string) => [
    ...head,
    value('SliceThickness', thickness, 0.8),
    value('ConvolutionKernel', kernel, 0.7),
    value('MagneticFieldStrength', field, 0.6)
  ]
  expect(labels(more('9', 'B', '3'), more('1', 'A', '3'), more('1', 'B', '3'), more('1', 'B', '1.5'))).toEqual([
    'CT · 120 kV feet first 9 mm',
    'CT · 120 kV feet first 1 mm kernel A',
    'CT · 120 kV feet first 1 mm kernel B (1)',
    'CT · 120 kV feet first 1 mm kernel B (2)'
  ])
})

test('a cluster of which nothing can be said has its number', () => {
  expect(labels([value('ImageType[1]', 'ORIGINAL')], [])).toEqual(['cluster 0', 'cluster 1'])
})

test('names, dates, descriptions, stations and private elements are never said', () => {
  expect(
    labels([
      value('PatientName', 'DOE^JANE'),
      value('StudyDate', '20200101'),
      value('SeriesDescription', 'Dr Miller ax T2'),
      value('StationName', 'CT01'),
      value('InstitutionName', 'St. Elsewhere'),
      value('(0019,xx0A)[ACME]', 'DOE'),
      value('constructor', 'x'),
      value('Modality', 'CT')
    ])
  ).toEqual(['CT'])
})

test('labels of whatever values are unique, printable and short', () => {
  const keyword = fc.constantFrom('Modality', 'BodyPartExamined', 'Manufacturer', 'ViewPosition', 'KVP', 'ImageType[3]')
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('CT', 'CT (1)', 'cluster 0', 'A', '\x1b[2J', '9')
  )
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  const cluster = fc.array(fc.record({ keyword, value: text, share, shareElsewhere: share }), { maxLength: 8 })
  fc.assert(
    fc.property(fc.array(cluster, { maxLength: 12 }), (clusters) => {
      const named = labels(...clusters)
      expect(new Set(named).size).toBe(clusters.length)
      for (const label of named) {
        expect(label).toMatch(/^[^\p{Cc}\p{Cs}\u2028\u2029]{1,200}$/u)
      }
    })
  )
})
