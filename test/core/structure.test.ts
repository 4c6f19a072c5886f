import { expect, test } from 'vitest'
import { structureWords } from '../../src/core/structure.ts'

// Kaufman and Rousseeuw 1990, table 4 of chapter 2.
test('a mean silhouette is told in words that go on from it', () => {
  expect((['none', 'weak', 'reasonable', 'strong'] as const).map(structureWords)).toEqual([
    'no substantial structure',
    'weak structure',
    'reasonable structure',
    'strong structure'
  ])
})
