import { expect, test } from 'vitest'
import { clustersOfCut, cutAt, cutPosition, nodeSpans, tipsOf, topOfTree } from '../../../src/core/marks/tree.ts'
import fc from '../../fast-check.ts'

/** ((0 1) 4) and (2 3): leaves 0 to 4, merges 5 to 8. */
const TREE = { left: [0, 2, 4, 6], right: [1, 3, 5, 7], height: [0.1, 0.2, 0.3, 0.9] }

test('of the whole tree, tips stand from left to right with the larger side first, then what is made of them', () => {
  const nodes = topOfTree(TREE, () => 1, 300)
  expect(nodes.map(({ node }) => node)).toEqual([0, 1, 4, 2, 3, 5, 6, 7, 8])
  expect(nodes.at(-1)).toEqual({ node: 8, children: [7, 6], height: 0.9, size: 5 })
  expect(nodes[7]).toEqual({ node: 7, children: [5, 2], height: 0.3, size: 3 })
  expect(nodes[0]).toEqual({ node: 0, children: null, height: 0, size: 1 })
})

test('of a tree that is cut off, what lies below the finest cut is within its tips', () => {
  const nodes = topOfTree(TREE, (leaf) => [1, 1, 10, 10, 1][leaf], 3)
  expect(nodes).toEqual([
    { node: 6, children: null, height: 0.2, size: 20 },
    { node: 5, children: null, height: 0.1, size: 2 },
    { node: 4, children: null, height: 0, size: 1 },
    { node: 7, children: [1, 2], height: 0.3, size: 3 },
    { node: 8, children: [0, 3], height: 0.9, size: 23 }
  ])
})

test('each node is a cluster of the cuts from where it parts from its parent to where it falls in two', () => {
  const spans = nodeSpans(topOfTree(TREE, () => 1, 300))
  expect(spans[8]).toEqual({ from: 0, to: 5, fewest: 1, most: 1, parent: -1 })
  expect(spans[7]).toEqual({ from: 0, to: 3, fewest: 2, most: 2, parent: 8 })
  expect(spans[6]).toEqual({ from: 3, to: 5, fewest: 2, most: 3, parent: 8 })
  expect(spans[2]).toEqual({ from: 2, to: 3, fewest: 3, most: 5, parent: 7 })
  expect(clustersOfCut(spans, 3)).toEqual([5, 2, 6])
})

test('a tree of one leaf is that leaf', () => {
  const nodes = topOfTree({ left: [], right: [], height: [] }, () => 7, 300)
  expect(nodes).toEqual([{ node: 0, children: null, height: 0, size: 7 }])
  expect(clustersOfCut(nodeSpans(nodes), 1)).toEqual([0])
})

/** A tree whose merges are drawn, with its heights all equal. */
const anyTree = fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 40 }).map((draws) => {
  const n = draws.length + 1
  const open = Array.from({ length: n }, (_, leaf) => leaf)
  const sides = draws.map(([one, other], merge) => {
    const pair = [one, other].map((draw) => open.splice(draw % open.length, 1)[0]).sort((a, b) => a - b)
    open.push(n + merge)
    return pair
  })
  return { left: sides.map(([l]) => l), right: sides.map(([, r]) => r), height: sides.map(() => 0) }
})

test('every cut has as many clusters as it says, which stand beside each other over all tips and hold all leaves', () => {
  fc.assert(
    fc.property(anyTree, fc.integer({ min: 1, max: 50 }), (tree, most) => {
      const nodes = topOfTree(tree, () => 1, most)
      const spans = nodeSpans(nodes)
      const tips = tipsOf(nodes)
      expect(tips).toBe(Math.min(most, tree.left.length + 1))
      for (let k = 1; k <= tips; k++) {
        const clusters = clustersOfCut(spans, k)
        expect(clusters).toHaveLength(k)
        let behind = 0
        for (const place of clusters) {
          expect(spans[place].from).toBe(behind)
          behind = spans[place].to
        }
        expect(behind).toBe(tips)
        expect(clusters.reduce((sum, place) => sum + nodes[place].size, 0)).toBe(tree.left.length + 1)
      }
    })
  )
})

test('cuts have bands from 0 to 1 that do not grow, and each is found by its place', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 300 }),
      fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      (tips, share) => {
        expect([cutPosition(1, tips), cutPosition(tips + 1, tips)]).toEqual([0, 1])
        const k = cutAt(share, tips)
        expect(cutPosition(k, tips)).toBeLessThanOrEqual(share + 1e-9)
        expect(cutPosition(k + 1, tips)).toBeGreaterThanOrEqual(share - 1e-9)
        expect(cutAt(cutPosition(k, tips), tips)).toBe(k)
      }
    )
  )
})
