import { describe, expect, test } from 'vitest'
import {
  ARCHITECTURES,
  architectureNamed,
  embeddingShape,
  initialWeights,
  layerShapes,
  weightShapes
} from '../../../src/core/embedding/architecture.ts'
import { Random } from '../../../src/core/random.ts'

describe('manojlovic2020', () => {
  const architecture = architectureNamed('manojlovic2020')

  test('embeds an image in 64 × 64 × 20 values', () => {
    expect(embeddingShape(architecture)).toEqual({ side: 64, channels: 20, values: 81_920 })
  })

  test('has 19,561 weights', () => {
    const shapes = weightShapes(architecture)
    expect(shapes).toEqual([
      [3, 3, 1, 64],
      [64],
      [2, 2, 64, 20],
      [20],
      [2, 2, 20, 20],
      [20],
      [3, 3, 20, 64],
      [64],
      [3, 3, 64, 1],
      [1]
    ])
    expect(shapes.reduce((sum, shape) => sum + shape.reduce((a, b) => a * b), 0)).toBe(19_561)
  })
})

test('compact embeds an image in 16 × 16 × 20 values', () => {
  expect(embeddingShape(architectureNamed('compact')).values).toBe(5120)
})

test.each(ARCHITECTURES)('$name gives back a picture of the size that it was given', (architecture) => {
  expect(layerShapes(architecture).at(-1)).toMatchObject({ outSide: architecture.side, outChannels: 1 })
})

test('weights begin within the bounds of Glorot and Bengio, and biases at 0', () => {
  const [kernel, bias] = initialWeights(architectureNamed('compact'), new Random(1))
  // √(6 / (3 · 3 · 1 + 3 · 3 · 64))
  const limit = 0.1012739
  expect(Math.max(...kernel)).toBeLessThanOrEqual(limit)
  expect(Math.max(...kernel)).toBeGreaterThan(0.95 * limit)
  expect(Math.min(...kernel)).toBeLessThan(-0.95 * limit)
  expect(new Set(bias)).toEqual(new Set([0]))
})

test('an architecture that does not exist is refused with those that do', () => {
  expect(() => architectureNamed('resnet')).toThrow(
    'There is no architecture "resnet". There are: manojlovic2020, compact.'
  )
})
