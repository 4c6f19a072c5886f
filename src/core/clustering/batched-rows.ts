import { BLOCK, STAGE_BYTES, SUMS_BYTES } from '../../kernels/constants.ts'
import { JUDGED_ROWS, JUDGEMENT_BYTES, MATRIX_UNSHARED } from '../../kernels/search-constants.ts'
import type { GowerModel } from '../catalogue/stored/features.ts'
import { MedoidError } from '../errors.ts'
import type { FeatureTable } from '../features/table.ts'
import { Arena, instantiate, type KernelMemory, type Kernels } from '../kernels/kernels.ts'
import { type ThreadTask, Threads } from '../kernels/threads.ts'
import type { Work } from '../work.ts'
import { batchSize, drawBatch } from './batch.ts'
import { threadsFor } from './matrix.ts'
import {
  assignScratchBytes,
  modelBytes,
  PACKED_FIELDS,
  packedBytes,
  type PackedLayout,
  packedLayout,
  packer,
  writeModel
} from './packed.ts'
import { MATRIX_BYTES, reserveSearch, type SearchState, writeMatrix } from './state.ts'

/** Pairs of rows that are compared before others are let in. */
export const PAIRS_AT_A_TIME = 1e6

/**
 * Rows of a table in the kernels' memory, and the distances √(1−S) of all of them to a batch, which is another for each k: what
 * `oneBatchPam` searches. It takes memory in proportion to the rows. Close it to end its threads.
 */
export class BatchedRows {
  readonly n: number
  readonly memory: KernelMemory
  readonly threads: Threads
  readonly kernels: Kernels
  readonly table: FeatureTable
  /** Address of the kernels' `Packed`, and of the `Matrix` of the distances to the batch. */
  readonly packed: number
  readonly matrix: number
  readonly searches: SearchState[]
  readonly plan: Readonly<Plan>

  private constructor(table: FeatureTable, plan: Plan) {
    this.n = table.rows
    this.table = table
    this.plan = plan
    this.packed = plan.packed
    this.matrix = plan.matrix
    this.searches = plan.searches
    this.memory = plan.arena.allocate()
    this.kernels = instantiate(this.memory)
    this.threads = new Threads(this.memory, plan.stop, plan.searches.length)
    writeModel(plan.layout, this.memory.buffer, plan.model)
    this.pack(table)
  }

  /**
   * @param ks the numbers of clusters that there has to be room for
   * @param threads on how many to compute; by default what the machine has, one for small tables
   * @throws MedoidError `batch-too-large` where the distances to the largest batch do not fit, `memory-exhausted`
   */
  static of(
    table: FeatureTable,
    model: GowerModel,
    ks: readonly number[],
    { threads = threadsFor(table.rows) } = {}
  ): BatchedRows {
    const mostClusters = Math.max(...ks)
    const plan = planFor(table.rows, ks, threads, packedLayout(model))
    if (!plan.arena.fits()) {
      const bytes = table.rows * plan.mostStride * 4
      throw new MedoidError('batch-too-large', { rows: table.rows, k: mostClusters, bytes })
    }
    return new BatchedRows(table, plan)
  }

  /** Packs rows of the table, or as many others, in place of those before. */
  pack(table: FeatureTable): void {
    const { plan } = this
    packer(table, plan.layout)(this.kernels, this.memory, { ...plan, fields: this.packed }, 0, this.n)
  }

  /**
   * Draws the batch of k clusters and computes the distances of all rows to it, each times the number of rows that the row of the
   * batch stands for: those to which it is the nearest of the batch.
   * @returns how many of the pairs that were compared share no column, and how many pairs those are
   * @throws CancelledError
   */
  async compare(k: number, seed: number, work?: Work): Promise<{ unshared: number; pairs: number }> {
    const { plan, memory, packed, matrix, threads, n } = this
    const { buffer } = memory
    const m = this.batchSize(k)
    const stride = strideOf(m)
    new Uint32Array(buffer, plan.batch, m).set(drawBatch(k, n, seed))
    this.kernels.writeQueries(packed, plan.batch, m, plan.queries)
    const counts = new Uint32Array(buffer, plan.counts, stride).fill(0)
    writeMatrix(memory, matrix, { values: plan.values, n: m, stride, rows: n })
    const compare = plan.scratch.map((scratch) =>
      taskOf('batchRows', [packed, matrix, plan.batch, plan.queries, plan.counts, scratch])
    )
    await threads.run(compare, work)
    const unshared = new Uint32Array(buffer, matrix, MATRIX_BYTES / 4)[MATRIX_UNSHARED / 4]
    new Float32Array(buffer, plan.weights, stride).set(counts)
    writeMatrix(memory, matrix, { values: plan.values, n: m, stride, rows: n })
    await threads.run(Array<ThreadTask>(threads.count).fill(taskOf('weighBatch', [matrix, plan.weights])), work)
    return { unshared, pairs: n * m }
  }

