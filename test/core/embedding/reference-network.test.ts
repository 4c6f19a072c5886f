import { expect, test } from 'vitest'
import { type Architecture, initialWeights } from '../../../src/core/embedding/architecture.ts'
import { Random } from '../../../src/core/random.ts'
import { referenceNetwork } from './reference-network.ts'

const TINY: Architecture = {
  name: 'tiny',
  side: 4,
  encoder: [
    { kind: 'convolution', kernel: 3, filters: 3, activation: 'relu' },
    { kind: 'convolution', kernel: 2, filters: 2, activation: 'relu' },
    { kind: 'max-pool' }
  ],
  decoder: [{ kind: 'upsample' }, { kind: 'convolution', kernel: 3, filters: 1, activation: 'sigmoid' }]
}

test('a 2 × 2 kernel takes the pixel, its right, its lower and its lower right neighbour, and zeros outside', () => {
  const architecture: Architecture = {
    name: 'one',
    side: 2,
    encoder: [{ kind: 'convolution', kernel: 2, filters: 1, activation: 'relu' }],
    decoder: []
  }
  const pictures = Uint8Array.of(255, 0, 51, 102)
  const { embeddings } = referenceNetwork(architecture, [[1, 10, 100, 1000], [0.5]], pictures)
  // Pixels are 1, 0, 0.2, 0.4.
  expect([...embeddings]).toEqual([1 + 20 + 400 + 0.5, 40 + 0.5, 0.2 + 4 + 0.5, 0.4 + 0.5])
})

test('its gradients are the central finite differences of its loss', () => {
  const random = new Random(7)
  const weights = initialWeights(TINY, random).map((values) => Float64Array.from(values, (w) => w + 0.05))
  const pictures = Uint8Array.from({ length: 2 * 16 }, () => random.below(256))
  const { gradients } = referenceNetwork(TINY, weights, pictures)
  const h = 1e-6
  weights.forEach((values, layer) => {
    for (let at = 0; at < values.length; at++) {
      const weight = values[at]
      values[at] = weight + h
      const above = referenceNetwork(TINY, weights, pictures).loss
      values[at] = weight - h
      const below = referenceNetwork(TINY, weights, pictures).loss
      values[at] = weight
      expect(gradients[layer][at]).toBeCloseTo((above - below) / (2 * h), 7)
    }
  })
})
