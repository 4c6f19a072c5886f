import { expect, test } from 'vitest'
import { lossSweep, silhouetteSweep } from '../../../src/core/marks/sweep.ts'

test('silhouettes by K, with the bands of Kaufman and Rousseeuw as far as the axis goes', () => {
  const marks = silhouetteSweep([
    { k: 1, silhouette: null },
    { k: 2, silhouette: 0.2 },
    { k: 3, silhouette: 0.41 }
  ])
  expect(marks.values).toEqual([null, 0.2, 0.41])
  // 0.41 and 15 % more is 0.47.
  expect(marks.axis.ticks).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5])
  expect(marks.bands).toEqual([
    { name: 'no structure', from: 0, to: 0.25 },
    { name: 'weak', from: 0.25, to: 0.5 }
  ])
  expect(marks.words).toBe('K = 1: –; K = 2: 0.200; K = 3: 0.410')
})

test('an axis of silhouettes ends at 1', () => {
  const { axis, bands } = silhouetteSweep([{ k: 2, silhouette: 0.95 }])
  expect(axis.to).toBe(1)
  expect(bands.map(({ name }) => name)).toEqual(['no structure', 'weak', 'reasonable', 'strong'])
})

test('where no K has a silhouette there is an axis all the same', () => {
  expect(silhouetteSweep([{ k: 1, silhouette: null }]).axis.ticks).toEqual([0, 0.1, 0.2, 0.3])
})

test('losses by K stand on an axis from 0', () => {
  const marks = lossSweep([
    { k: 2, loss: 9.5 },
    { k: 3, loss: 6.25 }
  ])
  expect(marks.axis.ticks).toEqual([0, 2, 4, 6, 8, 10])
  expect(marks.words).toBe('K = 2: 9.5; K = 3: 6.3')
})
