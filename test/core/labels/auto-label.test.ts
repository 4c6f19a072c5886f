import { expect, test } from 'vitest'
import { autoLabels } from '../../../src/core/labels/auto-label.ts'
import { clusterTerms, facetColumns } from '../../../src/core/labels/cluster-terms.ts'
import fc from '../../fast-check.ts'
import { idsOf, sourceOf } from './headers.ts'

type Headers = Record<string, string>

/** Labels of clusters of images, of which each list is one. */
function labels(...clusters: Headers[][]): string[] {
  const headers = clusters.flat()
  const labels = clusters.flatMap((images, cluster) => images.map(() => cluster))
  return autoLabels(clusterTerms(facetColumns(sourceOf(headers), idsOf(headers)), labels, clusters.length))
}

const CT = { Modality: 'CT' }
const MR = { Modality: 'MR' }
const AXIAL = { ImageOrientationPatient: '1\\0\\0\\0\\1\\0' }
const CORONAL = { ImageOrientationPatient: '1\\0\\0\\0\\0\\-1' }

test('modality, region and details', () => {
  const t2 = { ...MR, ...AXIAL, BodyPartExamined: 'BRAIN', EchoTime: '95', RepetitionTime: '4000', KVP: '1' }
  expect(labels([t2, t2], [CT])).toEqual(['MR · BRAIN · axial T2', 'CT'])
})

test('what one cluster has as often as the others is no detail', () => {
  expect(labels([{ ...CT, ...AXIAL }], [{ ...MR, ...AXIAL }])).toEqual(['CT', 'MR'])
})

test('clusters that would read the same are told apart by what tells most pairs apart', () => {
  const head = { ...CT, BodyPartExamined: 'HEAD' }
  const of = (thickness: string, kernel: string) => [
    { ...head, SliceThickness: thickness, ConvolutionKernel: kernel, KVP: '120' }
  ]
  expect(labels(of('5', 'H31s'), of('1.25', 'H31s'), of('0.6', 'H31s'), [MR])).toEqual([
    'CT · HEAD · kernel H31s 5 mm',
    'CT · HEAD · kernel H31s 1.25 mm',
    'CT · HEAD · kernel H31s 0.6 mm',
    'MR'
  ])
  const thick = (...values: string[]) => values.map((SliceThickness) => ({ ...CT, ...CORONAL, SliceThickness }))
  expect(labels(thick('0.6', '0.8'), thick('3', '4'), [{ ...CT, ...AXIAL }])).toEqual([
    'CT · coronal 0.6–0.8 mm',
    'CT · coronal 3–4 mm',
    'CT · axial'
  ])
})

test('ranges that overlap tell nothing apart', () => {
  const voltages = (...values: string[]) => values.map((KVP) => ({ ...CT, BodyPartExamined: 'HEAD', KVP }))
  expect(labels(voltages('100', '120'), voltages('110', '130'))).toEqual(['', ''])
  expect(labels(voltages('100', '105'), voltages('110', '130'))).toEqual([
    'CT · HEAD · 100–105 kV',
    'CT · HEAD · 110–130 kV'
  ])
})

test('equipment is named only to tell clusters apart', () => {
  const chest = { Modality: 'CR', BodyPartExamined: 'CHEST', ViewPosition: 'PA' }
  const [agfa, fuji] = ['Agfa', 'Fuji'].map((Manufacturer) => [{ ...chest, Manufacturer }])
  expect(labels(agfa, fuji, [CT])).toEqual(['CR · CHEST · PA Agfa', 'CR · CHEST · PA Fuji', 'CT'])
  expect(labels(agfa, [CT])).toEqual(['CR · CHEST · PA', 'CT'])
})

test('where nothing tells two clusters apart, or nothing but encoding can be said, there is no label', () => {
  expect(labels([CT], [MR], [CT])).toEqual(['', 'MR', ''])
  expect(labels([{ SamplesPerPixel: '3', BitsStored: '12', Manufacturer: 'Agfa' }], [CT])).toEqual(['', 'CT'])
  expect(labels([{}], [{}])).toEqual(['', ''])
  expect(labels([{}])).toEqual([''])
  expect(labels()).toEqual([])
})

test('a modality alone says more with what its cluster has much more often than the others', () => {
  const field = (MagneticFieldStrength: string) => [{ ...MR, MagneticFieldStrength }]
  expect(labels(field('3'), [CT, CT, CT])).toEqual(['MR · 3 T', 'CT'])
})

test('labels of whatever images are unique, printable and short, and say nothing of order', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('CT', 'MR', 'HEAD', '5', '1\\0\\0\\0\\1\\0', 'GR\\EP', '')
  )
  const header = fc.dictionary(
    fc.constantFrom(
      'Modality',
      'BodyPartExamined',
      'ImageType',
      'ScanningSequence',
      'KVP',
      'SliceThickness',
      'Manufacturer'
    ),
    text
  )
  fc.assert(
    fc.property(fc.array(fc.array(header, { minLength: 1, maxLength: 5 }), { maxLength: 8 }), (clusters) => {
      const all = labels(...clusters)
      const named = all.filter((label) => label !== '')
      expect(new Set(named).size).toBe(named.length)
      for (const label of named) expect(label).toMatch(/^[^\p{Cc}\p{Cs}\u2028\u2029]{1,200}$/u)
    })
  )
})
