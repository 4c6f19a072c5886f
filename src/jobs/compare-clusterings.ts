import { clusterName } from '../core/labels/label-parts.ts'
import { CHUNK } from '../core/catalogue/chunks.ts'
import { type ClusteringName, formatClustering } from '../core/catalogue/clustering-name.ts'
import { listEvaluations } from '../core/catalogue/evaluations.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import {
  clusterChunks,
  findClustering,
  firstOf,
  isAssigned,
  loadClustering,
  loadRun,
  type StoredRun,
  UNASSIGNED
} from '../core/catalogue/runs.ts'
import type { EvaluationReport } from '../core/catalogue/stored/evaluation.ts'
import { ALGORITHMS } from '../core/clustering/algorithms.ts'
import { MedoidError } from '../core/errors.ts'
import { adjustedRandIndexIn, agreementIn } from '../core/evaluation/agreement.ts'
import { type Contingency, ContingencyCounter } from '../core/evaluation/contingency.ts'
import { clusterLabels } from '../core/labels/annotate.ts'
import { breathe, throwIfCancelled, type Work } from '../core/work.ts'
import type { Message } from '../messages/message.ts'
import { reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { CompareClusteringsParameters } from './definitions/compare.ts'

/** Two clusterings of the same images beside each other. */
export interface ClusteringsComparison {
  first: ComparedClustering
  second: ComparedClustering
  /** Live images that have a cluster in both, and those that have one in one of them only. */
  images: number
  onlyFirst: number
  onlySecond: number
  /** Adjusted Rand index, and normalised mutual information with the arithmetic mean of both entropies. */
  ari: number
  nmi: number
  /** Images that are where most images of their cluster of the first are in the second, and the other way round. */
  together: number
  togetherBack: number
  /** What does not bear comparison. */
  remarks: Message[]
  /** Every pair of clusters that has images: by cluster of the first, the most images first. */
  pairs: ClusterPair[]
  /** Pairs that are not where most images of a cluster went, the most images first, with some of their images. */
  moves: (ClusterPair & { examples: MovedImage[] })[]
}

interface ComparedClustering {
  clustering: string
  run: number
  k: number
  method: string
  algorithm: string
  /** What it is called in lists. */
  algorithmLabel: string
  silhouette: number | null
  /** Whether all images are compared, or only those of the sample, as nobody has assigned the others. */
  isAssigned: boolean
  /** With those images that are compared. */
  clusters: { id: number; name: string; isNamed: boolean; images: number }[]
  /** The newest evaluation, where possible by a model by which the other one is evaluated, too. */
  evaluation: Evaluated | null
}

type Evaluated = Pick<EvaluationReport, 'evaluation' | 'model' | 'clustered' | 'permuted' | 'tTest'> &
  Pick<EvaluationReport['parameters'], 'datasets' | 'size' | 'centre'>

interface ClusterPair {
  first: number
  second: number
  images: number
}

interface MovedImage {
  instance: number
  path: string
}

/** Moves of which examples are shown, and how many of each: those nearest to their new medoid. */
const SHOWN_MOVES = 50
const EXAMPLES = 4

export const compareClusteringsJob: Job<CompareClusteringsParameters, ClusteringsComparison> = {
  run: ({ catalogue, first, second }, work) =>
    reading(catalogue, (reader) => compareClusterings(reader, first, second, work))
}

/**
 * Compares two clusterings image by image. Of one that nobody has assigned, the images of its sample are compared.
 * @param first, second `R.K`, or `R` for the best K of run R
 * @throws MedoidError `unknown-run`, `unknown-clustering`, `nothing-in-common`
 * @throws CancelledError
 */
export async function compareClusterings(
  reader: CatalogueReader,
  first: string,
  second: string,
  work: Work
): Promise<ClusteringsComparison> {
  const names = [findClustering(reader.db, first), findClustering(reader.db, second)] as const
  const runs = names.map(({ run }) => loadRun(reader.db, run)) as [StoredRun, StoredRun]
  const counter = new ContingencyCounter()
  const only = [0, 0]
  await eachPair(reader, names, work, (_, a, b) => {
    if (a !== UNASSIGNED && b !== UNASSIGNED) counter.add(a, b)
    else only[a === UNASSIGNED ? 1 : 0]++
  })
  const { table } = counter
  if (table.images === 0) {
    const unassigned = names.find((name) => !isAssigned(reader.db, name))
    throw new MedoidError('nothing-in-common', {
      first: formatClustering(names[0]),
      second: formatClustering(names[1]),
      unassigned: unassigned === undefined ? null : formatClustering(unassigned)
    })
  }
  const pairs = pairsOf(table)
  const moves = pairs
    .filter(({ first }, at) => at > 0 && pairs[at - 1].first === first)
    .sort((a, b) => b.images - a.images || a.first - b.first || a.second - b.second)
  const examples = await examplesOf(reader, names, moves.slice(0, SHOWN_MOVES), work)
  const evaluations = evaluationsOf(reader, names)
  const described = ([0, 1] as const).map((side) =>
    describe(reader, names[side], runs[side], pairs, side === 0 ? 'first' : 'second', evaluations[side])
  )
  return {
    first: described[0],
    second: described[1],
    images: table.images,
    onlyFirst: only[0],
    onlySecond: only[1],
    ari: adjustedRandIndexIn(table),
    nmi: agreementIn(table)!.nmi,
    together: largestOf(pairs, 'first'),
    togetherBack: largestOf(pairs, 'second'),
    remarks: remarksOn(runs, described),
    pairs,
    moves: moves.map((move, at) => ({ ...move, examples: examples[at] ?? [] }))
  }
}

function remarksOn(runs: readonly [StoredRun, StoredRun], sides: readonly ComparedClustering[]): Message[] {
  const sampled = sides.filter((each) => !each.isAssigned).map(({ clustering }) => clustering)
  const evaluations = sides.map(({ evaluation }) => evaluation)
  const isAlike = (part: 'model' | 'datasets' | 'size' | 'centre'): boolean =>
    evaluations[0]?.[part] === evaluations[1]?.[part]
  const remarks: Message[] = []
  if (sampled.length > 0) remarks.push({ code: 'compared-by-sample', parameters: { clusterings: sampled } })
  if (distancesOf(runs[0]) !== distancesOf(runs[1])) remarks.push({ code: 'distances-differ', parameters: {} })
  if (!evaluations.includes(null) && !(['model', 'datasets', 'size', 'centre'] as const).every(isAlike)) {
    remarks.push({ code: 'evaluations-differ', parameters: {} })
  }
  return remarks
}

/** What two runs must share for their silhouettes to bear comparison: ranges and weights of their samples differ only a little. */
function distancesOf({ features, parameters }: StoredRun): string {
  const { method, weights, groupByScanner, fuse } = parameters
  return JSON.stringify([features.model.columns.map(({ name }) => name), method, weights, groupByScanner, fuse])
}

function pairsOf({ clusters, classes, pairs }: Contingency): ClusterPair[] {
  return pairs
    .map((pair) => ({
      first: clusters[pair.cluster].code,
      second: classes[pair.class].code,
      images: pair.images
    }))
    .sort((a, b) => a.first - b.first || b.images - a.images || a.second - b.second)
}

/** How many images are in the largest pair of each cluster of a side, all together. */
function largestOf(pairs: readonly ClusterPair[], side: 'first' | 'second'): number {
  const largest = new Map<number, number>()
  for (const pair of pairs) largest.set(pair[side], Math.max(pair.images, largest.get(pair[side]) ?? 0))
  return [...largest.values()].reduce((sum, images) => sum + images, 0)
}

function describe(
  { db }: CatalogueReader,
  name: ClusteringName,
  { parameters }: StoredRun,
  pairs: readonly ClusterPair[],
  side: 'first' | 'second',
  evaluation: Evaluated | null
): ComparedClustering {
  const { silhouette, clusters } = loadClustering(db, name)
  const labels = clusterLabels(db, name)
  const images = new Map<number, number>()
  for (const pair of pairs) images.set(pair[side], (images.get(pair[side]) ?? 0) + pair.images)
  return {
    clustering: formatClustering(name),
    ...name,
    method: parameters.method,
    algorithm: parameters.algorithm,
    // A later version may know more.
    algorithmLabel: ALGORITHMS.find((each) => each.name === parameters.algorithm)?.label ?? parameters.algorithm,
    silhouette,
    isAssigned: isAssigned(db, name),
    clusters: clusters.map(({ id, suggestedLabel }) => ({
      id,
      name: clusterName(labels.get(id)?.label, suggestedLabel),
      isNamed: labels.has(id),
      images: images.get(id) ?? 0
    })),
    evaluation
  }
}

/** The newest of each, by the same model where there are such. */
function evaluationsOf({ db }: CatalogueReader, names: readonly ClusteringName[]): (Evaluated | null)[] {
  const [first, second] = names.map(({ run, k }) => listEvaluations(db, run).filter((each) => each.k === k))
  const shared = second.findLast(({ model }) => first.some((each) => each.model === model))?.model
  return [first, second].map((list) => {
    const found = list.findLast(({ model }) => shared === undefined || model === shared)
    if (found === undefined) return null
    const { evaluation, model, clustered, permuted, tTest, parameters } = found.result
    const { datasets, size, centre } = parameters
    return { evaluation, model, clustered, permuted, tTest, datasets, size, centre }
  })
}

/** The images of each move that are nearest to their new medoid. */
async function examplesOf(
  reader: CatalogueReader,
  names: readonly [ClusteringName, ClusteringName],
  moves: readonly ClusterPair[],
  work: Work
): Promise<MovedImage[][]> {
  const nearest = new Map(moves.map((move) => [`${move.first} ${move.second}`, [] as [instance: number, d: number][]]))
  await eachPair(reader, names, work, (instance, a, b, distance) => {
    const list = nearest.get(`${a} ${b}`)
    if (list === undefined || (list.length === EXAMPLES && distance >= list.at(-1)![1])) return
    const after = list.findIndex(([, other]) => distance < other)
    list.splice(after < 0 ? list.length : after, 0, [instance, distance])
    if (list.length > EXAMPLES) list.pop()
  })
  return [...nearest.values()].map((list) =>
    list.map(([instance]) => ({ instance, path: reader.readablePath(instance) }))
  )
}

/**
 * Calls `use` for every live image that has a cluster in one of two clusterings, ascending.
 * @param use gets the distance to the medoid of the second; 0 where only its sample is known
 */
async function eachPair(
  reader: CatalogueReader,
  names: readonly [ClusteringName, ClusteringName],
  work: Work,
  use: (instance: number, first: number, second: number, distance: number) => void
): Promise<void> {
  const sides = names.map((name) => clusterChunks(reader.db, name))
  const next = sides.map((side) => side.next().value)
  const chunks = Math.ceil(reader.capacity / CHUNK)
  while (next[0] !== undefined || next[1] !== undefined) {
    const chunk = Math.min(...next.map((each) => each?.chunk ?? Infinity))
    const [a, b] = next.map((each) => (each?.chunk === chunk ? each : undefined))
    for (let row = 0; row < CHUNK; row++) {
      const [first, second] = [a?.clusters[row] ?? UNASSIGNED, b?.clusters[row] ?? UNASSIGNED]
      if (first === UNASSIGNED && second === UNASSIGNED) continue
      const instance = firstOf(chunk) + row
      if (reader.isLive(instance)) use(instance, first, second, b?.distances?.[row] ?? 0)
    }
    if (a !== undefined) next[0] = sides[0].next().value
    if (b !== undefined) next[1] = sides[1].next().value
    work.onProgress?.({ stage: 'Comparing clusters', done: chunk + 1, total: chunks, unit: 'blocks' })
    await breathe()
    throwIfCancelled(work)
  }
}
