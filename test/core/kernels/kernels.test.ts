import { expect, test } from 'vitest'
import { Arena } from '../../../src/core/kernels/kernels.ts'

test('an arena gives out separate, aligned addresses and then a memory of zeros that holds them', () => {
  const arena = new Arena()
  const [first, second] = [arena.reserve(1), arena.reserve(100_000)]
  expect([first, second]).toEqual([64, 128])
  const { buffer } = arena.allocate()
  expect(buffer.byteLength).toBeGreaterThanOrEqual(second + 100_000)
  expect(new Uint8Array(buffer).every((byte) => byte === 0)).toBe(true)
})

test('says what does not fit', () => {
  const arena = new Arena()
  arena.reserve(4 * 2 ** 30 - 64)
  expect(arena.fits()).toBe(true)
  arena.reserve(1)
  expect(arena.fits()).toBe(false)
  expect(() => arena.allocate()).toThrow(/needs 4\.3 GB of memory.*a smaller sample/)
})
