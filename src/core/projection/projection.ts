import { Arena, instantiate } from '../kernels/kernels.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'
import { symmetricEigen } from './eigen.ts'

/** Vectors that a projection is fitted on; it has fewer values than these, as n vectors differ in n − 1 directions at most. */
export const FITTED_ON = 1024
/** Values that a projection can have. */
export const MOST_WIDTH = 1000

/** Principal components: the mean of vectors, and the directions in which they differ most. */
export interface Projection {
  /** Values of a vector, and of a projected one. */
  length: number
  width: number
  mean: Float32Array
  /** Orthonormal, one after another, that of the greatest variance first; the greatest value of each is positive. */
  directions: Float32Array
  /** Of the vectors that it was fitted on in each direction, and in all directions there are; with n − 1. */
  variances: Float64Array
  variance: number
}

/** Variances below this share of the greatest one are those of rounding. */
const ROUNDING = 1e-10
/** Columns of the sample that are gone through at a time: those of 1,024 vectors stay in the processor's cache. */
const COLUMNS = 256

/**
 * The principal components of a sample, as those of its Gram matrix (n × n), in f64 throughout: the same sample gives the same bytes. What
 * scikit-learn's `PCA(svd_solver='full')` finds, but for its signs.
 * @param sample n vectors, one after another
 * @param most how many are wanted; fewer where the vectors differ in fewer directions
 * @throws CancelledError
 */
export async function fitProjection(
  sample: Float32Array,
  length: number,
  most: number,
  work?: Work
): Promise<Projection> {
  const n = sample.length / length
  const mean = meanOf(sample, length)
  const gram = Array.from({ length: n }, () => new Float64Array(n))
  const pause = async (column: number, part: number): Promise<void> => {
    const done = Math.round(((column / length + part) / 2) * length)
    work?.onProgress?.({ stage: 'Finding components', done, total: length, unit: 'values' })
    await breathe()
    throwIfCancelled(work)
  }
  for (let from = 0; from < length; from += COLUMNS) {
    addProducts(gram, centredColumns(sample, length, mean, from))
    await pause(from, 0)
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) gram[i][j] = gram[j][i]
  const sum = gram.reduce((all, row, i) => all + row[i], 0)
  const { values, vectors } = symmetricEigen(gram)
  const isKept = (value: number, k: number): boolean => k < most && value > ROUNDING * values[0] && value > 0
  const width = values.filter(isKept).length
  const weights = vectors.slice(0, width).map((vector, k) => vector.map((value) => value / Math.sqrt(values[k])))
  const directions = new Float32Array(width * length)
  for (let from = 0; from < length; from += COLUMNS) {
    writeDirections(directions, length, from, weights, centredColumns(sample, length, mean, from))
    await pause(from, 1)
  }
  for (let k = 0; k < width; k++) point(directions.subarray(k * length, (k + 1) * length))
  const divisor = Math.max(1, n - 1)
  return {
    length,
    width,
    mean: Float32Array.from(mean),
    directions,
    variances: values.slice(0, width).map((value) => value / divisor),
    variance: sum / divisor
  }
}

/** The share of the variance of the sample that projected vectors keep; 1 where there is none. */
export function explained({ variances, variance }: Pick<Projection, 'variances' | 'variance'>): number {
  return variance === 0 ? 1 : variances.reduce((sum, value) => sum + value, 0) / variance
}

function meanOf(sample: Float32Array, length: number): Float64Array {
  const n = sample.length / length
  const mean = new Float64Array(length)
  for (let at = 0; at < sample.length; at += length) for (let i = 0; i < length; i++) mean[i] += sample[at + i]
  return mean.map((sum) => sum / n)
}

/** Some columns of the sample less their means, row by row. */
function centredColumns(sample: Float32Array, length: number, mean: Float64Array, from: number): Float64Array[] {
  const to = Math.min(length, from + COLUMNS)
  return Array.from({ length: sample.length / length }, (_, row) =>
    Float64Array.from({ length: to - from }, (_, i) => sample[row * length + from + i] - mean[from + i])
  )
}

