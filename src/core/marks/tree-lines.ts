import type { TopNode } from './tree.ts'

/** A line of a tree that is written as text. */
interface TreeLine {
  /** Of the node, in the list of nodes. */
  place: number
  /** What stands before its name: `│  ├─ `. */
  lead: string
}

/** A tree from its root, the larger branch first. @param nodes as `topOfTree` gives them */
export function treeLines(nodes: readonly Pick<TopNode, 'children'>[]): TreeLine[] {
  const lines: TreeLine[] = []
  /** Next is the last; `below` stands before what a node is made of. */
  const waiting: (TreeLine & { below: string })[] = [{ place: nodes.length - 1, lead: '', below: '' }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { place, lead, below } = next
    lines.push({ place, lead })
    const { children } = nodes[place]
    if (children === null) continue
    const [larger, smaller] = children
    waiting.push({ place: smaller, lead: `${below}└─ `, below: `${below}   ` })
    waiting.push({ place: larger, lead: `${below}├─ `, below: `${below}│  ` })
  }
  return lines
}

/** The leaves below a node, ascending. */
export function leavesBelow(
  { left, right }: { left: ArrayLike<number>; right: ArrayLike<number> },
  node: number
): number[] {
  const n = left.length + 1
  const leaves: number[] = []
  const waiting = [node]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next < n) leaves.push(next)
    else waiting.push(left[next - n], right[next - n])
  }
  return leaves.sort((a, b) => a - b)
}
