import { expect, test } from 'vitest'
import { drawImages } from '../../../src/core/embedding/draw-images.ts'

const images = Uint32Array.from({ length: 100 }, (_, i) => i * 2)

test('half of a small archive is kept for evaluation', () => {
  const { order, reserved } = drawImages(images, [], undefined, 1)
  expect(reserved).toBe(50)
  expect(order.length).toBe(50)
  expect(new Set(order).size).toBe(50)
})

test('of a large archive 50,000 are kept', () => {
  expect(
    drawImages(
      new Uint32Array(200_000).map((_, i) => i),
      [],
      undefined,
      1
    ).reserved
  ).toBe(50_000)
})

test('images that chose a K are trained on before others are', () => {
  const sample = images.slice(0, 30)
  const { order } = drawImages(images, [sample], 50, 1)
  expect([...sample].every((instance) => order.includes(instance))).toBe(true)
})

test('where samples leave too few, some of them are kept', () => {
  const { order, reserved } = drawImages(images, [images.slice(0, 90)], 50, 1)
  expect(reserved).toBe(50)
  // The ten others are all kept.
  expect([...images.slice(90)].some((instance) => order.includes(instance))).toBe(false)
})

test('the order is random, and the same for the same seed', () => {
  const { order } = drawImages(images, [], 0, 7)
  expect([...order]).not.toEqual([...images])
  expect([...order].toSorted((a, b) => a - b)).toEqual([...images])
  expect(drawImages(images, [], 0, 7).order).toEqual(order)
  expect(drawImages(images, [], 0, 8).order).not.toEqual(order)
})

test('images that were no sample are not all trained on first', () => {
  const { order } = drawImages(images, [images.slice(0, 50)], 10, 3)
  const firstHalf = order.subarray(0, 45)
  const stale = firstHalf.filter((instance) => instance < 100).length
  expect(stale).toBeGreaterThan(10)
  expect(stale).toBeLessThan(40)
})

test('keeping all images leaves nothing to train on', () => {
  expect(() => drawImages(images, [], 99, 1)).toThrow(
    'reserve 99 keeps them from training. Give reserve a number up to 98'
  )
})
