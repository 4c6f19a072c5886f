import { expect, test } from 'vitest'
import { fromHalves, toHalves } from '../../src/core/half.ts'
import fc from '../fast-check.ts'

test('halves are those of IEEE 754: examples of its table, subnormal ones and ties to even', () => {
  const given: [number, string][] = [
    [0, '0000'],
    [-0, '0080'],
    [1, '003c'],
    [-2, '00c0'],
    [65_504, 'ff7b'],
    [65_520, '007c'],
    [1e9, '007c'],
    [-Infinity, '00fc'],
    [2 ** -14, '0004'],
    [2 ** -24, '0100'],
    [2 ** -25, '0000'],
    [3 * 2 ** -25, '0200'],
    [1 / 3, '5535'],
    // Halfway between two halves: the even one.
    [1 + 2 ** -11, '003c'],
    [1 + 3 * 2 ** -11, '023c'],
    [2 ** -14 - 2 ** -26, '0004']
  ]
  expect(given.map(([value]) => toHalves(Float32Array.of(value)).toString('hex'))).toEqual(given.map(([, hex]) => hex))
})

test('every half comes back as it was, and NaN as NaN', () => {
  const all = Buffer.from(Uint16Array.from({ length: 65_536 }, (_, i) => i).buffer)
  const numbers = new Float32Array(65_536)
  fromHalves(all, numbers)
  const isNumber = (i: number): boolean => !Number.isNaN(numbers[i])
  const back = new Uint16Array(Uint8Array.from(toHalves(numbers)).buffer)
  expect(back.every((half, i) => half === i || !isNumber(i))).toBe(true)
  expect(numbers.filter((value) => Number.isNaN(value)).length).toBe(2 * 1023)
})

test('a number between the least normal half and the largest is off by at most 2⁻¹¹ of itself', () => {
  fc.assert(
    fc.property(fc.double({ min: 2 ** -14, max: 65_504, noNaN: true }), (value) => {
      const back = new Float32Array(1)
      fromHalves(toHalves(Float32Array.of(value)), back)
      expect(Math.abs(back[0] - Math.fround(value))).toBeLessThanOrEqual(value * 2 ** -11)
    })
  )
})
