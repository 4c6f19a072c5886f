import { describe, expect, test } from 'vitest'
import { partsIn, regionOf } from '../../../src/core/words/region.ts'
import { DESCRIPTIONS } from './descriptions.ts'

describe.each(Object.entries(DESCRIPTIONS))('%s', (_, descriptions) => {
  test.each(descriptions)('%s: %s', (text, region) => {
    expect(regionOf(partsIn(text))).toBe(region)
  })
})
