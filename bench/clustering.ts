/**
 * Clustering, beside its peers in the same run: the plain TypeScript of `reference.ts`, and R's package cluster where
 * Rscript has it (Debian: r-base-core r-cran-cluster). Of several runs the shortest counts: other work only adds.
 *
 *     node bench/clustering.ts
 */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createAssigner, medoidRows } from '../src/core/clustering/assign.ts'
import { gowerModel } from '../src/core/clustering/gower.ts'
import { growTree } from '../src/core/clustering/hierarchy.ts'
import { kMedoids, randomStart } from '../src/core/clustering/kmedoids.ts'
import { DissimilarityMatrix } from '../src/core/clustering/matrix.ts'
import {
  referenceAssign,
  referenceFasterPam,
  referenceMatrix,
  type ReferenceMatrix,
  referenceSilhouettes
} from '../test/core/clustering/reference.ts'
import { PAPER_K } from '../src/core/clustering/possible-k.ts'
import { silhouettes } from '../src/core/clustering/silhouette.ts'
import { sweep } from '../src/core/clustering/sweep.ts'
import type { FeatureTable } from '../src/core/features/table.ts'
import { benchTable, measureR } from './clustering-peers.ts'
import { benchBalanced } from './clustering-balanced.ts'
import type { Figure } from './figure.ts'

const ROWS = 5000
const LARGE_ROWS = 20_000
const K = 15
/** The paper's archive. */
const PAPER_INSTANCES = 668_849
/** Rows of a feature table while an archive is assigned. */
const CHUNK = 65_536
/** One of PAM, and a random one of FasterPAM. */
const TWO_STARTS = { restarts: 2, seed: 0 }

const PLAIN = 'plain TypeScript'
const R = 'R cluster'

/** Matrix, medoids, silhouettes, Ward's tree and the sweep of n = 5,000 × 85 columns, and the assignment of the paper's archive. */
export async function benchClustering(): Promise<Figure[]> {
  const table = benchTable(ROWS)
  const model = gowerModel(table)
  const r = measureR(table)

  let plain: ReferenceMatrix = []
  const plainMatrix = await shortest(1, () => (plain = referenceMatrix(table, model).matrix))
  const onThreads = async (threads?: number): Promise<void> => {
    const matrix = await DissimilarityMatrix.gower(table, model, K, { threads })
    await matrix.close()
  }
  const figures = [
    ...figuresOf('Gower matrix, n = 5,000 × 85', await shortest(7, onThreads), 120, plainMatrix, r?.daisy),
    ...figuresOf('the same on one thread', await shortest(7, () => onThreads(1)))
  ]

  const matrix = await DissimilarityMatrix.gower(table, model, K)
  const [found] = await kMedoids(matrix, [K], TWO_STARTS)
  const plainPam = await shortest(1, () => referenceFasterPam(plain, randomStart(ROWS, K, TWO_STARTS.seed, 1)))
  const pam = await shortest(7, () => kMedoids(matrix, [K], TWO_STARTS))
  const plainSilhouettes = await shortest(2, () => referenceSilhouettes(plain, found.labels, K))
  const exact = await shortest(7, () => silhouettes(matrix, found.labels, K))
  const tree = await shortest(7, () => growTree(matrix, 'ward'))
  await matrix.close()
  const paper = await shortest(3, () => sweep(table, { k: PAPER_K, ...TWO_STARTS }))
  return [
    ...figures,
    ...figuresOf(`PAM and FasterPAM, K = ${K}, one start each`, pam, 120, plainPam, r?.pam),
    ...figuresOf(`silhouette from all distances, K = ${K}`, exact, 25, plainSilhouettes, r?.silhouette),
    treeFigure(tree, r?.ward),
    ...figuresOf(`the paper's sweep, K = ${PAPER_K.join(', ')}`, paper, 1500, undefined, r?.sweep),
    ...(await benchAssign(table, found.medoids)),
    ...(await benchBalanced(table, found.medoids))
  ]
}

