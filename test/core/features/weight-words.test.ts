import { expect, test } from 'vitest'
import { weightWords } from '../../../src/core/features/weight-words.ts'

test.each([
  [{ weight: 1, reason: 'equal', explained: null }, 'All columns count the same.'],
  [{ weight: 0, reason: 'device', explained: 1 }, 'It names the scanner, not what an image shows.'],
  [
    { weight: 0.5625, reason: 'scanner', explained: 0.4375 },
    'The scanner explains 43.8 % of how it differs within a modality.'
  ],
  [{ weight: 1, reason: 'scanner', explained: 0.004 }, 'The scanner explains none of it.'],
  [{ weight: 3, reason: 'orientation', explained: null }, 'The plane counts three times, in place of six numbers.'],
  [
    { weight: 3, reason: 'orientation', explained: 0 },
    'The plane counts three times, in place of six numbers. The scanner explains none of it.'
  ],
  [
    { weight: 2, reason: 'modality', explained: 0 },
    'Modality counts twice: what kind of image it is comes before how it was made.'
  ],
  [{ weight: 0.5, reason: 'person', explained: 0.2 }, 'A person chose it.']
] as const)('%j: %s', (weighting, words) => {
  expect(weightWords(weighting)).toBe(words)
})
