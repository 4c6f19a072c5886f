import { availableParallelism } from 'node:os'
import { BLOCK, GOWER_SCRATCH_BYTES, STAGE_BYTES } from '../../kernels/constants.ts'
import { MedoidError } from '../errors.ts'
import type { FeatureTable } from '../features/table.ts'
import type { Work } from '../work.ts'
import type { GowerModel } from '../catalogue/stored/features.ts'
import { MOST_ROWS } from './limits.ts'
import { Arena, instantiate, type KernelMemory } from '../kernels/kernels.ts'
import {
  modelBytes,
  PACKED_FIELDS,
  packedBytes,
  type PackedLayout,
  packedLayout,
  packer,
  writeModel
} from './packed.ts'
import {
  type BuildState,
  type ClustersState,
  keptBytes,
  MATRIX_BYTES,
  reserveBuild,
  reserveClusters,
  reserveSearch,
  type SearchState,
  writeMatrix
} from './state.ts'
import { Threads } from '../kernels/threads.ts'
import { reserveTree, type TreeState, type MatrixValues } from './tree-state.ts'

/** Bytes that all searches together may take to keep what candidates change: PAM is slower without. */
const MOST_KEPT_BYTES = 256e6

/** From this many rows on, threads save more than their start costs. */
const ROWS_FOR_THREADS = 1500

/**
 * A full, symmetric matrix of dissimilarities in the kernels' memory, and room for finding up to `mostClusters` medoids in
 * it. Close it to end its threads.
 */
export class DissimilarityMatrix {
  readonly n: number
  /** f32 values from one row to the next; those from `n` on only fill. */
  readonly stride: number
  readonly mostClusters: number
  readonly memory: KernelMemory
  readonly threads: Threads
  /** Address of the kernels' `Matrix`. */
  readonly address: number
  readonly build: BuildState
  readonly searches: SearchState[]
  readonly clusters: ClustersState
  /** Address of the room that was asked for, for what works on the matrix. */
  readonly room: number
  readonly tree: TreeState
  /** Pairs of rows that share no column; their dissimilarity is 1. */
  unsharedPairs = 0
  /** What the distances came from, in order. */
  private readonly origins: ((work?: Work) => Promise<void> | void)[] = []

  private constructor(plan: Plan) {
    this.n = plan.n
    this.stride = plan.stride
    this.mostClusters = plan.mostClusters
    this.address = plan.matrix
    this.build = plan.build
    this.searches = plan.searches
    this.clusters = plan.clusters
    this.room = plan.room
    this.tree = plan.tree
    this.memory = plan.arena.allocate()
    writeMatrix(this.memory, plan.matrix, plan)
    this.threads = new Threads(this.memory, plan.stop, plan.searches.length)
  }

  /**
   * Gower's dissimilarities of all rows of a table: their square roots √(1−S), or 1 − S itself where `root` is false. Each is
   * within 2e-5 of itself of the one in f64; f32 holds those above 1e-45, the others become 0.
   * @param threads on how many to compute; by default what the machine has, one for small tables
   * @param room bytes of the memory for what works on the matrix
   * @throws MedoidError `sample-too-large` where the matrix does not fit (about 32,000 rows), `memory-exhausted`
   * @throws CancelledError
   */
  static async gower(
    table: FeatureTable,
    model: GowerModel,
    mostClusters: number,
    { root = true, threads = threadsFor(table.rows), room = 0 } = {},
    work?: Work
  ): Promise<DissimilarityMatrix> {
    const layout = packedLayout(model)
    const plan = makePlan(table.rows, mostClusters, { threads, room }, layout)
    const matrix = new DissimilarityMatrix(plan)
    try {
      await matrix.comeFrom((work) => matrix.computeGower(table, layout, plan, root, work), work)
      return matrix
    } catch (error) {
      await matrix.close()
      throw error
    }
  }

  /** A matrix of given dissimilarities, n × n, row by row. */
  static of(values: ArrayLike<number>, mostClusters: number, threads = 1): DissimilarityMatrix {
    const n = Math.sqrt(values.length)
    const matrix = DissimilarityMatrix.empty(n, mostClusters, { threads })
    const fill = () => {
      for (let row = 0; row < n; row++) {
        const to = matrix.row(row)
        for (let column = 0; column < n; column++) to[column] = values[row * n + column]
      }
    }
    matrix.origins.push(fill)
    fill()
    return matrix
  }

  /** A matrix of zeros, to be filled row by row. @throws MedoidError `sample-too-large`, `memory-exhausted` */
  static empty(n: number, mostClusters: number, { threads = threadsFor(n), room = 0 } = {}): DissimilarityMatrix {
    return new DissimilarityMatrix(makePlan(n, mostClusters, { threads, room }))
  }

