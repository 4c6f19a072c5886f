import { MedoidError } from '../errors.ts'
import { Arena, instantiate } from '../kernels/kernels.ts'
import { symmetricEigen } from '../projection/eigen.ts'
import { Random } from '../random.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'

/** The mean of vectors, and the directions in which they differ most. */
export interface Components {
  /** Values of a vector. */
  length: number
  mean: Float32Array
  /** Orthonormal, one after another, those of the greatest variance first. */
  directions: Float32Array
}

/** Directions that are followed beyond those that are wanted, so that the last of these are found as well. */
const FURTHER = 16
/** Halko, Martinsson & Tropp, SIAM Review 53, 2011: a few are enough to find the space; the rest sharpens its last directions. */
const ITERATIONS = 12
/** Variances below this share of the greatest one are those of rounding. */
const ROUNDING = 1e-6
/** What the kernel takes at a time. */
const STEP = 16

/**
 * The principal components of a sample: eigenvectors of its Gram matrix by subspace iteration, in f64 but for the products, made
 * vectors of unit length. The same on one machine for the same sample.
 * @param sample vectors, one after another
 * @param most how many are wanted; fewer where the sample has no more directions
 * @throws MedoidError `memory-exhausted`; CancelledError
 */
export async function principalComponents(
  sample: Float32Array,
  length: number,
  most: number,
  work?: Work
): Promise<Components> {
  const n = sample.length / length
  const mean = meanOf(sample, length)
  const { product, centred, width } = await gramOf(sample, mean, length, work)
  const wanted = Math.min(n, most + FURTHER)
  const random = new Random(1)
  let space: Float64Array[] = Array.from({ length: wanted }, () =>
    Float64Array.from({ length: n }, () => random.normal())
  )
  orthonormalise(space)
  for (let i = 0; i < ITERATIONS; i++) {
    space = space.map(product)
    orthonormalise(space)
    await breathe()
    throwIfCancelled(work)
  }
  const images = space.map(product)
  const products = space.map((a) => images.map((b) => dot(a, b)))
  // Rounding leaves the two sides of the diagonal a bit different.
  const symmetric = products.map((row, i) => Float64Array.from(row, (value, j) => (value + products[j][i]) / 2))
  const { values, vectors } = symmetricEigen(symmetric)
  const kept = values.filter((value, i) => i < most && value > ROUNDING * values[0] && value > Number.MIN_VALUE).length
  const directions: Float64Array[] = []
  for (let k = 0; k < kept; k++) {
    const direction = new Float64Array(length)
    for (let row = 0; row < n; row++) {
      let weight = 0
      for (let j = 0; j < wanted; j++) weight += space[j][row] * vectors[k][j]
      const at = row * width
      for (let i = 0; i < length; i++) direction[i] += weight * centred[at + i]
    }
    directions.push(direction)
    await breathe()
    throwIfCancelled(work)
  }
  orthonormalise(directions)
  const flat = new Float32Array(kept * length)
  directions.forEach((direction, k) => flat.set(pointed(direction), k * length))
  return { length, mean: Float32Array.from(mean), directions: flat }
}

function meanOf(sample: Float32Array, length: number): Float64Array {
  const n = sample.length / length
  const mean = new Float64Array(length)
  for (let at = 0; at < sample.length; at += length) for (let i = 0; i < length; i++) mean[i] += sample[at + i]
  return mean.map((sum) => sum / n)
}

/** The scalar products of centred vectors with one another, as what multiplies a vector with their matrix. */
async function gramOf(
  sample: Float32Array,
  mean: Float64Array,
  length: number,
  work?: Work
): Promise<{ product: (vector: Float64Array) => Float64Array; centred: Float32Array; width: number }> {
  const n = sample.length / length
  const width = Math.ceil(length / STEP) * STEP
  const side = Math.ceil(n / STEP) * STEP
  const arena = new Arena()
  const rows = arena.reserve(n * width * 4)
  const gram = arena.reserve(n * side * 4)
  const vector = arena.reserve(side * 4)
  const out = arena.reserve(n * 4)
  const memory = arena.allocate({ purpose: 'components', vectors: n })
  const { scalarProducts } = instantiate(memory)
  const centred = new Float32Array(memory.buffer, rows, n * width)
  for (let row = 0; row < n; row++) {
    for (let i = 0; i < length; i++) centred[row * width + i] = sample[row * length + i] - mean[i]
  }
  for (let row = 0; row < n; row++) {
    scalarProducts(rows, n, width, rows + row * width * 4, gram + row * side * 4)
    if (row % 64 === 0) {
      await breathe()
      throwIfCancelled(work)
    }
  }
  const given = new Float32Array(memory.buffer, vector, side)
  const found = new Float32Array(memory.buffer, out, n)
  const product = (of: Float64Array): Float64Array => {
    given.set(of)
    scalarProducts(gram, n, side, vector, out)
    return Float64Array.from(found)
  }
  return { product, centred, width }
}

