import { expect, test } from 'vitest'
import { regionEvidence, regionFrom, type RegionSource } from '../../../src/core/words/derive-region.ts'

const region = (texts: Partial<Record<RegionSource, string>>) => regionFrom(regionEvidence(texts))

test('what most sources say is the region', () => {
  const texts = { BodyPartExamined: 'HEAD', SeriesDescription: 'Knie sag', StudyDescription: 'MRT Knie rechts' }
  expect(region(texts)).toBe('Knee')
  expect(regionEvidence(texts)).toEqual([
    { source: 'BodyPartExamined', region: 'Head', words: ['head'] },
    { source: 'SeriesDescription', region: 'Knee', words: ['knie'] },
    { source: 'StudyDescription', region: 'Knee', words: ['knie'] }
  ])
})

test('of one against one the source nearer to the image is believed', () => {
  expect(region({ BodyPartExamined: 'CSPINE', StudyDescription: 'CT HEAD' })).toBe('Cervical spine')
})

test('a study of several regions agrees with a series of one of them', () => {
  const texts = {
    BodyPartExamined: 'ABDOMEN',
    SeriesDescription: 'Thorax Lunge',
    StudyDescription: 'CT Thorax/Abdomen'
  }
  expect(region(texts)).toBe('Abdomen')
  expect(region({ ...texts, ProtocolName: 'Lunge' })).toBe('Chest')
})

test('where no source names a part there is no region', () => {
  expect(region({ BodyPartExamined: '', StudyDescription: 'e+1' })).toBe(null)
})
