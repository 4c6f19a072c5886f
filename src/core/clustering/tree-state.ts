import type { Linkage } from '../catalogue/stored/tree.ts'
import {
  AGGLOMERATION_BYTES,
  AGGLOMERATION_MERGED,
  LINKAGE_AVERAGE,
  LINKAGE_COMPLETE,
  LINKAGE_WARD,
  MINIMAX_BYTES,
  MINIMAX_MERGED,
  SPANNING_BYTES,
  SPANNING_MERGED
} from '../../kernels/search-constants.ts'
import type { Arena, KernelMemory, Kernels } from '../kernels/kernels.ts'

/** A tree of clusters in the kernels' memory: `Agglomeration`, `Spanning` or `Minimax` of `src/kernels`, and arrays of one value a row. */
export interface TreeState {
  address: number
  left: number
  right: number
  heights: number
  prototypes: number
  /** What only the kernels read: each kernel has its own use for them. */
  scratch: [number, number, number, number, number, number]
}

/** Where dissimilarities lie: f32, `stride` values from one row to the next. */
export interface MatrixValues {
  values: number
  n: number
  stride: number
}

/** A kernel that merges clusters, and what it has found. */
interface Merging {
  kernel: keyof Pick<Kernels, 'agglomerate' | 'minimax' | 'spanningTree'>
  /** Address of the number of merges made so far. */
  merged: number
}

/** @param stride rows that its arrays hold, a multiple of 16 */
export function reserveTree(arena: Arena, stride: number): TreeState {
  const rows = () => arena.reserve(stride * 4)
  return {
    address: arena.reserve(Math.max(AGGLOMERATION_BYTES, SPANNING_BYTES, MINIMAX_BYTES)),
    left: rows(),
    right: rows(),
    heights: rows(),
    prototypes: rows(),
    scratch: [rows(), rows(), rows(), rows(), rows(), rows()]
  }
}

/** Makes a tree ready for the first step of a kernel. @param sizes of the clusters that it begins with; all 1 where there are none */
export function beginTree(
  { buffer }: KernelMemory,
  state: TreeState,
  { values, n, stride }: MatrixValues,
  linkage: Linkage,
  sizes?: ArrayLike<number>
): Merging {
  const { address, left, right, heights, prototypes, scratch } = state
  const [a, b, c, d, e, f] = scratch
  const floats = (at: number) => new Float32Array(buffer, at, stride)
  const fields = (bytes: number, ...all: number[]) => new Uint32Array(buffer, address, bytes / 4).fill(0).set(all)
  if (linkage === 'single') {
    floats(a).fill(Infinity).fill(NaN, n)
    fields(SPANNING_BYTES, values, stride, n, a, b, left, right, heights)
    return { kernel: 'spanningTree', merged: address + SPANNING_MERGED }
  }
  if (linkage === 'minimax') {
    new Uint8Array(buffer, a, n).fill(1)
    new Uint32Array(buffer, c, n).forEach((_, row, all) => (all[row] = row))
    floats(e).fill(Infinity)
    fields(MINIMAX_BYTES, values, stride, n, a, b, c, d, e, f, left, right, prototypes, heights)
    return { kernel: 'minimax', merged: address + MINIMAX_MERGED }
  }
  floats(a).fill(1)
  if (sizes !== undefined) floats(a).set(sizes)
  floats(b).fill(0).fill(Infinity, n)
  fields(AGGLOMERATION_BYTES, values, stride, n, LINKAGE_CODES[linkage], a, b, c, left, right, heights)
  return { kernel: 'agglomerate', merged: address + AGGLOMERATION_MERGED }
}

const LINKAGE_CODES = { ward: LINKAGE_WARD, average: LINKAGE_AVERAGE, complete: LINKAGE_COMPLETE }

/** The merges in the order in which they were found: a row of either cluster, the height, and for minimax linkage the prototype. */
export function endTree(
  { buffer }: KernelMemory,
  { left, right, heights, prototypes }: TreeState,
  n: number,
  linkage: Linkage
): { ones: Uint32Array; others: Uint32Array; heights: Float64Array; prototypes: Uint32Array | null } {
  const found = new Float32Array(buffer, heights, n - 1)
  return {
    ones: new Uint32Array(buffer, left, n - 1),
    others: new Uint32Array(buffer, right, n - 1),
    // Ward's method adds up squares.
    heights: linkage === 'ward' ? Float64Array.from(found, Math.sqrt) : Float64Array.from(found),
    prototypes: linkage === 'minimax' ? new Uint32Array(buffer, prototypes, n - 1) : null
  }
}
