import { Random, sampleRanks } from '../random.ts'
import type { Work } from '../work.ts'
import type { DissimilarityMatrix } from './matrix.ts'
import { type Algorithm, algorithmNamed, DEFAULT_ALGORITHM, DEFAULT_RESTARTS } from './algorithms.ts'
import { cut, growTree } from './hierarchy.ts'
import { MOST_RESTARTS } from './limits.ts'
import { judgeTop } from './tree-top.ts'
import { beginBuild, beginSearch, endBuild, endSearch, type Start } from './state.ts'
import type { ThreadTask } from '../kernels/threads.ts'

export interface KMedoidsOptions {
  /** Name of one of `ALGORITHMS`. */
  algorithm?: string
  /** Starts, of which the best is kept: the first is PAM's, the others are random; `pam` has one. See `Algorithm`. */
  restarts?: number
  seed?: number
  /** Random starts only, so that what different seeds find can be compared; `pam` has none. */
  randomOnly?: boolean
}

/** Clusters are numbered 0 to k − 1 by descending size, then by medoid row. */
export interface Clustering {
  k: number
  /** Row of each cluster's medoid. */
  medoids: Uint32Array
  /** Cluster of each row. */
  labels: Uint16Array
  sizes: Uint32Array
  /** Σ distance to the medoid of the cluster: but for cuts of a tree, that is the nearest. */
  loss: number
  /** Swaps made from the start that is kept. */
  swaps: number
  /** Computing time of all starts, added up over the threads; that of BUILD and of the tree, which all k share, is not in it. */
  seconds: number
}

/** What one start has found, its computing time, and its loss: of starts for the medoid silhouette, n · (1 − its mean). */
type Found = Pick<Clustering, 'medoids' | 'loss' | 'swaps' | 'seconds'>

/** Candidates that a kernel tries at a time are so many that it reads about this many distances. */
export const DISTANCES_A_STEP = 2e7

/**
 * Clusters the rows of a matrix around k medoids, for each of the given k (from 1 to below n). The starts of all of them
 * are spread over the matrix's threads; the result does not depend on how, nor on which other k are asked for.
 * @throws MedoidError `unknown-algorithm`; also of one that cuts a tree (`agglomerative`), or needs no matrix (`oneBatchPam`)
 * @throws CancelledError
 */
export async function kMedoids(
  matrix: DissimilarityMatrix,
  ks: readonly number[],
  { algorithm = DEFAULT_ALGORITHM, restarts = DEFAULT_RESTARTS, seed = 0, randomOnly = false }: KMedoidsOptions = {},
  work?: Work
): Promise<Clustering[]> {
  const searches = ({ linkage, isBatched }: Algorithm): boolean => linkage === undefined && !isBatched
  const kinds = algorithmNamed(algorithm, searches).starts(restarts, randomOnly)
  const limit = Math.ceil(DISTANCES_A_STEP / matrix.n)
  const built = await build(matrix, kinds.includes('pam') ? Math.max(...ks) : 1, limit, work)
  const wards = kinds.includes('fasterpam-ward') ? await wardMedoids(matrix, ks, work) : new Map<number, Uint32Array>()
  const found = ks.map((k): Found[] =>
    k === 1 ? [{ medoids: Uint32Array.of(built.single), loss: 0, swaps: 0, seconds: 0 }] : []
  )
  // One medoid needs no search: BUILD finds the best.
  const starts = ks.flatMap((k, at) => (k === 1 ? [] : kinds.map((kind, restart) => ({ k, at, restart, kind }))))
  let done = 0
  const tasks = starts.map(({ k, at, restart, kind }): ThreadTask => {
    const begin = (thread: number): ReturnType<ThreadTask['begin']> => {
      const search = matrix.searches[thread]
      const args = [matrix.address, search.address, limit]
      if (kind === 'pam') {
        beginSearch(matrix.memory, search, { medoids: built.medoids.slice(0, k), candidate: 0 })
        return { kernel: 'pam', args }
      }
      const start =
        kind === 'fasterpam-ward' ? { medoids: wards.get(k)!, candidate: 0 } : randomStart(matrix.n, k, seed, restart)
      beginSearch(matrix.memory, search, start)
      return { kernel: kind === 'fastermsc' ? 'fastermsc' : 'fasterpam', args }
    }
    const end = (thread: number, seconds: number): void => {
      found[at][restart] = { ...endSearch(matrix.memory, matrix.searches[thread], k), seconds }
      done++
    }
    return { begin, end }
  })
  if (tasks.length > 0) {
    await matrix.threads.run(tasks, work, () =>
      work?.onProgress?.({ stage: 'Finding medoids', done, total: tasks.length, unit: 'starts' })
    )
  }
  return found.map((results, at) => {
    const best = results.reduce((best, result) => (result.loss < best.loss ? result : best))
    const seconds = results.reduce((sum, result) => sum + result.seconds, 0)
    const medoids = best.medoids.toSorted()
    const places = nearestOf(matrix, medoids)
    return { k: ks[at], ...numberClusters(matrix, medoids, places), swaps: best.swaps, seconds }
  })
}

