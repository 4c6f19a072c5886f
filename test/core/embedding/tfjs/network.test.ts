import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { describe, test } from 'vitest'
import { kernelGradientByProducts } from '../../../../src/core/embedding/tfjs/kernel-gradient.ts'
import { tfjsBackend } from '../../../../src/core/embedding/tfjs/tfjs-backend.ts'
import type { TfjsDevice } from '../../../../src/core/embedding/tfjs/device.ts'
import { CHECKS } from '../backend-suite.ts'

// Medoid never trains on TensorFlow.js's cpu backend; here it runs the code that cuda, tensorflow and webgpu share.
// It tells newcomers of tfjs-node unless it is told that it is tested.
tf.env().set('IS_TEST', true)

const CPU: TfjsDevice = {
  tf,
  backend: 'cpu',
  tensorBytes: Infinity,
  memoryBytes: Infinity,
  close: () => Promise.resolve()
}

const DEVICES: [string, TfjsDevice][] = [
  ["with the backend's own kernel gradient", CPU],
  ['with the kernel gradient by products, as on webgpu', { ...CPU, kernelGradient: kernelGradientByProducts(tf) }],
  ['picture by picture, as where the tensors of a batch do not fit', { ...CPU, tensorBytes: 1 }]
]

describe.each(DEVICES)('%s', (_, device) => {
  const backend = tfjsBackend({ name: 'tensorflow', device: 'cpu', deterministic: true }, () => Promise.resolve(device))
  for (const { name, check } of CHECKS) test(name, () => check(backend))
})
