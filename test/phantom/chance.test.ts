import { expect, test } from 'vitest'
import { hash, some, uid, whole } from '../../src/phantom/chance.ts'
import { Random } from '../../src/core/random.ts'

test('a UID is 2.25. and a UUID of version 4 as a decimal number (PS3.5 B.2)', () => {
  const random = new Random(7)
  for (let i = 0; i < 200; i++) {
    const text = uid(random)
    expect(text).toMatch(/^2\.25\.[1-9][0-9]{0,38}$/)
    const digits = BigInt(text.slice(5)).toString(16).padStart(32, '0')
    expect([digits[12], '89ab'.includes(digits[16])]).toEqual(['4', true])
  }
})

test('FNV-1a of the published test vectors', () => {
  // draft-eastlake-fnv, appendix C: 32-bit FNV-1a of "", "a" and "foobar".
  expect([hash(''), hash('a'), hash('foobar')]).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968])
})

test('some items keep their order and their number', () => {
  const random = new Random(3)
  for (let count = 0; count <= 5; count++) {
    const picked = some(random, [1, 2, 3, 4, 5], count)
    expect(picked).toHaveLength(count)
    expect(picked).toEqual([...picked].sort())
  }
})

test('whole numbers reach both ends', () => {
  const random = new Random(1)
  expect(new Set(Array.from({ length: 100 }, () => whole(random, 2, 4)))).toEqual(new Set([2, 3, 4]))
})
