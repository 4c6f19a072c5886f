/** What a tree of clusters shows, in the window and in the report: its top, and where an icicle has its nodes. */

/** The merges of a tree with n leaves, the lowest first: nodes 0 to n − 1 are the leaves, n + i is what merge i makes. */
interface Merges {
  left: ArrayLike<number>
  right: ArrayLike<number>
  height: ArrayLike<number>
}

/** A node that is a cluster of some cut that is shown. */
export interface TopNode {
  /** Its number in the whole tree. */
  node: number
  /** Places of the two nodes that it is made of, in the list of nodes; null: what it is made of is not shown. */
  children: readonly [larger: number, smaller: number] | null
  /** How far apart the two are; 0 for a leaf. */
  height: number
  /** What its leaves weigh together. */
  size: number
}

/**
 * The nodes that are clusters of a cut into 1 to `most` clusters, or into as many as there are leaves.
 * @param sizeOf the weight of a leaf
 * @returns first those of the finest cut from left to right, the larger one of two always left; then what merges make of them, the
 * lowest first, so that the root is the last
 */
export function topOfTree({ left, right, height }: Merges, sizeOf: (leaf: number) => number, most: number): TopNode[] {
  const n = height.length + 1
  const tips = Math.min(n, Math.max(1, most))
  const sizes = new Float64Array(n + height.length)
  for (let leaf = 0; leaf < n; leaf++) sizes[leaf] = sizeOf(leaf)
  for (let merge = 0; merge < n - 1; merge++) sizes[n + merge] = sizes[left[merge]] + sizes[right[merge]]
  /** Below which a node is a tip, or lies in one. */
  const firstMerged = 2 * n - tips
  const order: number[] = []
  const waiting = [2 * n - 2]
  while (waiting.length > 0) {
    const node = waiting.pop()!
    if (node < firstMerged) order.push(node)
    else waiting.push(...bySize(node).reverse())
  }
  const places = new Map(order.map((node, place) => [node, place]))
  const placeOf = (node: number): number => (node < firstMerged ? places.get(node)! : tips + node - firstMerged)
  for (let node = firstMerged; node < 2 * n - 1; node++) order.push(node)
  return order.map((node) => ({
    node,
    children: node < firstMerged ? null : (bySize(node).map(placeOf) as [number, number]),
    height: node < n ? 0 : height[node - n],
    size: sizes[node]
  }))

  /** The two nodes that one is made of, the larger one first. */
  function bySize(node: number): [number, number] {
    const [one, other] = [left[node - n], right[node - n]]
    return sizes[other] > sizes[one] ? [other, one] : [one, other]
  }
}

/** Where a node stands: over these tips, and in these cuts it is a cluster of its own. */
export interface NodeSpan {
  /** The first of its tips, and the one behind its last. */
  from: number
  to: number
  /** Cuts into so many clusters to so many have it as one of these. */
  fewest: number
  most: number
  /** Place of the node that it is merged into; −1 for the root. */
  parent: number
}

/** The span of each node, place by place. @param nodes as `topOfTree` gives them */
export function nodeSpans(nodes: readonly Pick<TopNode, 'children'>[]): NodeSpan[] {
  const tips = tipsOf(nodes)
  const spans = nodes.map((_, place): NodeSpan => ({
    from: place,
    to: place + 1,
    fewest: 1,
    most: Math.min(tips, 2 * tips - 1 - place),
    parent: -1
  }))
  nodes.forEach(({ children }, place) => {
    if (children === null) return
    spans[place].from = spans[children[0]].from
    spans[place].to = spans[children[1]].to
    for (const child of children) {
      spans[child].parent = place
      spans[child].fewest = spans[place].most + 1
    }
  })
  return spans
}

/** How many clusters the finest cut that is shown has. */
export function tipsOf(nodes: readonly Pick<TopNode, 'children'>[]): number {
  return (nodes.length + 1) / 2
}

/** Places of the clusters of a cut, from left to right. @param k from 1 to the number of tips */
export function clustersOfCut(spans: readonly NodeSpan[], k: number): number[] {
  return spans
    .flatMap(({ fewest, most }, place) => (fewest <= k && k <= most ? [place] : []))
    .sort((a, b) => spans[a].from - spans[b].from)
}

/** Clusters that the scale of cuts begins with: without these, the few cuts at the top would take half of it. */
const ABOVE = 3

/**
 * Where the band of a cut begins on an axis of cuts from 0 (one cluster) to 1 (behind the finest cut): logarithmic, so that few clusters have
 * room, and many some.
 * @param k from 1 to one more than there are tips
 */
export function cutPosition(k: number, tips: number): number {
  return Math.log((k + ABOVE) / (1 + ABOVE)) / Math.log((tips + 1 + ABOVE) / (1 + ABOVE))
}

/** The cut in whose band a position lies; the other way round. */
export function cutAt(position: number, tips: number): number {
  const k = Math.floor((1 + ABOVE) * ((tips + 1 + ABOVE) / (1 + ABOVE)) ** position - ABOVE + 1e-9)
  return Math.max(1, Math.min(tips, k))
}
