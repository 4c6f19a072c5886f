import { CancelledError, MedoidError } from '../errors.ts'
import { Random } from '../random.ts'
import { breathe, type Work } from '../work.ts'
import type { Network } from './backend.ts'
import type { TrainingState } from './checkpoint.ts'

/** Prepared pictures by instance id: written one after another. */
interface Pictures {
  read(instances: Uint32Array, into: Uint8Array): void
}

export interface TrainingOptions {
  /** Instances to learn from, and to validate on. */
  training: Uint32Array
  validation: Uint32Array
  /** Bytes of a picture. */
  pictureBytes: number
  epochs: number
  batch: number
  seed: number
  /** For progress: what computes. */
  device: string
}

interface TrainingHooks {
  /** Keeps a state, so that a killed process can go on from there. */
  save(state: TrainingState): void
  /** Called once, when a few steps have been timed. */
  onPace?(secondsPerStep: number): void
}

/** How often a state is saved within an epoch, in milliseconds. */
const SAVE_EVERY = 5 * 60_000

/** Steps that are timed before the pace is told; the first one warms up. */
const TIMED_STEPS = 4

/** Streams of the seed for the order of images in an epoch begin here. */
const EPOCH_STREAM = 1000

/** Steps of an epoch; the last may be of fewer images. */
export function stepsOf(images: number, batch: number): number {
  return Math.ceil(images / batch)
}

/**
 * Trains until all epochs are done (paper, section 2.4). Every epoch sees all images in an order of its own, which follows from the
 * seed alone; so a training that goes on from a saved state ends as one that was never stopped, as exactly as the backend
 * computes.
 *
 * @param start where to go on from; its weights are those of `network`
 * @throws CancelledError after the state has been saved; MedoidError `training-diverged`
 */
export async function train(
  network: Network,
  pictures: Pictures,
  options: TrainingOptions,
  start: Omit<TrainingState, 'weights' | 'meanSquares'>,
  hooks: TrainingHooks,
  work: Work
): Promise<TrainingState> {
  const { training, validation, pictureBytes, epochs: wanted, batch, seed, device } = options
  const steps = stepsOf(training.length, batch)
  const most = Math.min(batch, Math.max(training.length, validation.length))
  const buffer = new Uint8Array(most * pictureBytes)
  const epochs = [...start.epochs]
  let { stepsInEpoch, lossSum, epochSeconds } = start
  let savedAt = performance.now()
  let timed = 0
  let timedFrom = 0
  let lastLoss = epochs.at(-1)?.loss

  const load = (instances: Uint32Array): Uint8Array => {
    const into = buffer.subarray(0, instances.length * pictureBytes)
    pictures.read(instances, into)
    return into
  }
  const state = async (): Promise<TrainingState> => ({
    ...(await network.state()),
    epochs: [...epochs],
    stepsInEpoch,
    lossSum,
    epochSeconds
  })
  const save = async (): Promise<void> => {
    const reached = await state()
    // The loss is that before the step: only the weights tell what the step did.
    if (reached.weights.some((weights) => !weights.every(Number.isFinite))) throw diverged()
    hooks.save(reached)
    savedAt = performance.now()
  }
  const diverged = (): MedoidError =>
    new MedoidError('training-diverged', { epoch: epochs.length + 1, step: stepsInEpoch + 1 })
  const stopIfCancelled = async (): Promise<void> => {
    if (!work.signal?.aborted) return
    await save()
    throw new CancelledError({ what: 'training', epoch: epochs.length + 1, step: stepsInEpoch, steps })
  }
  const tell = (): void => {
    const done = epochs.length * training.length + Math.min(stepsInEpoch * batch, training.length)
    const loss = stepsInEpoch > 0 ? lossSum / Math.min(stepsInEpoch * batch, training.length) : lastLoss
    const detail = `epoch ${Math.min(epochs.length + 1, wanted)}/${wanted}, step ${stepsInEpoch}/${steps}${loss === undefined ? '' : `, loss ${loss.toFixed(5)}`}, ${device}`
    work.onProgress?.({ stage: 'Training', done, total: wanted * training.length, unit: 'images', detail })
  }

  while (epochs.length < wanted) {
    const order = new Random(seed, EPOCH_STREAM + epochs.length).shuffle(training.slice())
    while (stepsInEpoch < steps) {
      tell()
      await stopIfCancelled()
      const began = performance.now()
      const instances = order.subarray(stepsInEpoch * batch, (stepsInEpoch + 1) * batch)
      const loss = await network.step(load(instances))
      if (!Number.isFinite(loss)) throw diverged()
      lossSum += loss * instances.length
      stepsInEpoch++
      const ended = performance.now()
      epochSeconds += (ended - began) / 1000
      if (++timed === 1) timedFrom = ended
      if (timed === TIMED_STEPS) hooks.onPace?.((ended - timedFrom) / 1000 / (TIMED_STEPS - 1))
      if (ended - savedAt > SAVE_EVERY) await save()
      await breathe()
    }
    tell()
    let validationSum = 0
    for (let from = 0; from < validation.length; from += batch) {
      await stopIfCancelled()
      const instances = validation.subarray(from, from + batch)
      validationSum += (await network.loss(load(instances))) * instances.length
      await breathe()
    }
    lastLoss = lossSum / training.length
    const validationLoss = validation.length === 0 ? null : validationSum / validation.length
    if (validationLoss !== null && !Number.isFinite(validationLoss)) throw diverged()
    epochs.push({ epoch: epochs.length + 1, loss: lastLoss, validationLoss, seconds: epochSeconds })
    stepsInEpoch = 0
    lossSum = 0
    epochSeconds = 0
    await save()
  }
  return state()
}

/** Before the first step. */
export function untrained(): Omit<TrainingState, 'weights' | 'meanSquares'> {
  return { epochs: [], stepsInEpoch: 0, lossSum: 0, epochSeconds: 0 }
}