/** The packing of the feature tables is part of it; making them is not. */
async function benchAssign(sample: FeatureTable, medoids: Uint32Array): Promise<Figure[]> {
  const model = gowerModel(sample)
  const assigner = createAssigner(model, medoidRows(sample, medoids))
  const chunk = benchTable(CHUNK, 2)
  const last = firstRows(chunk, PAPER_INSTANCES % CHUNK)
  const all = await shortest(3, () => {
    for (let done = CHUNK; done <= PAPER_INSTANCES; done += CHUNK) assigner.assign(chunk)
    assigner.assign(last)
  })
  // The plain way is measured on few rows: it takes half a minute for all.
  const few = firstRows(chunk, 4000)
  const plain = await shortest(1, () => referenceAssign(few, model, (row) => row < medoids.length))
  return figuresOf(`assigning 668,849 rows to ${K} medoids`, all, 150, (plain * PAPER_INSTANCES) / few.rows)
}

/** The largest full matrix that is promised, in a process of its own, so that the peak of its memory shows. */
export function benchLargeMatrix(): Figure[] {
  const out = execFileSync(process.execPath, [fileURLToPath(import.meta.url), '--large'], { encoding: 'utf8' })
  return JSON.parse(out) as Figure[]
}

async function largeMatrix(): Promise<Figure[]> {
  const table = benchTable(LARGE_ROWS)
  const started = performance.now()
  const matrix = await DissimilarityMatrix.gower(table, gowerModel(table), K)
  const compared = performance.now()
  await kMedoids(matrix, [K], TWO_STARTS)
  const clustered = performance.now()
  await matrix.close()
  const gigabytes = process.resourceUsage().maxRSS / 1e6
  const name = 'n = 20,000 × 85'
  return [
    { name: `Gower matrix, ${name}`, value: compared - started, unit: 'ms' },
    { name: `PAM and FasterPAM, ${name}, K = ${K}, one start each`, value: clustered - compared, unit: 'ms' },
    { name: `${name}, peak memory`, value: gigabytes, unit: 'GB', target: '< 2.5 GB', holds: gigabytes < 2.5 }
  ]
}

/** Milliseconds, and R's seconds where it is there. */
function treeFigure(value: number, r?: number): Figure {
  const figure = { name: "the tree of Ward's method, n = 5,000", value, unit: 'ms' }
  if (r === undefined) return figure
  return { ...figure, peer: 'R hclust', peerValue: r * 1000, target: 'at most R', holds: value <= r * 1000 }
}

/** One figure for each peer there is, the target with the first. Milliseconds. */
function figuresOf(name: string, value: number, most?: number, plain?: number, r?: number): Figure[] {
  const aim = most === undefined ? {} : { target: `≤ ${most} ms`, holds: value <= most }
  const figure = { name, value, unit: 'ms', ...aim }
  const peers = [
    { peer: PLAIN, peerValue: plain },
    { peer: R, peerValue: r === undefined ? undefined : r * 1000 }
  ].filter(({ peerValue }) => peerValue !== undefined)
  if (peers.length === 0) return [figure]
  return peers.map((peer, at) => (at === 0 ? { ...figure, ...peer } : { name, value, unit: 'ms', ...peer }))
}

async function shortest(runs: number, work: () => unknown): Promise<number> {
  let least = Infinity
  for (let run = 0; run < runs; run++) {
    const started = performance.now()
    await work()
    least = Math.min(least, performance.now() - started)
  }
  return least
}

function firstRows(table: FeatureTable, rows: number): FeatureTable {
  const columns = table.columns.map((column) =>
    'values' in column
      ? { ...column, values: column.values.subarray(0, rows) }
      : { ...column, codes: column.codes.subarray(0, rows) }
  )
  return { rows, columns }
}

if (import.meta.main) {
  if (process.argv.includes('--large')) {
    console.log(JSON.stringify(await largeMatrix()))
  } else {
    const { printFigures } = await import('./figure.ts')
    printFigures(await benchClustering())
    printFigures(benchLargeMatrix())
  }
}
