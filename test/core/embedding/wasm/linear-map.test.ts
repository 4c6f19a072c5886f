import { expect, test } from 'vitest'
import { LinearMap } from '../../../../src/core/embedding/wasm/linear-map.ts'

test('adds what meets, and leaves alone what nothing goes to', () => {
  const map = new LinearMap()
  map.add(0, 2)
  map.add(1, 2)
  map.add(1, 0)
  const to = Float32Array.of(7, 8, 9)
  const apply = map.compile()
  apply(Float32Array.of(10, 20), to)
  expect([...to]).toEqual([20, 8, 30])
  apply(Float32Array.of(1, 2), to)
  expect([...to]).toEqual([2, 8, 3])
})
