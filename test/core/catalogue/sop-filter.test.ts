import { expect, test } from 'vitest'
import { SopFilter } from '../../../src/core/catalogue/sop-filter.ts'
import { Random } from '../../../src/core/random.ts'

/** Distinct with a probability of 1 − 10⁻⁵. */
function hashes(count: number, seed: number): number[] {
  const random = new Random(seed)
  return Array.from(
    { length: count },
    () => random.below(2 ** 16) * 2 ** 32 + random.below(2 ** 31) * 2 + random.below(2)
  )
}

test('it has all that was added, and of other hashes fewer than one in 100', () => {
  const filter = SopFilter.of(50_000)
  const added = hashes(50_000, 1)
  for (const hash of added) filter.add(hash)
  expect(added.every((hash) => filter.has(hash))).toBe(true)
  const passed = hashes(50_000, 2).filter((hash) => filter.has(hash)).length
  expect(passed).toBeGreaterThan(0)
  expect(passed).toBeLessThan(500)
})

test('the least and the largest hash have their place in a filter of one, and of none', () => {
  for (const filter of [SopFilter.of(0), SopFilter.of(1), SopFilter.of(1000)]) {
    expect([filter.has(0), filter.has(2 ** 48 - 1)]).toEqual([false, false])
    filter.add(0)
    filter.add(2 ** 48 - 1)
    expect([filter.has(0), filter.has(2 ** 48 - 1), filter.has(1)]).toEqual([true, true, false])
  }
})

test('its words are all that there is to it', () => {
  const filter = SopFilter.of(10)
  filter.add(12_345)
  const again = new SopFilter(Uint32Array.from(filter.words))
  expect([again.has(12_345), again.has(12_346)]).toEqual([true, false])
})
