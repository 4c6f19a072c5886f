/**
 * Trees of clusters, beside R's `hclust` and fastcluster and SciPy on the same distances: CPU time, heights and cophenetic correlation.
 * Of several runs the shortest counts: other work only adds.
 *
 *     node bench/tree.ts
 */
import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Linkage, LINKAGES, MOST_CUTS } from '../src/core/catalogue/stored/tree.ts'
import { copheneticCorrelation } from '../src/core/clustering/cophenetic.ts'
import { gowerModel } from '../src/core/clustering/gower.ts'
import { growTree, type Hierarchy } from '../src/core/clustering/hierarchy.ts'
import { DissimilarityMatrix } from '../src/core/clustering/matrix.ts'
import { silhouettes } from '../src/core/clustering/silhouette.ts'
import { judgeTop } from '../src/core/clustering/tree-top.ts'
import { benchTable } from './clustering-peers.ts'
import type { Figure } from './figure.ts'
import { peerTrees } from './tree-peers.ts'

const ROWS = 5000
const LARGE_ROWS = 20_000
const RUNS = 5
/** Relative difference of heights, and difference of correlations. */
const SAME = 1e-6
const MOST_GIGABYTES = 1.7

/** Linkages that R has, too. */
const SHARED: readonly Linkage[] = LINKAGES.filter((linkage) => linkage !== 'minimax')

export async function benchTree(): Promise<Figure[]> {
  const table = benchTable(ROWS)
  const gower = await DissimilarityMatrix.gower(table, gowerModel(table), 1)
  const pairs = ranks(gower)
  await gower.close()
  const peers = peerTrees(pairs, ROWS, SHARED)
  const matrix = DissimilarityMatrix.of(squareOf(pairs, ROWS), MOST_CUTS)
  const figures: Figure[] = []
  for (const linkage of LINKAGES) {
    let tree: Hierarchy | undefined
    const seconds = await shortest(RUNS, async () => void (tree = await growTree(matrix, linkage)))
    const fast = peers.get(`fastcluster ${linkage}`)
    const name = `${linkage} linkage, n = 5,000`
    figures.push({
      name: `${name}, CPU time`,
      value: seconds * 1000,
      unit: 'ms',
      ...(fast && {
        ...{ peer: 'R fastcluster', peerValue: fast.seconds * 1000 },
        ...{ target: 'no more than fastcluster', holds: seconds <= fast.seconds }
      })
    })
    for (const peer of ['hclust', 'fastcluster', 'scipy']) {
      const other = peers.get(`${peer} ${linkage}`)
      if (other === undefined) continue
      if (peer !== 'fastcluster') {
        figures.push({ name: `${name}, CPU time of ${peer}`, value: other.seconds * 1000, unit: 'ms' })
      }
      const apart = farthest(tree!.height, other.heights)
      const target = `< ${SAME}`
      figures.push({
        name: `${name}, heights of ${peer} differ by`,
        value: apart * 1e6,
        unit: '· 10⁻⁶',
        target,
        holds: apart < SAME
      })
      if (other.cophenetic === null) continue
      const own = (await copheneticCorrelation(matrix, tree!))!
      const beside = { peer, peerValue: other.cophenetic }
      figures.push({
        name: `${name}, cophenetic correlation`,
        value: own,
        unit: '',
        ...beside,
        target: `within ${SAME}`,
        holds: Math.abs(own - other.cophenetic) < SAME
      })
    }
  }
  const tree = await growTree(matrix, 'average')
  const all = await shortest(RUNS, async () => void (await judgeTop(matrix, tree, MOST_CUTS)))
  const labels = Uint16Array.from({ length: ROWS }, (_, row) => row % 15)
  const one = await shortest(RUNS, async () => void (await silhouettes(matrix, labels, 15)))
  await matrix.close()
  figures.push({
    ...{
      name: 'silhouettes and medoids of the cuts from 2 to 300, n = 5,000, CPU time',
      value: all * 1000,
      unit: 'ms'
    },
    ...{ peer: '299 times the silhouettes of one', peerValue: one * 299_000 }
  })
  return [...figures, ...largeTree()]
}

/** The largest sample that is promised, in a process of its own, so that the peak of its memory shows; compiled, as `medoid` is. */
function largeTree(): Figure[] {
  const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'medoid-bench-compiled') }
  const run = () =>
    execFileSync(process.execPath, [fileURLToPath(import.meta.url), '--large'], { encoding: 'utf8', env })
  execFileSync(process.execPath, [fileURLToPath(import.meta.url), '--nothing'], { env })
  return JSON.parse(run()) as Figure[]
}

async function measureLarge(): Promise<Figure[]> {
  const table = benchTable(LARGE_ROWS)
  // The tree grows on one thread; others would only help to compare the rows, and take memory of their own.
  const matrix = await DissimilarityMatrix.gower(table, gowerModel(table), MOST_CUTS, { threads: 1 })
  let tree: Hierarchy | undefined
  const grown = await cpu(async () => void (tree = await growTree(matrix, 'average')))
  const judged = await cpu(async () => void (await judgeTop(matrix, tree!, MOST_CUTS)))
  const compared = await cpu(async () => void (await copheneticCorrelation(matrix, tree!)))
  await matrix.close()
  const gigabytes = process.resourceUsage().maxRSS / 1e6
  const name = 'average linkage, n = 20,000 × 85'
  return [
    { name: `${name}, CPU time`, value: grown, unit: 's' },
    { name: `${name}, medoids and silhouettes of 299 cuts, CPU time`, value: judged, unit: 's' },
    { name: `${name}, cophenetic correlation, CPU time`, value: compared, unit: 's' },
    {
      name: `${name}, peak memory`,
      value: gigabytes,
      unit: 'GB',
      target: `≤ ${MOST_GIGABYTES} GB`,
      holds: gigabytes <= MOST_GIGABYTES
    }
  ]
}

/** The rank of each pair's distance, of equal ones the first: all different, and exact in f32, so that there is one right tree. */
function ranks(matrix: DissimilarityMatrix): Float32Array {
  const { n } = matrix
  const keys = new Float64Array((n * (n - 1)) / 2)
  let pair = 0
  for (let i = 0; i < n; i++) {
    const distances = matrix.row(i)
    for (let j = i + 1; j < n; j++, pair++) keys[pair] = Math.round(distances[j] * 2 ** 26) * 2 ** 24 + pair
  }
  const values = new Float32Array(keys.length)
  keys.sort().forEach((key, rank) => (values[key % 2 ** 24] = rank + 1))
  return values
}

function squareOf(pairs: Float32Array, n: number): Float32Array {
  const square = new Float32Array(n * n)
  let pair = 0
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) square[i * n + j] = square[j * n + i] = pairs[pair++]
  return square
}

/** The largest relative difference of heights in their order. */
function farthest(own: Float64Array, others: Float64Array): number {
  const sorted = others.toSorted()
  return own.toSorted().reduce((most, height, at) => Math.max(most, Math.abs(height / sorted[at] - 1)), 0)
}

/** CPU seconds. */
async function cpu(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

async function shortest(runs: number, work: () => Promise<void>): Promise<number> {
  let least = Infinity
  for (let run = 0; run < runs; run++) least = Math.min(least, await cpu(work))
  return least
}

if (process.argv[2] === '--large') console.log(JSON.stringify(await measureLarge()))
else if (import.meta.main && process.argv[2] !== '--nothing') {
  const { printFigures } = await import('./figure.ts')
  printFigures(await benchTree())
}
