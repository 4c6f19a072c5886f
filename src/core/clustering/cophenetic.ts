import type { Work } from '../work.ts'
import type { Hierarchy } from './hierarchy.ts'
import type { DissimilarityMatrix } from './matrix.ts'
import { Slices } from './slices.ts'

/** Variances below this share of the mean square are rounding: all values are equal then. */
const EQUAL = 1e-12

/**
 * How well a tree keeps distances: the correlation of those of all pairs of leaves with the heights at which the pairs meet (Sokal and
 * Rohlf, Taxon 11, 1962; `cor(d, cophenetic(hclust(d)))` of R).
 * @param matrix of the leaves
 * @returns null where either are all equal
 * @throws CancelledError
 */
export async function copheneticCorrelation(
  matrix: DissimilarityMatrix,
  tree: Hierarchy,
  work?: Work
): Promise<number | null> {
  const { n, height } = tree
  const { order, gaps } = leafOrder(tree)
  // Moved by what they are likely near to, so that little is lost to rounding.
  const [shiftX, shiftY] = [matrix.row(order[0])[order[n - 1]], height[n - 2]]
  let [x1, y1, xx, yy, xy] = [0, 0, 0, 0, 0]
  const slices = new Slices(work)
  for (let i = 0; i < n; i++) {
    const distances = matrix.row(order[i])
    let meeting = 0
    // Of one row: short sums round less.
    let [rx, ry, rxx, ryy, rxy] = [0, 0, 0, 0, 0]
    for (let j = i + 1; j < n; j++) {
      if (gaps[j - 1] > meeting) meeting = gaps[j - 1]
      const x = distances[order[j]] - shiftX
      const y = meeting - shiftY
      rx += x
      ry += y
      rxx += x * x
      ryy += y * y
      rxy += x * y
    }
    x1 += rx
    y1 += ry
    xx += rxx
    yy += ryy
    xy += rxy
    await slices.next()
  }
  const pairs = (n * (n - 1)) / 2
  const varianceX = xx / pairs - (x1 / pairs) ** 2
  const varianceY = yy / pairs - (y1 / pairs) ** 2
  if (varianceX <= EQUAL * shiftX ** 2 || varianceY <= EQUAL * shiftY ** 2) return null
  const correlation = (xy / pairs - (x1 / pairs) * (y1 / pairs)) / Math.sqrt(varianceX * varianceY)
  return Math.max(-1, Math.min(1, correlation))
}

/**
 * The leaves as they stand beside each other where no lines of the tree cross, and the height at which each two neighbours meet: two leaves
 * meet at the greatest of those between them.
 */
function leafOrder({ n, left, right, height }: Hierarchy): { order: Uint32Array; gaps: Float64Array } {
  const order = new Uint32Array(n)
  const gaps = new Float64Array(n - 1)
  let at = 0
  const open: [node: number, gap: number][] = [[2 * n - 2, 0]]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [node, gap] = next
    if (node >= n) {
      open.push([right[node - n], height[node - n]], [left[node - n], gap])
      continue
    }
    if (at > 0) gaps[at - 1] = gap
    order[at++] = node
  }
  return { order, gaps }
}
