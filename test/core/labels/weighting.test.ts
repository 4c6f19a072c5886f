import { expect, test } from 'vitest'
import { weightingOf } from '../../../src/core/labels/weighting.ts'

const none = { imageType: [], sequence: [], echo: NaN, repetition: NaN, inversion: NaN, b: NaN }

test.each([
  [{ echo: 12, repetition: 500 }, 'T1'],
  [{ echo: 95, repetition: 4000 }, 'T2'],
  [{ echo: 15, repetition: 2500 }, 'PD'],
  [{ echo: 120, repetition: 9000, inversion: 2500 }, 'FLAIR'],
  [{ echo: 45, repetition: 1500 }, ''],
  [{ echo: 95 }, ''],
  [{ echo: 3, repetition: 8 }, ''],
  [{ echo: 95, repetition: 4000, sequence: ['EP'] }, ''],
  [{}, '']
])('by its times %j is %j', (times, word) => {
  expect(weightingOf({ ...none, ...times })).toBe(word)
})

test('what Image Type says counts before the times, and a b-value before them, too', () => {
  const times = { echo: 95, repetition: 4000 }
  expect(weightingOf({ ...none, ...times, imageType: ['DERIVED', 'PRIMARY', 'DIFFUSION', 'ADC'] })).toBe('ADC')
  expect(weightingOf({ ...none, ...times, imageType: ['ORIGINAL', 'PRIMARY', 'OUT PHASE'] })).toBe('out of phase')
  expect(weightingOf({ ...none, ...times, b: 1000 })).toBe('diffusion')
  expect(weightingOf({ ...none, ...times, b: 0 })).toBe('T2')
})
