import { expect, test } from 'vitest'
import { KeptRows } from '../../../src/core/suggestions/kept.ts'

const image = (instance: number, margin: number, suggested = 0, present: string | null = null) => ({
  instance,
  margin,
  suggested,
  present,
  share: 0.5 + margin / 2
})

test('images of a series with one value and one suggestion are a row, by the mean of their margins', () => {
  const rows = new KeptRows()
  rows.add(1, image(4, 0.25))
  rows.add(1, image(5, 0.75))
  rows.add(1, image(6, 1, 1))
  rows.add(1, image(7, 0.125, 0, 'HEAD'))
  rows.add(2, image(8, 0.625))
  expect(rows.list()).toEqual([
    { instance: 6, images: 1, present: null, suggested: 1, share: 1, margin: 1 },
    { instance: 8, images: 1, present: null, suggested: 0, share: 0.8125, margin: 0.625 },
    { instance: 5, images: 2, present: null, suggested: 0, share: 0.75, margin: 0.5 },
    { instance: 7, images: 1, present: 'HEAD', suggested: 0, share: 0.5625, margin: 0.125 }
  ])
  expect(rows.left).toBe(0)
})

test('images without a series are rows of their own', () => {
  const rows = new KeptRows()
  for (let instance = 0; instance < 3; instance++) rows.add(null, image(instance, 0.5))
  expect(rows.list().map(({ instance, images }) => [instance, images])).toEqual([
    [0, 1],
    [1, 1],
    [2, 1]
  ])
})

test('of more rows than are kept those with the largest margins stay, and the others are counted', () => {
  const rows = new KeptRows(3)
  for (let series = 0; series < 20; series++) rows.add(series, image(series, series / 100))
  expect(rows.list().map(({ instance }) => instance)).toEqual([19, 18, 17])
  expect(rows.left).toBe(17)
})
