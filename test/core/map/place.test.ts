import { expect, test } from 'vitest'
import { Placer } from '../../../src/core/map/place.ts'

/** Two islands: rows 0 to 4 about (0, 0), and rows 5 to 9 about (100, 0), where neighbours are 1 apart. */
const POINTS = [0, 0, 1, 0, 2, 0, 1, 1, 0, 1, 100, 0, 101, 0, 102, 0, 101, 1, 100, 1]

/** Where a row comes to be that has these nearest ones, by their distances. */
function placed(nearest: [row: number, distance: number][], gap = 1): number[] {
  const into = new Float32Array(4).fill(7)
  const rows = Uint32Array.from(nearest, ([row]) => row)
  const distances = Float32Array.from(nearest, ([, distance]) => distance)
  new Placer(Float32Array.from(POINTS), gap).place(rows, distances, into, 2)
  expect([...into.subarray(0, 2)]).toEqual([7, 7])
  return [...into.subarray(2)]
}

test('a row lies between its neighbours, nearer to those that it resembles more', () => {
  // Weights (1 − 0.25 / 0.5)² and (1 − 0.375 / 0.5)²: 4 to 1.
  const [x, y] = placed([
    [0, 0.25],
    [1, 0.375],
    [2, 0.5]
  ])
  expect([x, y]).toEqual([expect.closeTo(0.2, 4), 0])
})

test('between two islands it goes to the one where most of its neighbours are, and no neighbour of the other moves it', () => {
  const [x, y] = placed([
    [5, 0.3],
    [0, 0.31],
    [1, 0.32],
    [2, 0.33],
    [6, 0.34],
    [3, 0.35],
    [4, 0.36],
    [7, 0.6]
  ])
  expect(x).toBeGreaterThanOrEqual(0)
  expect(x).toBeLessThanOrEqual(2)
  expect(y).toBeGreaterThanOrEqual(0)
  expect(y).toBeLessThanOrEqual(1)
})

test('a row that is equal to some is where these are', () => {
  expect(
    placed([
      [2, 0],
      [0, 0.1],
      [1, 0.2],
      [3, 0.3]
    ])
  ).toEqual([2, 0])
  expect(
    placed([
      [0, 0],
      [2, 0],
      [1, 0.2],
      [3, 0.3]
    ])
  ).toEqual([1, 0])
})

test('equal to rows on two islands, it goes to one of them', () => {
  expect(
    placed([
      [0, 0],
      [5, 0],
      [6, 0],
      [1, 0.3]
    ])
  ).toEqual([100.5, 0])
})

test('one neighbour is all there is to go by', () => {
  expect(placed([[6, 0.4]])).toEqual([101, 0])
})

test('two neighbours: the farther one only says how far neighbours go', () => {
  expect(
    placed([
      [6, 0.4],
      [0, 0.5]
    ])
  ).toEqual([101, 0])
})

test('neighbours that are all as far, at the distance of rows that share nothing, count alike', () => {
  expect(
    placed([
      [0, 1],
      [1, 1],
      [2, 1],
      [3, 1]
    ])
  ).toEqual([1, 0])
})

test('where all of the map is one place, rows are there, too', () => {
  expect(
    placed(
      [
        [1, 0.2],
        [2, 0.3],
        [3, 0.4]
      ],
      0
    )
  ).toEqual([1, 0])
})
