import { expect, test } from 'vitest'
import { shortestFloat } from '../../../src/core/tables/float.ts'
import fc from '../../fast-check.ts'

test.each([0, 0.1, 0.3, 1, -2.5, 16777216, 1e-7, 0.2857143, 3.4028235e38])('%d prints as itself', (number) => {
  expect(shortestFloat(Math.fround(number))).toBe(number)
})

test('every float comes back, a missing one stays missing', () => {
  fc.assert(
    fc.property(fc.float(), (float) => {
      // −0 prints as 0.
      expect(Math.fround(shortestFloat(float)) + 0).toBe(float + 0)
    })
  )
})
