import { expect, test } from 'vitest'
import type { Architecture } from '../../../src/core/embedding/architecture.ts'
import { decodeState, encodeState, type TrainingState } from '../../../src/core/embedding/checkpoint.ts'

/** One convolution there and one back: weights of 4 + 1 and of 4 + 1 numbers. */
const TINY: Architecture = {
  name: 'tiny',
  side: 2,
  encoder: [{ kind: 'convolution', kernel: 2, filters: 1, activation: 'relu' }],
  decoder: [{ kind: 'convolution', kernel: 2, filters: 1, activation: 'sigmoid' }]
}

const STATE: TrainingState = {
  epochs: [{ epoch: 1, loss: 0.25, validationLoss: null, seconds: 3.5 }],
  stepsInEpoch: 7,
  lossSum: 0.1 + 0.2,
  epochSeconds: 1.25,
  weights: [Float32Array.of(1, 2, 3, 4), Float32Array.of(5), Float32Array.of(6, 7, 8, 9), Float32Array.of(0.1)],
  meanSquares: [Float32Array.of(0, 0, 0, 1e-30), Float32Array.of(2), Float32Array.of(3, 3, 3, 3), Float32Array.of(4)]
}

test('a state comes back to the bit', () => {
  expect(decodeState(TINY, encodeState(TINY, STATE))).toEqual(STATE)
})

test('a state of another architecture is refused', () => {
  expect(() => decodeState({ ...TINY, name: 'other' }, encodeState(TINY, STATE))).toThrow(
    'The model is of the architecture tiny, not other.'
  )
})

test('a state of an architecture that has changed since is refused', () => {
  const now: Architecture = {
    ...TINY,
    decoder: [{ kind: 'convolution', kernel: 3, filters: 1, activation: 'sigmoid' }]
  }
  expect(() => decodeState(now, encodeState(TINY, STATE))).toThrow(
    'The model has 20 numbers; the architecture tiny of this version of Medoid takes 30.'
  )
})

test('a state of another format is refused', () => {
  const bytes = encodeState(TINY, STATE)
  bytes.write('"format":2', bytes.indexOf('"format":1'))
  expect(() => decodeState(TINY, bytes)).toThrow('saved by another version of Medoid (format 2; this one reads 1)')
})

test('bytes that are no state are refused', () => {
  expect(() => decodeState(TINY, Buffer.from('nonsense'))).toThrow('The saved state of the model is damaged.')
})
