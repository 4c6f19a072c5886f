import { expect, test } from 'vitest'
import { fuzzHeaders } from '../../../fuzz/header.ts'

test.each([1, 2, 3])('no damage costs elements in silence, and none is an error (seed %i)', (seed) => {
  const found = fuzzHeaders(2000, seed)
  expect(found.crashes).toEqual([])
  expect(found.silent).toEqual([])
  // Of each kind there are many, so that the cases above mean something.
  expect(Math.min(found.refused, found.remarked, found.whole)).toBeGreaterThan(200)
})
