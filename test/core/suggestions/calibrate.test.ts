import { expect, test } from 'vitest'
import { calibrate, probabilityOf, reliabilityOf } from '../../../src/core/suggestions/calibrate.ts'
import fc from '../../fast-check.ts'

test('images of a share that are right less often than those of a smaller one are pooled with them', () => {
  // Right: 1 of 2 at 0.2, 0 of 2 at 0.4, 4 of 4 at 0.8; 1 of 4 up to 0.4.
  const fitted = calibrate([0.2, 0.2, 0.4, 0.4, 0.8, 0.8, 0.8, 0.8], [1, 0, 0, 0, 1, 1, 1, 1])
  expect(fitted).toEqual({ from: [0.2, 0.8], probability: [(1 + 1) / (4 + 2), (4 + 1) / (4 + 2)] })
  expect([0.1, 0.2, 0.79, 0.8, 1].map((share) => probabilityOf(fitted, share))).toEqual([
    2 / 6,
    2 / 6,
    2 / 6,
    5 / 6,
    5 / 6
  ])
})

test('probabilities never fall as shares rise, and are what the isotonic regression of its definition gives', () => {
  const point = fc.record({ share: fc.integer({ min: 0, max: 6 }), right: fc.integer({ min: 0, max: 1 }) })
  fc.assert(
    fc.property(fc.array(point, { minLength: 1, maxLength: 40 }), (points) => {
      const shares = points.map(({ share }) => share / 6)
      const right = points.map((each) => each.right)
      const { from, probability } = calibrate(shares, right)
      const steps = from.map((low, at) => {
        const inside = points.filter((_, i) => shares[i] >= low && (at === from.length - 1 || shares[i] < from[at + 1]))
        return { count: inside.length, right: inside.reduce((sum, each) => sum + each.right, 0) }
      })
      expect(probability).toEqual(steps.map((step) => (step.right + 1) / (step.count + 2)))
      // The min-max formula (Barlow et al. 1972): the fitted share at a point is the largest mean from below it of the least mean up from there.
      const levels = [...new Set(shares)].sort((a, b) => a - b)
      const mean = (a: number, b: number): number => {
        const inside = points.filter((_, i) => shares[i] >= a && shares[i] <= b)
        return inside.reduce((sum, each) => sum + each.right, 0) / inside.length
      }
      for (const level of levels) {
        const fitted = Math.max(
          ...levels
            .filter((a) => a <= level)
            .map((a) => Math.min(...levels.filter((b) => b >= level).map((b) => mean(a, b))))
        )
        const at = from.findLastIndex((low) => low <= level)
        expect(steps[at].right / steps[at].count).toBeCloseTo(fitted, 9)
      }
    })
  )
})

test('of nothing the probability is one half', () => {
  expect(probabilityOf(calibrate([], []), 0.9)).toBe(0.5)
})

test('reliability is that of images that a calibration has not seen', () => {
  // In fold 0 all of share 0.9 are right, in fold 1 none is: each fold is told what holds in the other one.
  const shares = Array<number>(20).fill(0.9)
  const folds = shares.map((_, at) => at % 2)
  const right = folds.map((fold) => 1 - fold)
  const rows = reliabilityOf(shares, right, folds).filter(({ count }) => count > 0)
  expect(rows).toEqual([
    { from: 0, to: 0.1, count: 10, probability: expect.closeTo(1 / 12, 9) as number, right: 1 },
    { from: 0.9, to: 1, count: 10, probability: expect.closeTo(11 / 12, 9) as number, right: 0 }
  ])
})
