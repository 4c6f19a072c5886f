import { type ThreadTask, Threads } from '../../kernels/threads.ts'
import { type Architecture, embeddingShape, weightShapes } from '../architecture.ts'
import { type Network, type NetworkState, RMSPROP } from '../backend.ts'
import { type NetworkMemory, networkMemory, type Purpose } from './memory.ts'

/**
 * A network that Medoid's own kernels train, on threads. Pictures are given out to threads one by one, and their gradients
 * are added in the order of the pictures, so that the results are the same, to the bit, for any number of threads.
 */
export class WasmNetwork implements Network {
  private readonly sizes: number[]
  private readonly pixels: number
  private readonly embeddingValues: number
  /** All weights, one after another, as their mean squares and gradients. */
  private readonly weights: Float32Array
  private readonly meanSquares: Float32Array
  private readonly sums: Float32Array
  private readonly memory: NetworkMemory
  private readonly threads: Threads

  /**
   * @param threads on how many to compute
   * @throws MedoidError `unsupported-architecture`, `memory-exhausted`
   */
  constructor(architecture: Architecture, state: NetworkState, threads: number) {
    this.sizes = weightShapes(architecture).map((shape) => shape.reduce((a, b) => a * b))
    this.pixels = architecture.side ** 2
    this.embeddingValues = embeddingShape(architecture).values
    this.weights = joined(state.weights)
    this.meanSquares = joined(state.meanSquares)
    this.sums = new Float32Array(this.weights.length)
    this.memory = networkMemory(architecture, threads)
    this.memory.setWeights(this.weights)
    this.threads = new Threads(this.memory.memory, this.memory.stop, threads)
  }

  async step(pictures: Uint8Array): Promise<number> {
    const loss = await this.differentiate(pictures)
    const { weights, meanSquares, sums } = this
    const { learningRate, rho, epsilon } = RMSPROP
    for (let at = 0; at < weights.length; at++) {
      const gradient = sums[at]
      meanSquares[at] = rho * meanSquares[at] + (1 - rho) * gradient * gradient
      weights[at] -= (learningRate * gradient) / (Math.sqrt(meanSquares[at]) + epsilon)
    }
    this.memory.setWeights(weights)
    return loss
  }

  loss(pictures: Uint8Array): Promise<number> {
    return this.run('reconstruct', pictures)
  }

  async gradients(pictures: Uint8Array): Promise<{ loss: number; gradients: Float32Array[] }> {
    const loss = await this.differentiate(pictures)
    return { loss, gradients: this.separate(this.sums) }
  }

  encode(pictures: Uint8Array): Promise<Float32Array> {
    return this.collect('encode', pictures, this.embeddingValues)
  }

  reconstruct(pictures: Uint8Array): Promise<Float32Array> {
    return this.collect('reconstruct', pictures, this.pixels)
  }

  state(): Promise<NetworkState> {
    return Promise.resolve({ weights: this.separate(this.weights), meanSquares: this.separate(this.meanSquares) })
  }

  close(): Promise<void> {
    return this.threads.close()
  }

  private async differentiate(pictures: Uint8Array): Promise<number> {
    this.memory.clearGradients()
    const loss = await this.run('train', pictures)
    this.memory.readGradients(this.sums)
    return loss
  }

  private async collect(purpose: Purpose, pictures: Uint8Array, values: number): Promise<Float32Array> {
    const results = new Float32Array((pictures.length / this.pixels) * values)
    await this.run(purpose, pictures, (picture, at) => results.set(this.memory.result(at, values), picture * values))
    return results
  }

  /**
   * Runs all pictures, a round at a time.
   * @param take called for each picture with its place in the round, once its result is there
   * @returns the loss; without meaning where no picture is made
   */
  private async run(
    purpose: Purpose,
    pictures: Uint8Array,
    take?: (picture: number, at: number) => void
  ): Promise<number> {
    const count = pictures.length / this.pixels
    if (!Number.isInteger(count) || count === 0) {
      throw new RangeError(`${pictures.length} bytes are not one or more pictures of ${this.pixels} bytes each.`)
    }
    let squares = 0
    for (let first = 0; first < count; first += this.memory.most) {
      const last = Math.min(first + this.memory.most, count)
      this.memory.beginRound(purpose, pictures.subarray(first * this.pixels, last * this.pixels), pictures.length)
      await this.threads.run(this.tasks())
      squares = this.memory.addLosses(squares, last - first)
      for (let picture = first; picture < last; picture++) take?.(picture, picture - first)
    }
    return squares / pictures.length
  }

  /** One for each thread, for the whole round. */
  private tasks(): ThreadTask[] {
    const begin: ThreadTask['begin'] = (thread) => ({ kernel: 'runNetwork', args: [this.memory.address, thread] })
    return Array.from({ length: this.threads.count }, () => ({ begin, end: () => undefined }))
  }

  private separate(all: Float32Array): Float32Array[] {
    let first = 0
    return this.sizes.map((size) => all.slice(first, (first += size)))
  }
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let first = 0
  for (const part of parts) {
    all.set(part, first)
    first += part.length
  }
  return all
}
