import ttest from '@stdlib/stats-ttest'
import type { Spread, TTest } from '../catalogue/stored/evaluation.ts'

/** Cosine distances are right to about 10⁻⁷: what differs by less than this differs by rounding. */
const LEAST_SD = 1e-7

/** Mean and standard deviation (n − 1) of one value or more. */
export function spreadOf(values: ArrayLike<number>): Spread {
  const n = values.length
  let mean = 0
  for (let i = 0; i < n; i++) mean += values[i] / n
  if (n < 2) return { mean, sd: null }
  let squares = 0
  for (let i = 0; i < n; i++) squares += (values[i] - mean) ** 2
  return { mean, sd: Math.sqrt(squares / (n - 1)) }
}

/** Paired, two-sided t-test (Student, Biometrika 6, 1908) of the mean distances of datasets: permuted − clustered. */
export function pairedTTest(permuted: readonly number[], clustered: readonly number[]): TTest {
  const differences = permuted.map((value, at) => value - clustered[at])
  const { mean, sd } = spreadOf(differences)
  const nothing = { t: null, df: differences.length - 1, p: null, meanDifference: mean, ci95: null, cohenDz: null }
  if (sd === null) return { ...nothing, reason: { code: 't-test-undefined', parameters: { why: 'one-dataset' } } }
  if (sd < LEAST_SD) {
    return { ...nothing, reason: { code: 't-test-undefined', parameters: { why: 'no-variance' } } }
  }
  const { statistic, df, pValue, ci } = ttest(differences)
  return { t: statistic, df, p: pValue, meanDifference: mean, ci95: [ci[0], ci[1]], cohenDz: mean / sd }
}