  batchSize(k: number): number {
    return batchSize(k, this.n)
  }

  /** Σ of the weighted distances of a row to the batch. */
  batchLoss(row: number, k: number): number {
    const m = this.batchSize(k)
    const distances = new Float32Array(this.memory.buffer, this.plan.values + row * strideOf(m) * 4, m)
    return distances.reduce((sum, distance) => sum + distance, 0)
  }

  async close(): Promise<void> {
    await this.threads.close()
  }
}

/** A task of a kernel that takes what is left until nothing is. */
export function taskOf(kernel: ReturnType<ThreadTask['begin']>['kernel'], args: number[]): ThreadTask {
  return { begin: () => ({ kernel, args }), end: () => undefined }
}

interface Plan {
  arena: Arena
  layout: PackedLayout
  mostStride: number
  stop: number
  packed: number
  model: number
  stage: number
  matrix: number
  /** Rows of the batch, their queries, how many rows each stands for, as u32 and as f32. */
  batch: number
  queries: number
  counts: number
  weights: number
  searches: SearchState[]
  /** Of each thread. */
  scratch: number[]
  /** Of an assignment to medoids. */
  medoids: {
    rows: number
    queries: number
    fields: number
    nearest: number
    distances: number
    columns: number
    scratch: number
  }
  /** The kernels' `Judgement`, and its arrays. */
  judgement: {
    address: number
    starts: number
    sizes: number
    ends: number
    places: number
    silhouettes: number
    firstCells: number
  }
  blocks: number
  values: number
}

function planFor(n: number, ks: readonly number[], threads: number, layout: PackedLayout): Plan {
  const arena = new Arena()
  const mostClusters = Math.max(...ks)
  const all = ks.reduce((sum, k) => sum + k, 0)
  const most = batchSize(mostClusters, n)
  const mostStride = strideOf(most)
  const rows = Math.ceil(n / BLOCK) * BLOCK
  const compared = BLOCK * BLOCK * 4 + SUMS_BYTES
  const judged = JUDGED_ROWS * layout.queryBytes + BLOCK * 4 + SUMS_BYTES + JUDGED_ROWS * all * 8
  const each = <T>(make: () => T): T[] => Array.from({ length: threads }, make)
  return {
    arena,
    layout,
    mostStride,
    stop: arena.reserve(4),
    packed: arena.reserve(PACKED_FIELDS * 4),
    model: arena.reserve(modelBytes(layout)),
    stage: arena.reserve(STAGE_BYTES),
    matrix: arena.reserve(MATRIX_BYTES),
    batch: arena.reserve(most * 4),
    queries: arena.reserve(most * layout.queryBytes),
    counts: arena.reserve(mostStride * 4),
    weights: arena.reserve(mostStride * 4),
    searches: each(() => reserveSearch(arena, Math.max(mostStride, rows), mostClusters, false)),
    scratch: each(() => arena.reserve(Math.max(compared, judged))),
    medoids: {
      rows: arena.reserve(mostClusters * 4),
      queries: arena.reserve(mostClusters * layout.queryBytes),
      fields: arena.reserve(PACKED_FIELDS * 4),
      nearest: arena.reserve(rows * 4),
      distances: arena.reserve(rows * 4),
      columns: arena.reserve(rows * 2),
      scratch: arena.reserve(assignScratchBytes(layout, mostClusters))
    },
    judgement: {
      address: arena.reserve(JUDGEMENT_BYTES),
      starts: arena.reserve((ks.length + 1) * 4),
      sizes: arena.reserve(all * 4),
      ends: arena.reserve(n * 4),
      places: arena.reserve(n * ks.length * 4),
      silhouettes: arena.reserve(n * ks.length * 8),
      firstCells: arena.reserve((rows / BLOCK) * 4)
    },
    blocks: arena.reserve(packedBytes(layout, n)),
    values: arena.reserve(rows * mostStride * 4)
  }
}

/** A multiple of 64, as distances are written in tiles, and not of 1,024: see `matrix.ts`. */
function strideOf(columns: number): number {
  const stride = Math.ceil(columns / BLOCK) * BLOCK
  return stride % 1024 === 0 ? stride + BLOCK : stride
}
