import { Random } from '../random.ts'

/** Rows that all are placed by: enough that more of them change little. */
const LANDMARKS = 500

/** Vectors that are iterated beside the two that are wanted, which they make converge faster. */
const SPARE = 6
const MOST_ITERATIONS = 100
/** Eigenvalues that change by less of the largest one do not change any more. */
const SETTLED = 1e-9
/** An eigenvalue that is less of the largest one is 0 but for rounding. */
const NOTHING = 1e-9
/** Entries of such a share of the largest one are as large, but for what the iteration leaves. */
const AS_LARGE = 0.999

const STREAM = 11

/**
 * Landmark MDS (de Silva and Tenenbaum 2004): classical scaling of some rows, drawn at random, and the others by their squared
 * dissimilarities to these. Exact where all rows are landmarks. The free sign of each axis is set so that the first of the landmarks that
 * are farthest out has a positive coordinate. An axis along which nothing differs is 0.
 * @param matrix dissimilarities @param rows those that are placed
 * @returns x and y of each row, in the unit of the dissimilarities
 */
export function landmarkMds(
  matrix: { row: (row: number) => Float32Array },
  rows: Uint32Array,
  seed: number
): Float64Array {
  const random = new Random(seed, STREAM)
  const marks = random.shuffle(rows.slice()).slice(0, LANDMARKS).sort()
  const count = marks.length
  const { products, means } = centred(matrix, marks)
  const axes = largestEigenvectors(products, count, random)
  const positions = new Float64Array(2 * rows.length)
  axes.forEach(({ vector, value }, axis) => {
    const scale = 0.5 / Math.sqrt(value)
    rows.forEach((row, at) => {
      const distances = matrix.row(row)
      let sum = 0
      for (let mark = 0; mark < count; mark++) sum += vector[mark] * (means[mark] - distances[marks[mark]] ** 2)
      positions[2 * at + axis] = scale * sum
    })
  })
  return positions
}

/** −½ J D² J of the landmarks, row by row, and the mean of each column of D². */
function centred(
  matrix: { row: (row: number) => Float32Array },
  marks: Uint32Array
): { products: Float64Array; means: Float64Array } {
  const count = marks.length
  const products = new Float64Array(count * count)
  const means = new Float64Array(count)
  marks.forEach((mark, i) => {
    const distances = matrix.row(mark)
    for (let j = 0; j < count; j++) {
      products[i * count + j] = distances[marks[j]] ** 2
      means[i] += products[i * count + j] / count
    }
  })
  const mean = means.reduce((sum, each) => sum + each, 0) / count
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      products[i * count + j] = -0.5 * (products[i * count + j] - means[i] - means[j] + mean)
    }
  }
  return { products, means }
}

interface Eigenvector {
  vector: Float64Array
  value: number
}

/** The eigenvectors of a symmetric matrix with the two largest eigenvalues, as far as these are above 0, by orthogonal iteration. */
function largestEigenvectors(matrix: Float64Array, n: number, random: Random): Eigenvector[] {
  let vectors: Float64Array[] = Array.from({ length: Math.min(n, 2 + SPARE) }, () =>
    Float64Array.from({ length: n }, () => random.next() - 0.5)
  )
  orthonormalise(vectors)
  let values: number[] = []
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    const next = vectors.map((vector) => times(matrix, vector))
    const before = values
    // Rayleigh's quotients: eigenvalues with their signs, since dissimilarities need not be distances of points.
    values = next.map((vector, at) => dot(vector, vectors[at]))
    orthonormalise(next)
    vectors = next
    const largest = Math.max(...values.map(Math.abs))
    if (values.every((value, at) => Math.abs(value - before[at]) <= SETTLED * largest)) break
  }
  const largest = Math.max(0, ...values)
  return vectors
    .map((vector, at) => ({ vector: withSign(vector), value: values[at] }))
    .filter(({ value }) => value > NOTHING * largest)
    .sort((a, b) => b.value - a.value)
    .slice(0, 2)
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const n = vector.length
  const result = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    let sum = 0
    for (let j = 0, at = i * n; j < n; j++, at++) sum += matrix[at] * vector[j]
    result[i] = sum
  }
  return result
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

/** By Gram and Schmidt, in place; what depends on the vectors before it becomes 0. */
function orthonormalise(vectors: Float64Array[]): void {
  vectors.forEach((vector, at) => {
    const length = Math.sqrt(dot(vector, vector))
    for (const before of vectors.slice(0, at)) {
      const along = dot(vector, before)
      for (let i = 0; i < vector.length; i++) vector[i] -= along * before[i]
    }
    const left = Math.sqrt(dot(vector, vector))
    const scale = left > NOTHING * length ? 1 / left : 0
    for (let i = 0; i < vector.length; i++) vector[i] *= scale
  })
}

/** The vector, or its opposite, so that the first of its largest entries is positive. */
function withSign(vector: Float64Array): Float64Array {
  const most = vector.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)
  const first = vector.find((value) => Math.abs(value) >= AS_LARGE * most) ?? 0
  return first < 0 ? vector.map((value) => -value) : vector
}
