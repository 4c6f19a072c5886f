import { expect, test } from 'vitest'
import { contingency } from '../../../src/core/evaluation/contingency.ts'

test('images are counted by cluster, by class and by both, in the order in which these come', () => {
  expect(contingency([7, 7, 2, 2, 7], [0, 1, 1, 1, 0])).toEqual({
    images: 5,
    clusters: [
      { code: 7, images: 3 },
      { code: 2, images: 2 }
    ],
    classes: [
      { code: 0, images: 2 },
      { code: 1, images: 3 }
    ],
    pairs: [
      { cluster: 0, class: 0, images: 2 },
      { cluster: 0, class: 1, images: 1 },
      { cluster: 1, class: 1, images: 2 }
    ]
  })
})

test('images without a class are left out', () => {
  expect(contingency([0, 1], [-1, 4])).toMatchObject({ images: 1, clusters: [{ code: 1, images: 1 }] })
})