  /** Distances of a row to all rows; a view, not a copy. */
  row(row: number): Float32Array {
    return new Float32Array(this.memory.buffer, this.place.values + row * this.stride * 4, this.n)
  }

  /** Where the distances lie. */
  get place(): MatrixValues {
    const [values] = new Uint32Array(this.memory.buffer, this.address, 1)
    return { values, n: this.n, stride: this.stride }
  }

  /** Changes the distances in place, as `restore` will do again. */
  async change(by: (matrix: this) => Promise<void>): Promise<void> {
    await this.comeFrom(() => by(this))
  }

  /** Makes the distances again what they were before somebody wrote over them. @throws CancelledError */
  async restore(work?: Work): Promise<void> {
    for (const origin of this.origins) await origin(work)
  }

  private async comeFrom(origin: (work?: Work) => Promise<void>, work?: Work): Promise<void> {
    this.origins.push(origin)
    await origin(work)
  }

  async close(): Promise<void> {
    await this.threads.close()
  }

  private async computeGower(
    table: FeatureTable,
    layout: PackedLayout,
    plan: Plan,
    root: boolean,
    work?: Work
  ): Promise<void> {
    const { buffer } = this.memory
    writeModel(layout, buffer, plan.model)
    packer(table, layout)(instantiate(this.memory), this.memory, { ...plan, fields: plan.packed }, 0, this.n)
    const counters = new Uint32Array(buffer, this.address + 12, 2).fill(0)
    const tasks = plan.scratch.map((scratch) => ({
      begin: () => ({ kernel: 'gowerRows' as const, args: [plan.packed, this.address, scratch, root ? 1 : 0] }),
      end: () => undefined
    }))
    await this.threads.run(tasks, work, () => {
      const done = Math.min(this.n, Atomics.load(counters, 0) * BLOCK)
      work?.onProgress?.({ stage: 'Comparing rows', done, total: this.n, unit: 'rows' })
    })
    this.unsharedPairs = counters[1]
  }
}

export function threadsFor(rows: number): number {
  return rows < ROWS_FOR_THREADS ? 1 : Math.min(16, availableParallelism())
}

interface Plan {
  n: number
  stride: number
  mostClusters: number
  arena: Arena
  stop: number
  matrix: number
  values: number
  packed: number
  /** What the kernels know about the columns. */
  model: number
  stage: number
  blocks: number
  /** A scratch area for each thread. */
  scratch: number[]
  build: BuildState
  searches: SearchState[]
  clusters: ClustersState
  tree: TreeState
  room: number
}

interface Means {
  threads: number
  room: number
}

/** @throws MedoidError `sample-too-large` */
function makePlan(n: number, mostClusters: number, means: Means, layout?: PackedLayout): Plan {
  const plan = planFor(n, mostClusters, means, layout)
  if (plan.arena.fits()) return plan
  let most = MOST_ROWS
  while (!planFor(most, mostClusters, means, layout).arena.fits()) most -= 100
  throw new MedoidError('sample-too-large', { rows: n, bytes: n * n * 4, most, instead: [] })
}

function planFor(n: number, mostClusters: number, { threads, room }: Means, layout?: PackedLayout): Plan {
  const arena = new Arena()
  const stride = strideOf(n)
  const each = <T>(make: (thread: number) => T): T[] => Array.from({ length: threads }, (_, thread) => make(thread))
  const keeping = Math.floor(MOST_KEPT_BYTES / keptBytes(stride, mostClusters))
  return {
    n,
    stride,
    mostClusters,
    arena,
    stop: arena.reserve(4),
    matrix: arena.reserve(MATRIX_BYTES),
    packed: arena.reserve(PACKED_FIELDS * 4),
    model: arena.reserve(layout ? modelBytes(layout) : 0),
    stage: arena.reserve(layout ? STAGE_BYTES : 0),
    scratch: each(() => arena.reserve(layout ? BLOCK * layout.queryBytes + GOWER_SCRATCH_BYTES : 0)),
    build: reserveBuild(arena, stride, mostClusters),
    searches: each((thread) => reserveSearch(arena, stride, mostClusters, thread < keeping)),
    clusters: reserveClusters(arena, n, mostClusters),
    room: arena.reserve(room),
    tree: reserveTree(arena, stride),
    blocks: arena.reserve(layout ? packedBytes(layout, n) : 0),
    values: arena.reserve(n * stride * 4)
  }
}

/** A multiple of 16, and not of 1,024: rows a power of two apart would compete for the same cache lines. */
function strideOf(n: number): number {
  const stride = Math.ceil(n / 16) * 16
  return stride % 1024 === 0 ? stride + 16 : stride
}
