import { expect, test } from 'vitest'
import { assertDisjoint } from '../../../src/core/evaluation/disjoint.ts'

const images = Uint32Array.of(1, 2, 3, 4, 5, 6)
const groups = { images: Int32Array.of(0, 0, 1, 1, -1, -1), excluded: Int32Array.of(7) }
const check = (datasets: number[][], excluded = 9, of?: typeof groups) =>
  assertDisjoint(
    datasets.map((ids) => Uint32Array.from(ids)),
    2,
    images,
    Uint32Array.of(excluded),
    of
  )

test('passes what shares nothing', () => {
  check([[1, 3], [2, 4]]) // prettier-ignore
  check([[1, 2], [3, 5], [4, 6]].slice(0, 2), 9, groups) // prettier-ignore
})

test.each([
  [
    'an image in two datasets',
    [
      [1, 2],
      [2, 3]
    ],
    9,
    undefined,
    /image 2 is in two sets/
  ],
  [
    'an image that is excluded',
    [
      [1, 2],
      [3, 4]
    ],
    4,
    undefined,
    /image 4 is in two sets/
  ],
  [
    'an image twice',
    [
      [1, 1],
      [3, 4]
    ],
    9,
    undefined,
    /image twice/
  ],
  ['too few images', [[1, 2], [3]], 9, undefined, /1 images instead of 2/],
  [
    'an image from elsewhere',
    [
      [1, 2],
      [3, 8]
    ],
    9,
    undefined,
    /8 was drawn/
  ],
  [
    'a group in two datasets',
    [
      [1, 3],
      [2, 5]
    ],
    9,
    groups,
    /group 0 is in two sets/
  ],
  [
    'a group that is excluded',
    [
      [1, 2],
      [3, 5]
    ],
    9,
    { ...groups, excluded: Int32Array.of(1) },
    /group 1 is in two sets/
  ]
])('finds %s', (_, datasets, excluded, of, message) => {
  expect(() => check(datasets, excluded, of)).toThrow(message)
})
