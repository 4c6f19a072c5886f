import { tmpdir } from 'node:os'
import { GRAM_CHUNK, TILE } from '../../kernels/evaluation-constants.ts'
import { threadsFor } from '../clustering/matrix.ts'
import { MedoidError } from '../errors.ts'
import { Arena, type KernelMemory } from '../kernels/kernels.ts'
import { Threads } from '../kernels/threads.ts'
import type { VectorNumbers } from '../vectors/stored-vectors.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'
import { MOST_DATASET_IMAGES } from './limits.ts'
import { type LabellingsState, reserveLabellings } from './labellings.ts'
import { scaleOf } from './scale.ts'
import { Spill } from './spill.ts'

/** Bytes of vectors that are in memory at a time. */
const SLAB_BYTES = 128 * 1024 * 1024

/** Rows that are brought into the order of the temporary file before they are written to it. */
const STAGED_ROWS = 64

const CHUNK_BYTES = GRAM_CHUNK * 4

/** As many times longer than another a vector may be: the square of the shorter one is still told by f32 to about 10⁻⁸. */
const MOST_TIMES_LONGER = 2 ** 62

export interface GramOptions {
  /** On how many to compute; by default what the machine has, one for few vectors. The result does not depend on it. */
  threads?: number
  /** For a temporary file of all vectors, where they do not fit into memory. */
  folder?: string
  slabBytes?: number
}

/**
 * The scalar products of n vectors with one another, in the kernels' memory, and room to follow labellings of them. All are
 * multiplied by one power of two, which makes the longest vector's length at least 1 and below 2. Close it to end its threads.
 *
 * Vectors arrive row by row but are multiplied column by column: what does not fit into memory goes to a temporary file,
 * already in the order in which a slab of columns after another is read from it once. Products of up to 256 values are added
 * up in f32, their sums in f64, the sums of slabs in f32: cosines are right to about 10⁻⁷. The
 * last bits depend on whether the machine multiplies and adds in one step; on one machine they are always the same.
 */
export class Gram {
  readonly n: number
  /** Values of a vector. */
  readonly length: number
  /** Clusters that its labellings can have. */
  readonly k: number
  readonly memory: KernelMemory
  readonly threads: Threads
  /** Address of the kernels' `Gram`. */
  readonly address: number
  /** One for each thread. */
  readonly labellings: LabellingsState[]
  /** Of the vectors, by the same power of two. */
  readonly lengths: Float64Array
  private readonly plan: Plan
  private readonly folder: string

  /** @throws MedoidError `dataset-too-large`, `memory-exhausted` */
  constructor(
    n: number,
    length: number,
    k: number,
    { threads = threadsFor(n), folder = tmpdir(), slabBytes = SLAB_BYTES }: GramOptions = {}
  ) {
    this.n = n
    this.length = length
    this.k = k
    this.lengths = new Float64Array(n)
    this.folder = folder
    this.plan = planFor(n, length, k, threads, slabBytes)
    this.address = this.plan.gram
    this.labellings = this.plan.labellings
    this.memory = allocate(n, this.plan.arena)
    this.threads = new Threads(this.memory, this.plan.stop, threads)
  }

  /** Scalar products of a vector with all vectors; a view, not a copy. */
  readonly row = (row: number): Float32Array =>
    new Float32Array(this.memory.buffer, this.plan.values + row * this.plan.stride * 4, this.n)

  /**
   * Multiplies the vectors with one another; those of a call before are forgotten.
   * @param vectors whole vectors, any number at a time, n in all
   * @throws MedoidError `vector-not-finite`, `vector-lengths`, `disk-full`, `not-writable`
   * @throws CancelledError
   */
  async fill(vectors: AsyncIterable<VectorNumbers>, work?: Work): Promise<void> {
    const { passes, slabChunks, rows, chunks } = this.plan
    if (passes === 1) {
      const slab = new Float32Array(this.memory.buffer, this.plan.slab, chunks * rows * GRAM_CHUNK)
      await this.receive(vectors, work, (values, scale, row) => toChunks(values, scale, slab, row, rows))
      await this.multiply(0, chunks, work)
    } else {
      const spill = await Spill.create(this.folder, chunks * rows * CHUNK_BYTES)
      try {
        await this.store(vectors, spill, work)
        for (let pass = 0; pass < passes; pass++) {
          const first = pass * slabChunks
          const count = Math.min(slabChunks, chunks - first)
          const slab = new Uint8Array(this.memory.buffer, this.plan.slab, count * rows * CHUNK_BYTES)
          await spill.read(slab, first * rows * CHUNK_BYTES, work)
          await this.multiply(pass, count, work)
        }
      } finally {
        await spill.close()
      }
    }
    this.measureLengths()
  }

  async close(): Promise<void> {
    await this.threads.close()
  }

  /** Hands on each vector with the power of two that brings its length to 1 or a bit more; notes what undoes that. */
  private async receive(
    vectors: AsyncIterable<VectorNumbers>,
    work: Work | undefined,
    take: (values: VectorNumbers, scale: number, row: number) => Promise<void> | void
  ): Promise<void> {
    const { n, length } = this
    const scales = new Float64Array(n)
    let row = 0
    for await (const batch of vectors) {
      for (let at = 0; at < batch.length; at += length, row++) {
        if (row >= n || at + length > batch.length) {
          throw new Error(`Not ${n} vectors of ${length} values: ${batch.length} values came after ${row} vectors.`)
        }
        const values = batch.subarray(at, at + length)
        scales[row] = scaleOf(values, row)
        await take(values, scales[row], row)
      }
      await breathe()
      throwIfCancelled(work)
    }
    if (row !== n) throw new Error(`Not ${n} vectors: ${row} came.`)
    // Vectors without a length have the scale 0, and no say.
    const longest = scales.reduce((least, scale) => (scale > 0 && scale < least ? scale : least), Infinity)
    checkLengths(scales, longest)
    new Float32Array(this.memory.buffer, this.plan.factors, n).set(
      scales.map((scale) => (scale > 0 ? longest / scale : 0))
    )
  }

