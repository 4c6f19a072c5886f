import { expect, test } from 'vitest'
import { proposal, trainingSeconds } from '../../../src/core/embedding/pace.ts'

test('a training takes its steps, and a third of a step for as many images to validate on', () => {
  // 10 epochs of 3 + 3/3 steps of half a second.
  expect(trainingSeconds(0.5, { images: 120, validationImages: 90, epochs: 10, batch: 40 })).toBeCloseTo(20)
})

test('what takes less than two hours needs no proposal', () => {
  expect(proposal(7199, 1, { batch: 40, images: 27_000 })).toBeNull()
})

test('what takes longer is proposed to fit an hour', () => {
  // 0.9 × 3,600 steps of 40 images: 129,600 passes, 20 epochs of 6,400 images.
  expect(proposal(8 * 86_400, 1, { batch: 40, images: 27_000 })).toEqual({ images: 6400, epochs: 20 })
})

test('no more images are proposed than were asked for', () => {
  expect(proposal(8 * 86_400, 0.1, { batch: 40, images: 1000 })).toEqual({ images: 1000, epochs: 1296 })
})
