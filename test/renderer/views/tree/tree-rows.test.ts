import { expect, test } from 'vitest'
import { treeRows } from '../../../../src/renderer/views/tree/tree-rows.ts'

/** ((0 1) 2): tips 0 to 2, then what merges make of them. */
const NODES = [null, null, null, [0, 1], [3, 2]].map((children) => ({ children: children as [number, number] | null }))
const rows = (...open: number[]) => treeRows(NODES, new Set(open)).map(({ place, level }) => [place, level])

test('the root is in sight, and below each open node what it is made of, from left to right', () => {
  expect(rows()).toEqual([[4, 1]])
  expect(rows(4)).toEqual([
    [4, 1],
    [3, 2],
    [2, 2]
  ])
  expect(rows(4, 3)).toEqual([
    [4, 1],
    [3, 2],
    [0, 3],
    [1, 3],
    [2, 2]
  ])
})

test('what lies in a closed node is out of sight, also where it is open itself; a tip has nothing to open', () => {
  expect(rows(3)).toEqual([[4, 1]])
  expect(rows(4, 2)).toHaveLength(3)
  expect(treeRows([], new Set())).toEqual([])
})
