import { type Architecture, initialWeights } from '../architecture.ts'
import { Random } from '../../random.ts'
import type { TfjsDevice } from './device.ts'
import { TfjsNetwork } from './network.ts'

/** One of each kind of layer. */
export const TRIAL: Architecture = {
  name: 'trial',
  side: 8,
  encoder: [{ kind: 'convolution', kernel: 3, filters: 4, activation: 'relu' }, { kind: 'max-pool' }],
  decoder: [
    { kind: 'convolution', kernel: 2, filters: 3, activation: 'relu' },
    { kind: 'upsample' },
    { kind: 'convolution', kernel: 3, filters: 1, activation: 'sigmoid' }
  ]
}

const STEPS = 3

/** The loss after so many steps by the reference network of the tests, in f64. */
export const TRIAL_LOSS = 0.0843734

/** Weights and pictures of the trial, the same everywhere. */
export function trialStart(): { weights: Float32Array[]; pictures: Uint8Array; steps: number } {
  const random = new Random(1)
  const weights = initialWeights(TRIAL, random)
  return { weights, pictures: Uint8Array.from({ length: 2 * TRIAL.side ** 2 }, () => random.below(256)), steps: STEPS }
}

/** Trains for a moment. @returns how far the loss is from what it must be, as a share of it; NaN where it is no number */
export async function trialError(device: TfjsDevice): Promise<number> {
  const { weights, pictures, steps } = trialStart()
  const network = new TfjsNetwork(device, TRIAL, { weights, meanSquares: weights.map((each) => each.map(() => 0)) })
  for (let step = 0; step < steps; step++) await network.step(pictures)
  const loss = await network.loss(pictures)
  await network.close()
  return Math.abs(loss - TRIAL_LOSS) / TRIAL_LOSS
}