/** Modified Gram–Schmidt, twice, as once loses digits; a vector that has nothing of its own becomes 0. */
function orthonormalise(vectors: readonly Float64Array[]): void {
  vectors.forEach((vector, i) => {
    const before = Math.sqrt(dot(vector, vector))
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < i; j++) {
        const share = dot(vector, vectors[j])
        const other = vectors[j]
        for (let at = 0; at < vector.length; at++) vector[at] -= share * other[at]
      }
    }
    const norm = Math.sqrt(dot(vector, vector))
    const scale = norm > before * 1e-12 && norm > 0 ? 1 / norm : 0
    for (let at = 0; at < vector.length; at++) vector[at] *= scale
  })
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

/** With its greatest value positive: the sign of a direction is nobody's choice. */
function pointed(direction: Float64Array): Float64Array {
  let greatest = 0
  for (const value of direction) if (Math.abs(value) > Math.abs(greatest)) greatest = value
  return greatest < 0 ? direction.map((value) => -value) : direction
}

/** Gives short vectors: how far a vector lies from the mean in each direction. Distances of short ones are at most those of full ones. */
export class ComponentProjector {
  readonly length: number
  /** Values of a short vector: a multiple of what the search takes at a time; those beyond the directions are 0. */
  readonly width: number
  private readonly vector: Float32Array
  private readonly found: Float32Array
  private readonly mean: Float32Array
  private readonly run: () => void

  /** @throws MedoidError `memory-exhausted` */
  constructor({ length, mean, directions }: Components) {
    this.length = length
    this.mean = mean
    const count = directions.length / length
    this.width = shortWidth(count)
    const stride = Math.ceil(length / STEP) * STEP
    const arena = new Arena()
    const rows = arena.reserve(count * stride * 4)
    const vector = arena.reserve(stride * 4)
    const out = arena.reserve(this.width * 4)
    const memory = arena.allocate({ purpose: 'components', vectors: count })
    for (let k = 0; k < count; k++) {
      new Float32Array(memory.buffer, rows + k * stride * 4, length).set(
        directions.subarray(k * length, (k + 1) * length)
      )
    }
    this.vector = new Float32Array(memory.buffer, vector, stride)
    this.found = new Float32Array(memory.buffer, out, this.width)
    const { scalarProducts } = instantiate(memory)
    this.run = () => scalarProducts(rows, count, stride, vector, out)
  }

  /** @returns a view, until the next one */
  project(vector: Float32Array): Float32Array {
    for (let i = 0; i < this.length; i++) this.vector[i] = vector[i] - this.mean[i]
    this.run()
    return this.found
  }
}

/** @param directions how many there are */
export function shortWidth(directions: number): number {
  return Math.max(1, Math.ceil(directions / STEP)) * STEP
}

/** The bytes that are stored: two counts, the mean, the directions; f32 and u32, little-endian. */
export function encodeComponents({ length, mean, directions }: Components): Buffer {
  const counts = Uint32Array.of(length, directions.length / length)
  return Buffer.concat(
    [counts, mean, directions].map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength))
  )
}

/** @param length that they must have @param file for the message @throws MedoidError `stored-vectors-unusable` */
export function decodeComponents(bytes: Uint8Array, length: number, file: string): Components {
  const { buffer } = Uint8Array.from(bytes)
  const counts = bytes.length >= 8 ? new Uint32Array(buffer, 0, 2) : [0, 0]
  const isWhole = counts[0] === length && bytes.length === 8 + 4 * length * (1 + counts[1])
  const values = isWhole ? new Float32Array(buffer, 8) : Float32Array.of(NaN)
  if (values.some((value) => !Number.isFinite(value))) {
    throw new MedoidError('stored-vectors-unusable', { file, reason: 'components' })
  }
  return { length, mean: values.subarray(0, length), directions: values.subarray(length) }
}