/** The medoids of cuts of Ward's tree, by k. */
async function wardMedoids(
  matrix: DissimilarityMatrix,
  ks: readonly number[],
  work?: Work
): Promise<Map<number, Uint32Array>> {
  const tree = await growTree(matrix, 'ward', {}, work)
  const { medoids } = await judgeTop(matrix, tree, Math.max(...ks), {}, { signal: work?.signal })
  return new Map(ks.map((k) => [k, Uint32Array.from(cut(tree, k).nodes, (node) => medoids.get(node)!)]))
}

/** The first k medoids of BUILD; those of a smaller k are the first of them. */
async function build(
  matrix: DissimilarityMatrix,
  k: number,
  limit: number,
  work?: Work
): Promise<ReturnType<typeof endBuild>> {
  const task: ThreadTask = {
    begin() {
      beginBuild(matrix.memory, matrix.build, k)
      return { kernel: 'build', args: [matrix.address, matrix.build.address, limit] }
    },
    end: () => undefined
  }
  await matrix.threads.run([task], work)
  return endBuild(matrix.memory, matrix.build, k)
}

/** Random medoids and a random first candidate: swaps are eager, so their order is a chance of its own. */
export function randomStart(n: number, k: number, seed: number, restart: number): Start {
  const random = new Random(seed, k * MOST_RESTARTS + restart)
  return { medoids: sampleRanks(n, k, random), candidate: random.below(n) }
}

/**
 * The nearest medoid of each row, of equally near ones the first in the order given; each medoid is its own.
 * @returns places in `medoids`
 */
function nearestOf(matrix: DissimilarityMatrix, medoids: Uint32Array): Uint16Array {
  const nearest = new Uint16Array(matrix.n)
  const distance = new Float32Array(matrix.n).fill(Infinity)
  medoids.forEach((medoid, place) => {
    const distances = matrix.row(medoid)
    for (let row = 0; row < matrix.n; row++) {
      if (distances[row] < distance[row]) {
        distance[row] = distances[row]
        nearest[row] = place
      }
    }
  })
  medoids.forEach((medoid, place) => {
    nearest[medoid] = place
  })
  return nearest
}

/** Σ distance to the medoid of each row's cluster. @param places of them in `medoids` */
function lossOf(matrix: DissimilarityMatrix, medoids: Uint32Array, places: Uint16Array): number {
  const distances = Array.from(medoids, (medoid) => matrix.row(medoid))
  return places.reduce((sum, place, row) => sum + distances[place][row], 0)
}

/** Numbers clusters by descending size, then by medoid. @param places each row's medoid, as a place in `medoids` */
export function numberClusters(
  matrix: DissimilarityMatrix,
  medoids: Uint32Array,
  places: Uint16Array
): Pick<Clustering, 'medoids' | 'labels' | 'sizes' | 'loss'> {
  return { ...inOrder(medoids, places), loss: lossOf(matrix, medoids, places) }
}

/** The same without the loss. */
export function inOrder(medoids: Uint32Array, places: Uint16Array): Pick<Clustering, 'medoids' | 'labels' | 'sizes'> {
  const counts = new Uint32Array(medoids.length)
  for (const place of places) counts[place]++
  const order = Array.from(medoids.keys()).sort((a, b) => counts[b] - counts[a] || medoids[a] - medoids[b])
  const idOf = new Uint16Array(medoids.length)
  order.forEach((place, id) => {
    idOf[place] = id
  })
  return {
    medoids: Uint32Array.from(order, (place) => medoids[place]),
    labels: places.map((place) => idOf[place]),
    sizes: Uint32Array.from(order, (place) => counts[place])
  }
}
