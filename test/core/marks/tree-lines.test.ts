import { expect, test } from 'vitest'
import { leavesBelow, treeLines } from '../../../src/core/marks/tree-lines.ts'
import { topOfTree } from '../../../src/core/marks/tree.ts'

/** Leaves 0 and 1 are merged, 2 and 3, then both. */
const tree = { left: [0, 2, 4], right: [1, 3, 5], height: [0.1, 0.2, 0.5] }

test('a tree is written from its root, the larger branch first', () => {
  const nodes = topOfTree(tree, (leaf) => [1, 2, 4, 3][leaf], 4)
  expect(treeLines(nodes).map(({ place, lead }) => `${lead}${nodes[place].node}: ${nodes[place].size}`)).toEqual([
    '6: 10',
    '├─ 5: 7',
    '│  ├─ 2: 4',
    '│  └─ 3: 3',
    '└─ 4: 3',
    '   ├─ 1: 2',
    '   └─ 0: 1'
  ])
})

test('the leaves below a node', () => {
  expect([leavesBelow(tree, 6), leavesBelow(tree, 5), leavesBelow(tree, 3)]).toEqual([[0, 1, 2, 3], [2, 3], [3]])
})

test('a chain of many merges is followed to its end', () => {
  const n = 30_000
  const merges = Array.from({ length: n - 1 }, (_, merge) => merge)
  const chain = {
    left: merges.map((merge) => (merge === 0 ? 0 : merge + 1)),
    right: merges.map((merge) => (merge === 0 ? 1 : n + merge - 1)),
    height: merges
  }
  expect(leavesBelow(chain, 2 * n - 2)).toHaveLength(n)
  expect(treeLines(topOfTree(chain, () => 1, 300))).toHaveLength(599)
})
