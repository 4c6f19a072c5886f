/** How often forests are right that are as sure as this: shares in steps, ascending, and the probability from each on. */
interface ProbabilityCalibration {
  from: number[]
  probability: number[]
}

/** How often suggestions were right, of those with a probability between two tenths. */
export interface ReliabilityRow {
  from: number
  to: number
  /** Images of the sample. */
  count: number
  /** The mean of their probabilities, and the share of those for which the value suggested is the one they have; 0 where there are none. */
  probability: number
  right: number
}

/**
 * Isotonic regression of being right on the share of trees (pool adjacent violators: Ayer et al., Annals of Mathematical Statistics 26, 1955;
 * as calibration: Zadrozny and Elkan, KDD 2002). Of each step the probability is (right + 1) / (count + 2), so that none is certain.
 *
 * @param shares of the class that is suggested
 * @param right 1 where it is the class that the image has
 */
export function calibrate(shares: ArrayLike<number>, right: ArrayLike<number>): ProbabilityCalibration {
  const order = Array.from(shares, (_, at) => at).sort((a, b) => shares[a] - shares[b])
  const steps: Step[] = []
  for (const at of order) {
    const last = steps.at(-1)
    // Equal shares are one step, however their images came.
    if (last?.from === shares[at]) merge(last, right[at], 1)
    else steps.push({ from: shares[at], right: right[at], count: 1 })
  }
  const pooled: Step[] = []
  for (const step of steps) {
    pooled.push(step)
    pool(pooled)
  }
  return {
    from: pooled.map(({ from }) => from),
    probability: pooled.map((step) => (step.right + 1) / (step.count + 2))
  }
}

interface Step {
  from: number
  right: number
  count: number
}

function merge(step: Step, right: number, count: number): void {
  step.right += right
  step.count += count
}

/** Joins the last steps for as long as one is right less often than the one before it. */
function pool(steps: Step[]): void {
  while (steps.length > 1) {
    const [before, last] = steps.slice(-2)
    if (before.right * last.count < last.right * before.count) return
    merge(before, last.right, last.count)
    steps.pop()
  }
}

/** The probability that a suggestion with this share is right. */
export function probabilityOf({ from, probability }: ProbabilityCalibration, share: number): number {
  let low = 0
  let high = from.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (from[middle] <= share) low = middle + 1
    else high = middle
  }
  return probability[Math.max(0, low - 1)] ?? 0.5
}

/**
 * The reliability table of a calibration, each image with the one that was fitted on the other folds (DeGroot and Fienberg, The Statistician 32,
 * 1983).
 * @param folds of the images
 */
export function reliabilityOf(
  shares: ArrayLike<number>,
  right: ArrayLike<number>,
  folds: ArrayLike<number>,
  tenths = 10
): ReliabilityRow[] {
  const sums = Array.from({ length: tenths }, () => ({ count: 0, probability: 0, right: 0 }))
  for (const fold of new Set(Array.from(folds))) {
    const others = Array.from(shares, (_, at) => at).filter((at) => folds[at] !== fold)
    const fitted = calibrate(
      others.map((at) => shares[at]),
      others.map((at) => right[at])
    )
    for (let at = 0; at < shares.length; at++) {
      if (folds[at] !== fold) continue
      const probability = probabilityOf(fitted, shares[at])
      const sum = sums[Math.min(tenths - 1, Math.floor(probability * tenths))]
      sum.count++
      sum.probability += probability
      sum.right += right[at]
    }
  }
  return sums.map(({ count, probability, right: agreeing }, at) => ({
    from: at / tenths,
    to: (at + 1) / tenths,
    count,
    probability: count === 0 ? 0 : probability / count,
    right: count === 0 ? 0 : agreeing / count
  }))
}
