import { VECTORS_BYTES } from '../../kernels/map-constants.ts'
import { Arena, instantiate } from '../kernels/kernels.ts'
import { Threads } from '../kernels/threads.ts'
import type { Work } from '../work.ts'
import type { Visit } from './nearest-in-sample.ts'

/** Vectors that are compared at a time. */
const AT_A_TIME = 256

/** Finds the vectors of a sample that look most like others: by √(1 − cos). Close it to end its threads. */
export class NearestVectors {
  private readonly k: number
  private readonly length: number
  /** Values from one vector to the next. */
  private readonly stride: number
  private readonly memory: ReturnType<Arena['allocate']>
  private readonly kernels: ReturnType<typeof instantiate>
  private readonly threads: Threads
  private readonly at: { vectors: number; squares: number; lists: number; state: number; fields: number[] }

  /**
   * @param sample vectors one after another, each with a length above 0 @param length values of each
   * @param most how many of its nearest each vector has, where there are as many
   * @throws MedoidError `memory-exhausted`
   */
  constructor(sample: Float32Array, length: number, most: number, threadCount: number) {
    const count = sample.length / length
    this.k = Math.min(most, count)
    this.length = length
    this.stride = Math.ceil(length / 4) * 4
    const bytes = this.stride * 4
    const arena = new Arena()
    const stop = arena.reserve(4)
    const state = arena.reserve(VECTORS_BYTES)
    const vectors = arena.reserve(AT_A_TIME * bytes)
    const squares = arena.reserve(AT_A_TIME * 4)
    const lists = arena.reserve(AT_A_TIME * this.k * 8)
    const sampleSquares = arena.reserve(count * 4)
    const sampleAt = arena.reserve(count * bytes)
    this.at = { vectors, squares, lists, state, fields: [bytes, sampleAt, sampleSquares, count] }
    this.memory = arena.allocate({ purpose: 'map' })
    this.kernels = instantiate(this.memory)
    this.write(sample, sampleAt, sampleSquares)
    this.threads = new Threads(this.memory, stop, threadCount)
  }

  /**
   * Looks for the nearest vectors of the sample of each vector; `visit` hears of them.
   * @param vectors one after another, each with a length above 0
   * @throws CancelledError
   */
  async find(vectors: Float32Array, visit: Visit, work?: Work): Promise<void> {
    const { k, length, at } = this
    const { buffer } = this.memory
    for (let from = 0; from < vectors.length; from += AT_A_TIME * length) {
      const some = vectors.subarray(from, from + AT_A_TIME * length)
      const count = some.length / length
      this.write(some, at.vectors, at.squares)
      const fields = [...at.fields, at.vectors, at.squares, count, k, at.lists, 0]
      new Uint32Array(buffer, at.state, VECTORS_BYTES / 4).set(fields)
      const task = {
        begin: () => ({ kernel: 'nearestVectors' as const, args: [at.state] }),
        end: () => undefined
      }
      await this.threads.run(Array<typeof task>(this.threads.count).fill(task), work)
      for (let row = 0; row < count; row++) {
        const list = at.lists + row * k * 8
        const distances = new Float32Array(buffer, list, k).map(Math.sqrt)
        visit(from / length + row, new Uint32Array(buffer, list + k * 4, k), distances)
      }
    }
  }

  async close(): Promise<void> {
    await this.threads.close()
  }

  /** Writes vectors with a length of 1, but for rounding, and their squares. */
  private write(vectors: Float32Array, to: number, squares: number): void {
    const { length, stride } = this
    const count = vectors.length / length
    const written = new Float32Array(this.memory.buffer, to, count * stride)
    for (let row = 0; row < count; row++) {
      let square = 0
      for (let i = 0; i < length; i++) square += vectors[row * length + i] ** 2
      const scale = 1 / Math.sqrt(square)
      for (let i = 0; i < length; i++) written[row * stride + i] = vectors[row * length + i] * scale
    }
    this.kernels.squareVectors(to, count, stride * 4, squares)
  }
}
