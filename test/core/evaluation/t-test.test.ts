import { describe, expect, test } from 'vitest'
import { pairedTTest, spreadOf } from '../../../src/core/evaluation/t-test.ts'

describe('paired t-test, as R 4.2.2 has it', () => {
  test('ten datasets', () => {
    const clustered = [0.28, 0.31, 0.25, 0.27, 0.3, 0.26, 0.29, 0.28, 0.24, 0.33]
    const permuted = [0.42, 0.41, 0.43, 0.4, 0.44, 0.42, 0.41, 0.45, 0.4, 0.42]
    // t.test(permuted, clustered, paired = TRUE); mean(permuted - clustered) / sd(permuted - clustered)
    const found = pairedTTest(permuted, clustered)
    expect(found.t).toBeCloseTo(14.845593116510653, 9)
    expect(found.df).toBe(9)
    expect(found.p! / 1.2341352065844487e-7).toBeCloseTo(1, 9)
    expect(found.meanDifference).toBeCloseTo(0.139, 12)
    expect(found.ci95![0]).toBeCloseTo(0.11781931404416279, 12)
    expect(found.ci95![1]).toBeCloseTo(0.16018068595583718, 12)
    expect(found.cohenDz).toBeCloseTo(4.69458874642911, 9)
    expect(found.reason).toBeUndefined()
  })

  test('a difference that three datasets cannot show', () => {
    // t.test(c(2, 1, 5), c(1, 2, 3), paired = TRUE)
    const found = pairedTTest([2, 1, 5], [1, 2, 3])
    expect(found.t).toBeCloseTo(0.7559289460184544, 12)
    expect(found.p).toBeCloseTo(0.5285954792089684, 12)
    expect(found.ci95![0]).toBeCloseTo(-3.1279163669300925, 9)
    expect(found.ci95![1]).toBeCloseTo(4.461249700263426, 9)
  })

  test('a p that is very small stays above 0', () => {
    // t.test(1e6 + 0:30, rep(0, 31), paired = TRUE)$p.value
    const large = Array.from({ length: 31 }, (_, at) => 1e6 + at)
    const { p } = pairedTTest(large, Array<number>(31).fill(0))
    expect(p! / 5.0806041202632688e-153).toBeCloseTo(1, 9)
  })

  test('clusters that are worse than chance: t is negative, p the same', () => {
    const [better, worse] = [pairedTTest([2, 1, 5], [1, 2, 3]), pairedTTest([1, 2, 3], [2, 1, 5])]
    expect(worse.t).toBe(-better.t!)
    expect(worse.p).toBe(better.p)
  })
})

describe('what cannot be computed is null, with a reason', () => {
  test('one dataset', () => {
    expect(pairedTTest([0.4], [0.3])).toEqual({
      t: null,
      df: 0,
      p: null,
      meanDifference: 0.4 - 0.3,
      ci95: null,
      cohenDz: null,
      reason: { code: 't-test-undefined', parameters: { why: 'one-dataset' } }
    })
  })

  test.each([
    ['no difference', [0.3, 0.4], [0.3, 0.4]],
    ['the same difference', [1.5, 2.5], [1, 2]],
    ['the same but for rounding', [0.1 + 0.2, 0.4], [0.1, 0.2]]
  ])('%s', (_, permuted, clustered) => {
    const { t, p, ci95, cohenDz, reason } = pairedTTest(permuted, clustered)
    expect({ t, p, ci95, cohenDz }).toEqual({ t: null, p: null, ci95: null, cohenDz: null })
    expect(reason).toEqual({ code: 't-test-undefined', parameters: { why: 'no-variance' } })
  })
})

test('mean and standard deviation', () => {
  // sd(c(1, 2, 4)): sqrt(7 / 3)
  expect(spreadOf([1, 2, 4]).mean).toBeCloseTo(7 / 3, 12)
  expect(spreadOf([1, 2, 4]).sd).toBeCloseTo(Math.sqrt(7 / 3), 12)
  expect(spreadOf([5])).toEqual({ mean: 5, sd: null })
})
