import { BLOCK, STAGE_BYTES, SUMS_BYTES } from '../../kernels/constants.ts'
import { PLACEMENT_BYTES } from '../../kernels/map-constants.ts'
import type { GowerModel } from '../catalogue/stored/features.ts'
import { modelBytes, PACKED_FIELDS, packedBytes, packedLayout, packer, writeModel } from '../clustering/packed.ts'
import type { FeatureTable } from '../features/table.ts'
import { Arena, instantiate } from '../kernels/kernels.ts'
import { Threads } from '../kernels/threads.ts'
import type { Work } from '../work.ts'

/** Rows that are packed at a time. */
const ROWS_AT_A_TIME = 16_384

/** Hears of a row's nearest rows of the sample, the nearest first, in views that hold until it returns. */
export type Visit = (row: number, rows: Uint32Array, distances: Float32Array) => void

/** Finds the rows of a sample that are nearest to those of any table, by √(1−S) of Gower. Close it to end its threads. */
export class NearestInSample {
  private readonly k: number
  private readonly layout: ReturnType<typeof packedLayout>
  private readonly memory: ReturnType<Arena['allocate']>
  private readonly kernels: ReturnType<typeof instantiate>
  private readonly threads: Threads
  private readonly at: Addresses

  /**
   * @param model of the run, by which levels that the sample did not have equal nothing
   * @param sample at least one row
   * @param most how many of its nearest rows each row has, where there are as many
   * @throws MedoidError `columns-differ`, `memory-exhausted`
   */
  constructor(model: GowerModel, sample: FeatureTable, most: number, threadCount: number) {
    const layout = packedLayout(model)
    this.layout = layout
    this.k = Math.min(most, sample.rows)
    const arena = new Arena()
    this.at = {
      stop: arena.reserve(4),
      placement: arena.reserve(PLACEMENT_BYTES),
      model: arena.reserve(modelBytes(layout)),
      sample: arena.reserve(PACKED_FIELDS * 4),
      sampleBlocks: arena.reserve(packedBytes(layout, sample.rows)),
      stage: arena.reserve(STAGE_BYTES),
      packed: arena.reserve(PACKED_FIELDS * 4),
      blocks: arena.reserve(packedBytes(layout, ROWS_AT_A_TIME)),
      lists: arena.reserve(ROWS_AT_A_TIME * this.k * 8),
      unshared: arena.reserve(ROWS_AT_A_TIME),
      scratch: Array.from({ length: threadCount }, () =>
        arena.reserve(BLOCK * layout.queryBytes + BLOCK * 4 + SUMS_BYTES)
      )
    }
    this.memory = arena.allocate({ purpose: 'map' })
    this.kernels = instantiate(this.memory)
    writeModel(layout, this.memory.buffer, this.at.model)
    this.pack(packer(sample, layout), this.at.sample, this.at.sampleBlocks, 0, sample.rows)
    this.threads = new Threads(this.memory, this.at.stop, threadCount)
  }

  /**
   * Looks for the nearest rows of each row of a table; `visit` hears of them, `visitAlone` of rows that share no column with any row of the
   * sample.
   * @throws MedoidError `columns-differ` @throws CancelledError
   */
  async find(table: FeatureTable, visit: Visit, visitAlone: (row: number) => void, work?: Work): Promise<void> {
    const { at, k } = this
    const { buffer } = this.memory
    const packRows = packer(table, this.layout)
    for (let from = 0; from < table.rows; from += ROWS_AT_A_TIME) {
      const count = Math.min(ROWS_AT_A_TIME, table.rows - from)
      this.pack(packRows, at.packed, at.blocks, from, from + count)
      new Uint32Array(buffer, at.placement, PLACEMENT_BYTES / 4).set([
        at.sample,
        at.packed,
        k,
        at.lists,
        at.unshared,
        0
      ])
      const tasks = at.scratch.map((scratch) => ({
        begin: () => ({ kernel: 'placeRows' as const, args: [at.placement, scratch] }),
        end: () => undefined
      }))
      await this.threads.run(tasks, work)
      const unshared = new Uint8Array(buffer, at.unshared, count)
      const distances = new Float32Array(buffer, at.lists, count * k * 2)
      const numbers = new Uint32Array(buffer, at.lists, count * k * 2)
      for (let row = 0; row < count; row++) {
        const list = row * k * 2
        if (unshared[row] === 1) visitAlone(from + row)
        else visit(from + row, numbers.subarray(list + k, list + 2 * k), distances.subarray(list, list + k))
      }
    }
  }

  async close(): Promise<void> {
    await this.threads.close()
  }

  private pack(packRows: ReturnType<typeof packer>, fields: number, blocks: number, from: number, to: number): void {
    packRows(this.kernels, this.memory, { ...this.at, fields, blocks }, from, to)
  }
}

interface Addresses {
  stop: number
  placement: number
  model: number
  sample: number
  sampleBlocks: number
  stage: number
  packed: number
  blocks: number
  lists: number
  unshared: number
  /** Of each thread. */
  scratch: number[]
}
