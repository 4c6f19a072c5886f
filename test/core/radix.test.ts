import { expect, test } from 'vitest'
import { orderOf } from '../../src/core/radix.ts'
import fc from '../fast-check.ts'

test('orders keys, equal ones by place', () => {
  const keys = Uint32Array.of(70_000, 3, 4_294_967_295, 3, 0)
  expect(Array.from(orderOf(keys))).toEqual([4, 1, 3, 0, 2])
})

test('leaves equal keys in a given order', () => {
  expect(Array.from(orderOf(Uint32Array.of(5, 5, 1, 5), Uint32Array.of(3, 2, 1, 0)))).toEqual([2, 3, 1, 0])
})

test('is a sort', () => {
  fc.assert(
    fc.property(fc.uint32Array({ maxLength: 500 }), (keys) => {
      expect(Uint32Array.from(orderOf(keys), (place) => keys[place])).toEqual(keys.toSorted())
    })
  )
})