  /** Writes all vectors to the temporary file, chunk by chunk. */
  private async store(vectors: AsyncIterable<VectorNumbers>, spill: Spill, work?: Work): Promise<void> {
    const { chunks, rows } = this.plan
    const staged = new Float32Array(chunks * STAGED_ROWS * GRAM_CHUNK)
    const write = async (first: number, count: number): Promise<void> => {
      for (let chunk = 0; chunk < chunks; chunk++) {
        const from = chunk * STAGED_ROWS * CHUNK_BYTES
        const bytes = new Uint8Array(staged.buffer, from, count * CHUNK_BYTES)
        await spill.write(bytes, (chunk * rows + first) * CHUNK_BYTES)
      }
    }
    let done = 0
    await this.receive(vectors, work, async (values, scale, row) => {
      toChunks(values, scale, staged, row % STAGED_ROWS, STAGED_ROWS)
      if ((row + 1) % STAGED_ROWS !== 0) return
      await write(done, STAGED_ROWS)
      done = row + 1
    })
    await write(done, this.n - done)
  }

  /** Adds the products of the chunks that are in the slab. */
  private async multiply(pass: number, count: number, work?: Work): Promise<void> {
    const { values, stride, slab, rows, factors, passes, tiles } = this.plan
    const fields = new Uint32Array(this.memory.buffer, this.address, GRAM_FIELDS)
    fields.set([values, this.n, stride, slab, rows, count, pass > 0 ? 1 : 0, pass === passes - 1 ? 1 : 0, factors, 0])
    const across = rows / TILE
    const perPass = (across * (across + 1)) / 2
    const tasks = tiles.map((tile) => ({
      begin: () => ({ kernel: 'gramTiles' as const, args: [this.address, tile] }),
      end: () => undefined
    }))
    await this.threads.run(tasks, work, () => {
      const done = pass * perPass + Math.min(perPass, Atomics.load(fields, NEXT))
      work?.onProgress?.({ stage: 'Comparing embeddings', done, total: passes * perPass, unit: 'tiles' })
    })
  }

  private measureLengths(): void {
    const { lengths } = this
    lengths.forEach((_, row) => {
      lengths[row] = Math.sqrt(this.row(row)[row])
    })
    const inverses = lengths.map((length) => (length > 0 ? 1 / length : 0))
    new Float64Array(this.memory.buffer, this.plan.inverses, this.n).set(inverses)
  }
}

/**
 * @param longest the scale of the longest vector, the least but 0
 * @throws MedoidError `vector-lengths`
 */
function checkLengths(scales: Float64Array, longest: number): void {
  const row = scales.findIndex((scale) => scale > longest * MOST_TIMES_LONGER)
  if (row < 0) return
  throw new MedoidError('vector-lengths', {
    dataset: null,
    longest: { row: scales.indexOf(longest) + 1, length: 1 / longest },
    shortest: { row: row + 1, length: 1 / scales[row] }
  })
}

/** Writes a vector × scale to its row of each chunk; the rest of the last chunk stays 0. */
function toChunks(values: VectorNumbers, scale: number, chunks: Float32Array, row: number, rows: number): void {
  for (let from = 0, to = row * GRAM_CHUNK; from < values.length; from += GRAM_CHUNK, to += rows * GRAM_CHUNK) {
    const end = Math.min(GRAM_CHUNK, values.length - from)
    for (let i = 0; i < end; i++) chunks[to + i] = values[from + i] * scale
  }
}

const GRAM_FIELDS = 10
const NEXT = 9

interface Plan {
  arena: Arena
  stop: number
  gram: number
  values: number
  stride: number
  slab: number
  rows: number
  /** Of a vector; of a slab; and how many slabs there are. */
  chunks: number
  slabChunks: number
  passes: number
  factors: number
  inverses: number
  /** Scratch of each thread. */
  tiles: number[]
  labellings: LabellingsState[]
}

function planFor(n: number, length: number, k: number, threads: number, slabBytes: number): Plan {
  const arena = new Arena()
  const rows = Math.ceil(n / TILE) * TILE
  const stride = Math.ceil(n / 16) * 16
  const chunks = Math.ceil(length / GRAM_CHUNK)
  const passes = Math.ceil(chunks / Math.max(1, Math.floor(slabBytes / (rows * CHUNK_BYTES))))
  const slabChunks = Math.ceil(chunks / passes)
  const each = <T>(make: () => T): T[] => Array.from({ length: threads }, make)
  const inverses = arena.reserve(n * 8)
  return {
    arena,
    rows,
    stride,
    chunks,
    slabChunks,
    passes,
    inverses,
    stop: arena.reserve(4),
    gram: arena.reserve(GRAM_FIELDS * 4),
    factors: arena.reserve(n * 4),
    tiles: each(() => arena.reserve(TILE * TILE * 8)),
    labellings: each(() => reserveLabellings(arena, n, k, inverses)),
    slab: arena.reserve(slabChunks * rows * CHUNK_BYTES),
    values: arena.reserve(n * stride * 4)
  }
}

/** @throws MedoidError `dataset-too-large`, `memory-exhausted` */
function allocate(n: number, arena: Arena): KernelMemory {
  if (arena.fits()) return arena.allocate({ purpose: 'dataset', images: n })
  throw new MedoidError('dataset-too-large', { images: n, most: MOST_DATASET_IMAGES })
}
