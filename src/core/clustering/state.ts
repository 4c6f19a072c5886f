import {
  BUILD_BYTES,
  BUILD_SINGLE,
  CLUSTERS_BYTES,
  MATRIX_BYTES,
  MATRIX_ROWS,
  SEARCH_BYTES,
  SEARCH_CANDIDATE,
  SEARCH_LOSS,
  SEARCH_SWAPS
} from '../../kernels/search-constants.ts'
import type { Arena, KernelMemory } from '../kernels/kernels.ts'

export { MATRIX_BYTES }

/** Writes a `Matrix` of the kernels: see `src/kernels/gower.ts`. */
export function writeMatrix(
  memory: KernelMemory,
  address: number,
  { values, n, stride, rows = n }: { values: number; n: number; stride: number; rows?: number }
): void {
  const fields = new Uint32Array(memory.buffer, address, MATRIX_BYTES / 4).fill(0)
  fields.set([values, n, stride])
  fields[MATRIX_ROWS / 4] = rows
}

/** A search for medoids in the kernels' memory: see `Search` in `src/kernels/medoids.ts`. */
export interface SearchState {
  address: number
  /** What its arrays are, as the first fields of the structure hold them. */
  medoids: number
  pointers: number[]
}

/** Bytes that a search takes to keep what each of so many rows changes as a candidate. */
export function keptBytes(rows: number, mostClusters: number): number {
  return rows * mostClusters * 16
}

/**
 * @param rows rows that its arrays hold, a multiple of 16
 * @param keeps whether there is room for what each row changes as a candidate
 */
export function reserveSearch(arena: Arena, rows: number, mostClusters: number, keeps: boolean): SearchState {
  const address = arena.reserve(SEARCH_BYTES)
  const medoids = arena.reserve(mostClusters * 4)
  const nearest = arena.reserve(rows * 4)
  const second = arena.reserve(rows * 4)
  const nearestDistance = arena.reserve(rows * 4)
  const secondDistance = arena.reserve(rows * 4)
  const thirdDistance = arena.reserve(rows * 4)
  const isMedoid = arena.reserve(rows)
  const removal = arena.reserve(mostClusters * 8)
  const change = arena.reserve(mostClusters * 16)
  const touched = arena.reserve(rows * 4 + 16)
  const lanes = arena.reserve(16 * 16)
  const kept = keeps
    ? [arena.reserve(keptBytes(rows, mostClusters)), arena.reserve(rows * 8), arena.reserve(rows)]
    : [0, 0, 0]
  return {
    address,
    medoids,
    pointers: [
      nearest,
      second,
      nearestDistance,
      secondDistance,
      thirdDistance,
      isMedoid,
      removal,
      change,
      touched,
      lanes,
      ...kept
    ]
  }
}

/** Where a search begins: from which medoids, and, for FasterPAM, with which row as the first candidate. */
export interface Start {
  medoids: Uint32Array
  candidate: number
}

/** Makes a search ready for the first step of a kernel. */
export function beginSearch(memory: KernelMemory, state: SearchState, start: Start): void {
  const fields = new Uint32Array(memory.buffer, state.address, SEARCH_BYTES / 4)
  fields.fill(0)
  const k = start.medoids.length
  fields.set([state.medoids, k, 0, ...state.pointers])
  new Uint32Array(memory.buffer, state.medoids, k).set(start.medoids)
  fields[SEARCH_CANDIDATE / 4] = start.candidate
}

/** What a search has found. */
export function endSearch(
  memory: KernelMemory,
  state: SearchState,
  k: number
): { medoids: Uint32Array; loss: number; swaps: number } {
  return {
    medoids: new Uint32Array(memory.buffer, state.medoids, k).slice(),
    loss: new Float64Array(memory.buffer, state.address, SEARCH_BYTES / 8)[SEARCH_LOSS / 8],
    swaps: new Uint32Array(memory.buffer, state.address, SEARCH_BYTES / 4)[SEARCH_SWAPS / 4]
  }
}

/** BUILD in the kernels' memory: see `Build` in `src/kernels/build.ts`. */
export interface BuildState {
  address: number
  medoids: number
  nearest: number
  gains: number
  known: number
  heap: number
}

/** @param rows rows that its arrays hold, a multiple of 16 */
export function reserveBuild(arena: Arena, rows: number, mostClusters: number): BuildState {
  return {
    address: arena.reserve(BUILD_BYTES),
    medoids: arena.reserve(mostClusters * 4),
    nearest: arena.reserve(rows * 4),
    gains: arena.reserve(rows * 8),
    known: arena.reserve(rows * 4),
    heap: arena.reserve(rows * 4)
  }
}

/** Makes BUILD ready to find k medoids. */
export function beginBuild(memory: KernelMemory, state: BuildState, k: number): void {
  const { address, medoids, nearest, gains, known, heap } = state
  new Uint32Array(memory.buffer, address, BUILD_BYTES / 4).fill(0).set([medoids, k, nearest, gains, known, heap])
}

/** The k medoids of BUILD, in the order in which they were chosen; and the one for a single cluster. */
export function endBuild(
  memory: KernelMemory,
  { address, medoids }: BuildState,
  k: number
): { medoids: Uint32Array; single: number } {
  return {
    medoids: new Uint32Array(memory.buffer, medoids, k).slice(),
    single: new Uint32Array(memory.buffer, address, BUILD_BYTES / 4)[BUILD_SINGLE / 4]
  }
}

/** Rows by cluster in the kernels' memory: see `Clusters` in `src/kernels/silhouette.ts`. */
export interface ClustersState {
  address: number
  order: number
  starts: number
  labels: number
  silhouettes: number
}

export function reserveClusters(arena: Arena, n: number, mostClusters: number): ClustersState {
  return {
    address: arena.reserve(CLUSTERS_BYTES),
    order: arena.reserve(n * 4),
    starts: arena.reserve((mostClusters + 1) * 4),
    labels: arena.reserve(n * 4),
    silhouettes: arena.reserve(n * 8)
  }
}

/** Writes the rows by cluster, ready for the first silhouette. */
export function writeClusters(memory: KernelMemory, state: ClustersState, labels: ArrayLike<number>, k: number): void {
  const { buffer } = memory
  const starts = new Uint32Array(buffer, state.starts, k + 1).fill(0)
  new Uint32Array(buffer, state.labels, labels.length).set(labels)
  for (let row = 0; row < labels.length; row++) starts[labels[row] + 1]++
  for (let cluster = 0; cluster < k; cluster++) starts[cluster + 1] += starts[cluster]
  const next = starts.slice(0, k)
  const order = new Uint32Array(buffer, state.order, labels.length)
  for (let row = 0; row < labels.length; row++) order[next[labels[row]]++] = row
  new Uint32Array(buffer, state.address, CLUSTERS_BYTES / 4).set([
    k,
    state.order,
    state.starts,
    state.labels,
    state.silhouettes,
    0
  ])
}
