import { describe, expect, test } from 'vitest'
import { GroupPool } from '../../../src/core/evaluation/group-pool.ts'
import { Random } from '../../../src/core/random.ts'
import fc from '../../fast-check.ts'

/** Images 0, 1, … of groups of these sizes. */
function poolOf(sizes: number[], excluded: number[] = []): GroupPool {
  const groups = Int32Array.from(sizes.flatMap((size, group) => Array<number>(size).fill(group)))
  return new GroupPool(Uint32Array.from(groups.keys()), groups, Int32Array.from(excluded))
}

describe('the largest size', () => {
  test.each([
    // By hand: {5} {3, 2}; {4} {3, 1} (2 left over by neither); one large group fills one dataset only.
    [[5, 3, 2], 2, 5],
    [[4, 3, 2, 1], 2, 5],
    [[100, 2, 2, 1], 3, 2],
    [[3, 3], 3, 0],
    [[], 2, 0]
  ])('groups of %j in %i datasets: %i', (sizes, datasets, size) => {
    expect(poolOf(sizes).largestSize(datasets)).toBe(size)
  })

  test('is at least 3/4 of the best there is', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 2, maxLength: 8 })
    fc.assert(
      fc.property(sizes, fc.integer({ min: 2, max: 3 }), (sizes, datasets) => {
        expect(poolOf(sizes).largestSize(datasets)).toBeGreaterThanOrEqual(0.75 * best(sizes, datasets))
      })
    )
  })
})

/** The best of all ways to deal. */
function best(sizes: number[], datasets: number, dealt = Array<number>(datasets).fill(0)): number {
  if (sizes.length === 0) return Math.min(...dealt)
  const [first, ...rest] = sizes
  return Math.max(...dealt.map((_, to) => best(rest, datasets, dealt.with(to, dealt[to] + first))))
}

test('every size up to the largest can be drawn, and no group is in two datasets', () => {
  const recipe = fc.record({
    sizes: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 2, maxLength: 30 }),
    datasets: fc.integer({ min: 1, max: 5 }),
    seed: fc.nat()
  })
  fc.assert(
    fc.property(recipe, ({ sizes, datasets, seed }) => {
      const pool = poolOf(sizes)
      const groupOf = sizes.flatMap((size, group) => Array<number>(size).fill(group))
      const size = pool.largestSize(datasets)
      const drawn = pool.draw(datasets, size, new Random(seed))
      const groups = drawn.map((ids) => new Set(Array.from(ids, (id) => groupOf[id])))
      for (const ids of drawn) expect(new Set(ids).size).toBe(size)
      expect(new Set(groups.flatMap((set) => [...set])).size).toBe(groups.reduce((sum, set) => sum + set.size, 0))
    })
  )
})

test('images of excluded groups are not there', () => {
  const pool = poolOf([2, 3, 4], [1, 7])
  expect(pool.images).toBe(6)
  const drawn = pool.draw(2, 2, new Random(1)).flatMap((ids) => [...ids])
  expect(drawn.some((id) => id === 2 || id === 3 || id === 4)).toBe(false)
})

test('images without a group are groups of their own', () => {
  const pool = new GroupPool(Uint32Array.of(1, 2, 3, 4), Int32Array.of(-1, -1, 5, -1), Int32Array.of(-1))
  expect(pool.images).toBe(4)
  expect(pool.largestSize(4)).toBe(1)
})

test('which groups go where is the seed’s', () => {
  const pool = poolOf(Array<number>(40).fill(3))
  const drawn = (seed: number): string => pool.draw(4, 10, new Random(seed)).join(';')
  expect(drawn(1)).toBe(drawn(1))
  expect(new Set([1, 2, 3, 4].map(drawn)).size).toBe(4)
})
