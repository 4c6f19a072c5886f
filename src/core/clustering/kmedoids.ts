import { Random, sampleRanks } from '../random.ts'
import type { Work } from '../work.ts'
import type { DissimilarityMatrix } from './matrix.ts'
import { algorithmNamed, DEFAULT_ALGORITHM, DEFAULT_RESTARTS } from './algorithms.ts'
import { MOST_RESTARTS } from './limits.ts'
import { beginBuild, beginSearch, endBuild, endSearch, type Start } from './state.ts'
import type { Task } from '../kernels/threads.ts'

export interface KMedoidsOptions {
  /** Name of one of `ALGORITHMS`. */
  algorithm?: string
  /** Starts, of which the best is kept: the first is PAM's, the others are random; `pam` has the first only. See `Algorithm`. */
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
  /** Σ distance to the nearest medoid. */
  loss: number
  /** Swaps made from the start that is kept. */
  swaps: number
  /** Computing time of all starts, added up over the threads; that of BUILD, which all k share, is not in it. */
  seconds: number
}

/** What one start has found, and its computing time. */
type Found = Pick<Clustering, 'medoids' | 'loss' | 'swaps' | 'seconds'>

/** Candidates that a kernel tries at a time are so many that it reads about this many distances. */
const DISTANCES_A_STEP = 2e7

/**
 * Clusters the rows of a matrix around k medoids, for each of the given k (from 1 to below n). The starts of all of them
 * are spread over the matrix's threads; the result does not depend on how, nor on which other k are asked for.
 * @throws MedoidError `unknown-algorithm`
 * @throws CancelledError
 */
export async function kMedoids(
  matrix: DissimilarityMatrix,
  ks: readonly number[],
  { algorithm = DEFAULT_ALGORITHM, restarts = DEFAULT_RESTARTS, seed = 0, randomOnly = false }: KMedoidsOptions = {},
  work?: Work
): Promise<Clustering[]> {
  const limit = Math.ceil(DISTANCES_A_STEP / matrix.n)
  const built = await build(matrix, Math.max(...ks), limit, work)
  const found = ks.map((k): Found[] =>
    k === 1 ? [{ medoids: Uint32Array.of(built.single), loss: 0, swaps: 0, seconds: 0 }] : []
  )
  const starts = ks.flatMap((k, at) => {
    // One medoid needs no search: BUILD finds the best.
    const kinds = k === 1 ? [] : algorithmNamed(algorithm).starts(restarts, randomOnly)
    return kinds.map((kind, restart) => ({ k, at, restart, kind }))
  })
  let done = 0
  const tasks = starts.map(({ k, at, restart, kind }): Task => ({
    begin(thread) {
      const search = matrix.searches[thread]
      const args = [matrix.address, search.address, limit]
      if (kind === 'pam') {
        beginSearch(matrix.memory, search, { medoids: built.medoids.slice(0, k), candidate: 0 })
        return { kernel: 'pam', args }
      }
      beginSearch(matrix.memory, search, randomStart(matrix.n, k, seed, restart))
      return { kernel: 'fasterpam', args }
    },
    end(thread, seconds) {
      found[at][restart] = { ...endSearch(matrix.memory, matrix.searches[thread], k), seconds }
      done++
    }
  }))
  await matrix.threads.run(tasks, work, () =>
    work?.onProgress?.({ stage: 'Finding medoids', done, total: starts.length, unit: 'starts' })
  )
  return found.map((results, at) => {
    const best = results.reduce((best, result) => (result.loss < best.loss ? result : best))
    const seconds = results.reduce((sum, result) => sum + result.seconds, 0)
    return { k: ks[at], ...numberClusters(matrix, best.medoids), swaps: best.swaps, seconds }
  })
}

/** The first k medoids of BUILD; those of a smaller k are the first of them. */
async function build(
  matrix: DissimilarityMatrix,
  k: number,
  limit: number,
  work?: Work
): Promise<ReturnType<typeof endBuild>> {
  const task: Task = {
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
 * Puts each row to its nearest medoid, of equally near ones to the first in the order of the rows, each medoid to its own
 * cluster; and numbers the clusters.
 */
function numberClusters(
  matrix: DissimilarityMatrix,
  unordered: Uint32Array
): { medoids: Uint32Array; labels: Uint16Array; sizes: Uint32Array; loss: number } {
  const rows = unordered.toSorted()
  const nearest = new Uint16Array(matrix.n)
  const distance = new Float32Array(matrix.n).fill(Infinity)
  rows.forEach((medoid, place) => {
    const distances = matrix.row(medoid)
    for (let row = 0; row < matrix.n; row++) {
      if (distances[row] < distance[row]) {
        distance[row] = distances[row]
        nearest[row] = place
      }
    }
  })
  rows.forEach((medoid, place) => {
    nearest[medoid] = place
  })
  const counts = new Uint32Array(rows.length)
  for (const place of nearest) counts[place]++
  const order = Array.from(rows.keys()).sort((a, b) => counts[b] - counts[a] || a - b)
  const idOf = new Uint16Array(rows.length)
  order.forEach((place, id) => {
    idOf[place] = id
  })
  return {
    medoids: Uint32Array.from(order, (place) => rows[place]),
    labels: nearest.map((place) => idOf[place]),
    sizes: Uint32Array.from(order, (place) => counts[place]),
    loss: distance.reduce((sum, value) => sum + value, 0)
  }
}
