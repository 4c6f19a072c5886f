import { expect, test } from 'vitest'
import { TRIAL, TRIAL_LOSS, trialStart } from '../../../../src/core/embedding/tfjs/trial.ts'
import { ReferenceTraining } from '../backend-suite.ts'

test("the trial's loss is what the reference comes to", () => {
  const { weights, pictures, steps } = trialStart()
  const meanSquares = weights.map((values) => values.map(() => 0))
  const training = new ReferenceTraining(TRIAL, { weights, meanSquares })
  for (let step = 0; step < steps; step++) training.step(pictures)
  expect(training.step(pictures)).toBeCloseTo(TRIAL_LOSS, 6)
})
