import { describe, expect, test } from 'vitest'
import { partsIn, regionOf } from '../../../src/core/words/region.ts'
import { DESCRIPTIONS } from './descriptions.ts'
import { LATER_DESCRIPTIONS } from './later-descriptions.ts'

describe.each(Object.entries(DESCRIPTIONS))('%s', (_, descriptions) => {
  test.each(descriptions)('%s: %s', (text, region) => {
    expect(regionOf(partsIn(text))).toBe(region)
  })
})

test('of descriptions that were written later, at least 95 % are right', () => {
  const rows = Object.values(LATER_DESCRIPTIONS).flat()
  expect(rows.length).toBeGreaterThanOrEqual(200)
  const wrong = rows.filter(([text, region]) => regionOf(partsIn(text)) !== region)
  expect(wrong.length / rows.length, wrong.map(([text]) => text).join('\n')).toBeLessThanOrEqual(0.05)
})
