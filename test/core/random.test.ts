import { expect, test } from 'vitest'
import { Random, sampleRanks } from '../../src/core/random.ts'

test('the same seed gives the same numbers, another stream gives others', () => {
  const numbers = (seed: number, stream: number) =>
    Array.from(
      { length: 3 },
      (
        (r) => () =>
          r.uint32()
      )(new Random(seed, stream))
    )
  expect(numbers(1, 0)).toEqual(numbers(1, 0))
  expect(numbers(1, 0)).not.toEqual(numbers(1, 1))
  expect(numbers(1, 0)).not.toEqual(numbers(2, 0))
})

test('a sample holds distinct ranks, and a shorter one is a prefix of a longer one', () => {
  const long = sampleRanks(1000, 1000, new Random(7))
  expect(new Set(long).size).toBe(1000)
  expect(sampleRanks(1000, 10, new Random(7))).toEqual(long.slice(0, 10))
})
