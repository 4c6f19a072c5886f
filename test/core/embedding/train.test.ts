import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Network, NetworkState } from '../../../src/core/embedding/backend.ts'
import type { TrainingState } from '../../../src/core/embedding/checkpoint.ts'
import { train, type TrainingOptions, untrained } from '../../../src/core/embedding/train.ts'
import { CancelledError } from '../../../src/core/errors.ts'
import type { Progress } from '../../../src/core/work.ts'

/** A network of one number, which moves by what it sees, in an order that matters; pictures are of one byte: the instance. */
class Counter implements Network {
  weight: number
  batches: number[][] = []
  closed = false

  constructor(weight = 1) {
    this.weight = weight
  }
  step(pictures: Uint8Array): Promise<number> {
    this.batches.push([...pictures])
    for (const picture of pictures) this.weight = Math.fround(this.weight * 0.9 + picture)
    return Promise.resolve(pictures.reduce((sum, value) => sum + value, 0) / pictures.length)
  }
  loss(pictures: Uint8Array): Promise<number> {
    return Promise.resolve(pictures[0])
  }
  state(): Promise<NetworkState> {
    return Promise.resolve({ weights: [Float32Array.of(this.weight)], meanSquares: [Float32Array.of(0)] })
  }
  gradients = () => Promise.reject(new Error('not asked for'))
  encode = () => Promise.reject(new Error('not asked for'))
  reconstruct = () => Promise.reject(new Error('not asked for'))
  close = () => Promise.resolve()
}

const PICTURES = { read: (instances: Uint32Array, into: Uint8Array) => into.set(instances) }

const OPTIONS: TrainingOptions = {
  training: Uint32Array.of(10, 20, 30, 40, 50),
  validation: Uint32Array.of(7, 8, 9),
  pictureBytes: 1,
  epochs: 2,
  batch: 2,
  seed: 1,
  device: 'test'
}

const TEN = Uint32Array.from({ length: 10 }, (_, i) => i)

const NO_HOOKS = { save: () => undefined }

/** A network whose steps take these seconds, one after another and then the last again; nothing else takes any. */
function timed(...seconds: number[]): Counter {
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  const network = new Counter()
  const step = network.step.bind(network)
  network.step = (pictures) => {
    now += 1000 * seconds[Math.min(network.batches.length, seconds.length - 1)]
    return step(pictures)
  }
  return network
}

afterEach(() => vi.restoreAllMocks())

describe('an epoch', () => {
  test('sees every image once, in an order of its own', async () => {
    const network = new Counter()
    await train(network, PICTURES, OPTIONS, untrained(), NO_HOOKS, {})
    const [first, second] = [network.batches.slice(0, 3).flat(), network.batches.slice(3).flat()]
    expect(first.toSorted()).toEqual([10, 20, 30, 40, 50])
    expect(second.toSorted()).toEqual([10, 20, 30, 40, 50])
    expect(second).not.toEqual(first)
    expect(network.batches.map((batch) => batch.length)).toEqual([2, 2, 1, 2, 2, 1])
  })

  test('has the mean loss over its images, and over those to validate on', async () => {
    const { epochs } = await train(new Counter(), PICTURES, OPTIONS, untrained(), NO_HOOKS, {})
    // (10 + 20 + 30 + 40 + 50) / 5; batches (7, 8) and (9) count 7 twice and 9 once.
    expect(epochs).toEqual([
      { epoch: 1, loss: 30, validationLoss: expect.closeTo(23 / 3) as number, seconds: expect.any(Number) as number },
      { epoch: 2, loss: 30, validationLoss: expect.closeTo(23 / 3) as number, seconds: expect.any(Number) as number }
    ])
  })

  test('has no validation loss without images to validate on', async () => {
    const options = { ...OPTIONS, validation: new Uint32Array() }
    const { epochs } = await train(new Counter(), PICTURES, options, untrained(), NO_HOOKS, {})
    expect(epochs[0].validationLoss).toBeNull()
  })
})

