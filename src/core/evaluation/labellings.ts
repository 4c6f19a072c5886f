import { LANES } from '../../kernels/evaluation-constants.ts'
import type { Arena, KernelMemory } from '../kernels/kernels.ts'

/** Batches of 12 labellings that a thread follows together, so that a row of the matrix is read once for all of them. */
const MOST_BATCHES = 5

/** Labellings that a thread follows at a time, at most. */
export const MOST_LABELLINGS = MOST_BATCHES * LANES

/** Labellings in the kernels' memory: see `Labellings` in `src/kernels/labellings.ts`. */
export interface LabellingsState {
  address: number
  labels: number
  inverses: number
  products: number
  cosines: number
  squares: number
  /** Scratch. */
  sums: number
}

/** @param inverses address of one by the length of each vector */
export function reserveLabellings(arena: Arena, n: number, k: number, inverses: number): LabellingsState {
  return {
    address: arena.reserve(32),
    labels: arena.reserve(MOST_LABELLINGS * n * 8),
    inverses,
    products: arena.reserve(MOST_LABELLINGS * k * 8),
    cosines: arena.reserve(MOST_LABELLINGS * k * 8),
    squares: arena.reserve(MOST_LABELLINGS * k * 8),
    sums: arena.reserve(LANES * 8)
  }
}

/** Makes the kernel ready to follow `count` labellings of n rows; those are to be written then. */
export function beginLabellings(
  { buffer }: KernelMemory,
  state: LabellingsState,
  { count, n, k }: { count: number; n: number; k: number }
): void {
  const batches = Math.ceil(count / LANES)
  const { labels, inverses, products, cosines, squares } = state
  new Uint32Array(buffer, state.address, 8).set([batches, k, labels, inverses, products, cosines, squares, 0])
  // A last batch may not be full: the kernel follows its empty lanes too, and they need labels below k.
  new Uint32Array(buffer, labels, batches * LANES * n * 2).fill(0)
  for (const sums of [products, cosines, squares]) new Float64Array(buffer, sums, batches * LANES * k).fill(0)
}

/** Writes the labelling at place `at`. */
export function writeLabelling(
  { buffer }: KernelMemory,
  state: LabellingsState,
  at: number,
  labels: ArrayLike<number>
): void {
  const n = labels.length
  const batch = Math.floor(at / LANES)
  // Words of 64 bits, of which the lower half comes first and the upper stays 0.
  const to = new Uint32Array(buffer, state.labels + batch * n * LANES * 8, n * LANES * 2)
  for (let row = 0, word = (at % LANES) * 2; row < n; row++, word += LANES * 2) to[word] = labels[row]
}

/** What the kernel found for the labelling at place `at`: sums over the pairs of each cluster, see there. */
export function readLabelling(
  { buffer }: KernelMemory,
  state: LabellingsState,
  at: number,
  k: number
): { products: Float64Array; cosines: Float64Array; squares: Float64Array } {
  const batch = Math.floor(at / LANES)
  const lane = at % LANES
  const read = (sums: number): Float64Array => {
    const all = new Float64Array(buffer, sums + batch * k * LANES * 8, k * LANES)
    return Float64Array.from({ length: k }, (_, cluster) => all[cluster * LANES + lane])
  }
  return { products: read(state.products), cosines: read(state.cosines), squares: read(state.squares) }
}
