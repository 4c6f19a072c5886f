import { expect, test } from 'vitest'
import { Canvas } from '../../src/phantom/canvas.ts'
import { Random } from '../../src/core/random.ts'

function rows(canvas: Canvas): number[][] {
  return Array.from({ length: canvas.rows }, (_, row) =>
    [...canvas.values.subarray(row * canvas.columns, (row + 1) * canvas.columns)].map((value) => Math.round(value))
  )
}

test('an ellipse fills its outline and nothing else', () => {
  const canvas = new Canvas(8, 8, 0)
  canvas.ellipse(0, 0, 0.6, 0.5, 9)
  const drawn = rows(canvas)
  expect(drawn[0]).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
  expect(drawn[3].slice(2, 6)).toEqual([9, 9, 9, 9])
  expect(drawn[4]).toEqual(drawn[3])
  expect(drawn[3][0]).toBe(0)
})

test('the longer side runs from −1 to 1, so that bodies keep their proportions', () => {
  const canvas = new Canvas(16, 8, 0)
  canvas.ellipse(0, 0, 0.45, 0.45, 1)
  const middleRow = [...canvas.values.subarray(4 * 16, 5 * 16)].filter((value) => value > 0.5).length
  const middleColumn = rows(canvas).filter((row) => row[8] > 0.5).length
  expect([middleRow, middleColumn]).toEqual([8, 8])
})

test('a body that is wider and moved', () => {
  const canvas = new Canvas(8, 8, 0)
  canvas.arrange(2, 1, 0.5, 0)
  canvas.ellipse(0, 0, 0.25, 0.25, 1)
  expect(rows(canvas)[3]).toEqual([0, 0, 0, 0, 1, 1, 1, 1])
})

test('a ring leaves its inside as it was, a dome adds', () => {
  const canvas = new Canvas(32, 32, 5)
  canvas.ring(0, 0, 0.7, 0.7, 1)
  expect(rows(canvas)[16][16]).toBe(5)
  expect(Math.min(...canvas.values)).toBeLessThan(2)
  canvas.dome(0, 0, 0.3, 0.3, 10)
  expect(rows(canvas)[16][16]).toBe(15)
})

test('a shape of no width draws nothing instead of something that is no number', () => {
  const canvas = new Canvas(9, 9, 3)
  canvas.ellipse(0, 0, 0.5, 0, 9)
  expect([...canvas.values].every((value) => value === 3)).toBe(true)
})

test('noise has the standard deviation that was asked for', () => {
  const canvas = new Canvas(64, 64, 0)
  canvas.noise(new Random(1), 20)
  const variance = canvas.values.reduce((sum, value) => sum + value * value, 0) / canvas.values.length
  expect(Math.sqrt(variance)).toBeCloseTo(20, -1)
})
