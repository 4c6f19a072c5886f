import { expect, test } from 'vitest'
import { poorFirst } from '../../../src/core/clustering/poor-first.ts'

test('clusters with most findings come first, of equals those with the least silhouette, then in their order', () => {
  const cluster = (id: number, findings: number, silhouette: number | null) => ({
    id,
    silhouette,
    findings: Array<string>(findings).fill('a finding')
  })
  const clusters = [
    cluster(0, 0, 0.9),
    cluster(1, 1, 0.2),
    cluster(2, 3, 0.1),
    cluster(3, 1, -0.2),
    cluster(4, 0, 0.3),
    cluster(5, 0, 0.3),
    cluster(6, 0, null)
  ]
  expect(poorFirst(clusters).map(({ id }) => id)).toEqual([2, 3, 1, 4, 5, 0, 6])
})
