import { expect, test } from 'vitest'
import { proposeOmission } from '../../../src/core/harmonise/propose-omissions.ts'
import { numbersOf, repeated, STRATA, wordsOf } from './profiles.ts'

const AS_IT_IS = (text: string): string => text

function why(texts: Record<string, number[]>, readAs = AS_IT_IS): string[] {
  return proposeOmission(wordsOf('ScanOptions', texts), STRATA, 2, readAs).map(({ mapping }) => mapping.why)
}

test('a tag that one site never writes says which site an image is from', () => {
  expect(why({ HELIX: [60, 0] })).toEqual(['not-written'])
  expect(why({ HELIX: [60, 2] })).toEqual(['not-written'])
})

test('a tag that each site writes in its own words does, too, unless a mapping makes them one', () => {
  expect(why({ 'X 5': [60, 0], 'Y 7': [0, 70] })).toEqual(['own-values'])
  expect(why({ 'X 5': [60, 0], 'Y 7': [0, 70] }, () => 'X')).toEqual([])
})

test('a tag that is rare everywhere, or that sites write alike, is a feature as any other', () => {
  expect(why({ HELIX: [15, 0] })).toEqual([])
  expect(why({ HELIX: [60, 10] })).toEqual([])
  expect(why({ HELIX: [60, 40], AXIAL: [5, 0] })).toEqual([])
})

test('modalities that one site alone has say nothing about how sites write a tag', () => {
  const strata = [
    { site: 0, modality: 'CT', images: 100 },
    { site: 1, modality: 'MR', images: 100 }
  ]
  expect(proposeOmission(wordsOf('ScanOptions', { HELIX: [60, 0] }), strata, 2, AS_IT_IS)).toEqual([])
})

test('measured numbers are hardly ever the same at two sites, which says nothing', () => {
  const profile = numbersOf('TableHeight', [repeated([101.5, 102.5]), repeated([201.5, 202.5])])
  const full = { ...profile, filled: Uint32Array.of(90, 90) }
  expect(proposeOmission(full, STRATA, 2, AS_IT_IS)).toEqual([])
})