/** Adds scalar products of rows to the upper triangle, two by two: what is read is used twice. */
function addProducts(gram: Float64Array[], rows: readonly Float64Array[]): void {
  const n = rows.length
  for (let i = 0; i < n; i += 2) {
    const a = rows[i]
    const b = rows[Math.min(i + 1, n - 1)]
    for (let j = i; j < n; j += 2) {
      const c = rows[j]
      const d = rows[Math.min(j + 1, n - 1)]
      let [ac, ad, bc, bd] = [0, 0, 0, 0]
      for (let at = 0; at < a.length; at++) {
        ac += a[at] * c[at]
        ad += a[at] * d[at]
        bc += b[at] * c[at]
        bd += b[at] * d[at]
      }
      gram[i][j] += ac
      if (j + 1 < n) gram[i][j + 1] += ad
      if (i + 1 < n && j > i) gram[i + 1][j] += bc
      if (i + 1 < n && j + 1 < n) gram[i + 1][j + 1] += bd
    }
  }
}

/** Directions are the rows of the sample weighed by an eigenvector of their Gram matrix. */
function writeDirections(
  directions: Float32Array,
  length: number,
  from: number,
  weights: readonly Float64Array[],
  rows: readonly Float64Array[]
): void {
  const width = rows[0]?.length ?? 0
  weights.forEach((weight, k) => {
    const sums = new Float64Array(width)
    rows.forEach((row, i) => {
      const share = weight[i]
      for (let at = 0; at < width; at++) sums[at] += share * row[at]
    })
    directions.set(sums, k * length + from)
  })
}

/** Turns a direction so that its greatest value is positive: its sign is nobody's choice. */
function point(direction: Float32Array): void {
  let greatest = 0
  for (const value of direction) if (Math.abs(value) > Math.abs(greatest)) greatest = value
  if (greatest < 0) direction.forEach((value, i) => (direction[i] = -value))
}

/** Values that the kernel multiplies at a time: sums of so many are f32, sums of these f64. */
const MULTIPLIED_AT_A_TIME = 2048
/** What it takes at a time. */
const STEP = 16

/** Projects vectors: how far each lies from the mean in each direction. What comes out of a vector does not depend on the others. */
export class Projector {
  readonly length: number
  readonly width: number
  private readonly mean: Float32Array
  /** Of the kernels' memory: chunks of all directions, a chunk of a vector, and what its products are. */
  private readonly chunks: number
  private readonly vector: Float32Array
  private readonly products: Float32Array
  private readonly multiply: (chunk: number) => void

  /** @throws MedoidError `memory-exhausted` */
  constructor({ length, width, mean, directions }: Pick<Projection, 'length' | 'width' | 'mean' | 'directions'>) {
    this.length = length
    this.width = width
    this.mean = mean
    const size = Math.min(MULTIPLIED_AT_A_TIME, Math.ceil(length / STEP) * STEP)
    this.chunks = Math.ceil(length / size)
    const arena = new Arena()
    const rows = arena.reserve(this.chunks * width * size * 4)
    const vector = arena.reserve(size * 4)
    const products = arena.reserve(width * 4)
    const memory = arena.allocate({ purpose: 'components', vectors: width })
    for (let chunk = 0; chunk < this.chunks; chunk++) {
      for (let k = 0; k < width; k++) {
        const values = directions.subarray(
          k * length + chunk * size,
          Math.min((k + 1) * length, k * length + (chunk + 1) * size)
        )
        new Float32Array(memory.buffer, rows + (chunk * width + k) * size * 4, size).set(values)
      }
    }
    this.vector = new Float32Array(memory.buffer, vector, size)
    this.products = new Float32Array(memory.buffer, products, width)
    const { scalarProducts } = instantiate(memory)
    this.multiply = (chunk) => scalarProducts(rows + chunk * width * size * 4, width, size, vector, products)
  }

  /** @param vectors one after another @returns as many of `width` values */
  project(vectors: Float32Array): Float32Array {
    const { length, width } = this
    const count = vectors.length / length
    const size = this.vector.length
    const sums = new Float64Array(count * width)
    for (let chunk = 0; chunk < this.chunks; chunk++) {
      const from = chunk * size
      const to = Math.min(length, from + size)
      this.vector.fill(0)
      for (let row = 0; row < count; row++) {
        for (let i = from; i < to; i++) this.vector[i - from] = vectors[row * length + i] - this.mean[i]
        this.multiply(chunk)
        for (let k = 0; k < width; k++) sums[row * width + k] += this.products[k]
      }
    }
    return Float32Array.from(sums)
  }
}