test('a training that was stopped after any step goes on as if it had not been', async () => {
  const whole = await train(new Counter(), PICTURES, OPTIONS, untrained(), NO_HOOKS, {})
  for (let stopAfter = 1; stopAfter <= 5; stopAfter++) {
    const saved: TrainingState[] = []
    const save = (state: TrainingState) => void saved.push(state)
    const controller = new AbortController()
    const first = new Counter()
    const step = first.step.bind(first)
    first.step = (pictures) => {
      if (first.batches.length + 1 === stopAfter) controller.abort()
      return step(pictures)
    }
    const stopped = train(first, PICTURES, OPTIONS, untrained(), { save }, { signal: controller.signal })
    await expect(stopped).rejects.toThrow(CancelledError)
    const last = structuredClone(saved.at(-1)!)
    const ended = await train(new Counter(last.weights[0][0]), PICTURES, OPTIONS, last, NO_HOOKS, {})
    expect(ended.weights).toEqual(whole.weights)
    expect(ended.epochs.map(({ loss }) => loss)).toEqual([30, 30])
  }
})

test('a state is saved after every epoch', async () => {
  const saved: number[] = []
  const save = ({ epochs }: TrainingState) => void saved.push(epochs.length)
  await train(new Counter(), PICTURES, OPTIONS, untrained(), { save }, {})
  expect(saved).toEqual([1, 2])
})

test('within an epoch a state is saved every five minutes', async () => {
  const saved: [epochs: number, steps: number][] = []
  const save = ({ epochs, stepsInEpoch }: TrainingState) => void saved.push([epochs.length, stepsInEpoch])
  // Ten steps an epoch, of two minutes each.
  await train(timed(120), PICTURES, { ...OPTIONS, batch: 1, training: TEN, epochs: 1 }, untrained(), { save }, {})
  expect(saved).toEqual([
    [0, 3],
    [0, 6],
    [0, 9],
    [1, 0]
  ])
})

test('each epoch has the time of its own steps', async () => {
  const { epochs } = await train(timed(2), PICTURES, OPTIONS, untrained(), NO_HOOKS, {})
  expect(epochs.map(({ seconds }) => seconds)).toEqual([6, 6])
})

test('stopped while it validates, it goes on behind the steps of the epoch', async () => {
  const whole = await train(new Counter(), PICTURES, OPTIONS, untrained(), NO_HOOKS, {})
  const saved: TrainingState[] = []
  const controller = new AbortController()
  const network = new Counter()
  let validated = 0
  network.loss = (pictures) => {
    validated++
    controller.abort()
    return Promise.resolve(pictures[0])
  }
  const save = (state: TrainingState) => void saved.push(state)
  const stopped = train(network, PICTURES, OPTIONS, untrained(), { save }, { signal: controller.signal })
  await expect(stopped).rejects.toThrow('Stopped in epoch 1 after 3 of 3 steps.')
  expect(validated).toBe(1)
  expect(saved).toMatchObject([{ epochs: [], stepsInEpoch: 3, lossSum: 150 }])
  const goneOn = new Counter(saved[0].weights[0][0])
  const ended = await train(goneOn, PICTURES, OPTIONS, saved[0], NO_HOOKS, {})
  expect(goneOn.batches).toHaveLength(3)
  expect(ended.weights).toEqual(whole.weights)
  expect(ended.epochs.map(({ validationLoss }) => validationLoss)).toEqual(
    whole.epochs.map(({ validationLoss }) => validationLoss)
  )
})

test('the pace is told once: the mean of three steps, without the first, which warms up', async () => {
  const paces: number[] = []
  const onPace = (seconds: number) => void paces.push(seconds)
  await train(timed(100, 1, 2, 6), PICTURES, { ...OPTIONS, epochs: 5 }, untrained(), { ...NO_HOOKS, onPace }, {})
  expect(paces).toEqual([3])
})

test('progress counts images over all epochs, and tells epoch, step, loss and device', async () => {
  const told: Progress[] = []
  await train(new Counter(), PICTURES, OPTIONS, untrained(), NO_HOOKS, { onProgress: (each) => void told.push(each) })
  expect(told[0]).toEqual({
    stage: 'Training',
    done: 0,
    total: 10,
    unit: 'images',
    detail: 'epoch 1/2, step 0/3, test'
  })
  expect(told.map(({ done }) => done)).toEqual([0, 2, 4, 5, 5, 7, 9, 10])
  expect(told.at(-1)!.detail).toBe('epoch 2/2, step 3/3, loss 30.00000, test')
})

test('a loss that is no number stops the training', async () => {
  const network = new Counter()
  network.step = () => Promise.resolve(NaN)
  await expect(train(network, PICTURES, OPTIONS, untrained(), NO_HOOKS, {})).rejects.toThrow(
    'diverged in epoch 1, step 1: the loss is not finite.'
  )
})
