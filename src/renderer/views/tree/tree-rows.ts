import type { ShownNode } from '../../../api/contract.ts'

/** A row of the table of a tree. */
interface TreeRow {
  place: number
  /** Of the root 1. */
  level: number
}

/** The rows in sight from the root down: what lies below a node that is open. @param nodes the root is the last */
export function treeRows(nodes: readonly Pick<ShownNode, 'children'>[], open: ReadonlySet<number>): TreeRow[] {
  const rows: TreeRow[] = []
  const waiting: TreeRow[] = nodes.length === 0 ? [] : [{ place: nodes.length - 1, level: 1 }]
  while (waiting.length > 0) {
    const row = waiting.pop()!
    rows.push(row)
    const { children } = nodes[row.place]
    if (children === null || !open.has(row.place)) continue
    for (const place of children.toReversed()) waiting.push({ place, level: row.level + 1 })
  }
  return rows
}
