import type { Linkage } from '../../../src/core/catalogue/stored/tree.ts'
import type { FeatureTable } from '../../../src/core/features/table.ts'
import { columnsInCommon, gowerDissimilarity } from '../../../src/core/clustering/gower.ts'
import type { GowerModel } from '../../../src/core/catalogue/stored/features.ts'
import type { Start } from '../../../src/core/clustering/state.ts'

/**
 * Every kernel in plain TypeScript and f64, straight from its definition: what the kernels are tested against, and their
 * peer in the benchmark. Matrices are arrays of rows.
 */
export type ReferenceMatrix = Float64Array[]

/** √(1−S) of all pairs of rows; 1 where nothing is evidence about them. And how many pairs share no column. */
export function referenceMatrix(table: FeatureTable, model: GowerModel): { matrix: ReferenceMatrix; unshared: number } {
  const dissimilarity = gowerDissimilarity(table, model)
  const inCommon = columnsInCommon(table, model)
  const matrix = Array.from({ length: table.rows }, () => new Float64Array(table.rows))
  let unshared = 0
  for (let i = 0; i < table.rows; i++) {
    for (let j = i + 1; j < table.rows; j++) {
      const value = dissimilarity(i, j)
      // Without a common column, all evidence there is is absence.
      if ((Number.isNaN(value) || value === 1) && inCommon(i, j) === 0) unshared++
      matrix[i][j] = matrix[j][i] = Number.isNaN(value) ? 1 : Math.sqrt(value)
    }
  }
  return { matrix, unshared }
}

/** Σ distance to the nearest medoid. */
export function referenceLoss(matrix: ReferenceMatrix, medoids: ArrayLike<number>): number {
  let loss = 0
  for (let row = 0; row < matrix.length; row++) {
    let nearest = Infinity
    for (let slot = 0; slot < medoids.length; slot++) nearest = Math.min(nearest, matrix[medoids[slot]][row])
    loss += nearest
  }
  return loss
}

/** FasterPAM (Schubert and Rousseeuw, Information Systems 101, 2021, algorithm 3) from given medoids, k ≥ 2. */
export function referenceFasterPam(
  matrix: ReferenceMatrix,
  start: Start
): { medoids: number[]; loss: number; swaps: number } {
  const n = matrix.length
  const medoids = Array.from(start.medoids)
  const k = medoids.length
  const nearest = new Int32Array(n)
  const nearestDistance = new Float64Array(n)
  const secondDistance = new Float64Array(n)
  const removal = new Float64Array(k)
  const change = new Float64Array(k)

  const update = () => {
    removal.fill(0)
    for (let row = 0; row < n; row++) {
      let first = Infinity
      let second = Infinity
      for (let slot = 0; slot < k; slot++) {
        const d = matrix[medoids[slot]][row]
        if (d < first) {
          second = first
          first = d
          nearest[row] = slot
        } else if (d < second) {
          second = d
        }
      }
      nearestDistance[row] = first
      secondDistance[row] = second
      removal[nearest[row]] += second - first
    }
  }

  update()
  let swaps = 0
  for (let { candidate } = start, tried = 0; tried < n; candidate = (candidate + 1) % n, tried++) {
    if (medoids.includes(candidate)) continue
    change.set(removal)
    let gain = 0
    const distances = matrix[candidate]
    for (let row = 0; row < n; row++) {
      const d = distances[row]
      if (d < nearestDistance[row]) {
        gain += d - nearestDistance[row]
        change[nearest[row]] += nearestDistance[row] - secondDistance[row]
      } else if (d < secondDistance[row]) {
        change[nearest[row]] += d - secondDistance[row]
      }
    }
    let slot = 0
    for (let other = 1; other < k; other++) if (change[other] < change[slot]) slot = other
    if (change[slot] + gain >= -1e-9) continue
    medoids[slot] = candidate
    update()
    swaps++
    tried = -1
  }
  return { medoids, loss: referenceLoss(matrix, medoids), swaps }
}

/** Σ d₁ / d₂ over the rows, with the distances to the nearest and second nearest medoid; 0 where d₁ is 0. k ≥ 2. */
export function referenceRatios(matrix: ReferenceMatrix, medoids: ArrayLike<number>): number {
  return matrix.reduce((sum, row) => {
    let first = Infinity
    let second = Infinity
    for (let slot = 0; slot < medoids.length; slot++) {
      const d = row[medoids[slot]]
      second = Math.min(second, Math.max(first, d))
      first = Math.min(first, d)
    }
    return sum + (first === 0 ? 0 : first / second)
  }, 0)
}

/** FasterMSC by its definition: each candidate in turn takes the place where the medoid silhouette is highest then, if it rises. */
export function referenceFasterMsc(
  matrix: ReferenceMatrix,
  start: Start
): { medoids: number[]; loss: number; swaps: number } {
  let medoids = Array.from(start.medoids)
  let loss = referenceRatios(matrix, medoids)
  let swaps = 0
  for (
    let { candidate } = start, tried = 0;
    tried < matrix.length;
    candidate = (candidate + 1) % matrix.length, tried++
  ) {
    if (medoids.includes(candidate)) continue
    const best = bestSwap(matrix, medoids, candidate)
    if (best.loss >= loss - 1e-9) continue
    ;({ medoids, loss } = best)
    swaps++
    tried = -1
  }
  return { medoids, loss, swaps }
}

/** The medoids with a candidate in the place where Σ d₁ / d₂ is least then, the first of equals. */
export function bestSwap(
  matrix: ReferenceMatrix,
  medoids: readonly number[],
  candidate: number
): { medoids: number[]; loss: number } {
  return medoids
    .map((_, slot) => medoids.with(slot, candidate))
    .map((swapped) => ({ medoids: swapped, loss: referenceRatios(matrix, swapped) }))
    .reduce((best, each) => (each.loss < best.loss ? each : best))
}

/** One merge of a tree: the rows of both clusters, and their height. */
export interface ReferenceMerge {
  rows: [number[], number[]]
  height: number
}

/** How far apart two clusters are, straight from the definition of a linkage. @param one, other their rows */
export function referenceLinkage(matrix: ReferenceMatrix, linkage: Linkage, one: number[], other: number[]): number {
  const between = one.flatMap((row) => other.map((column) => matrix[row][column]))
  const within = (rows: number[]) => {
    const squares = rows.flatMap((row) => rows.map((column) => matrix[row][column] ** 2))
    return squares.reduce((sum, square) => sum + square, 0) / 2 / rows.length
  }
  switch (linkage) {
    case 'single':
      return Math.min(...between)
    case 'complete':
      return Math.max(...between)
    case 'average':
      return between.reduce((sum, distance) => sum + distance, 0) / between.length
    case 'minimax': {
      const union = [...one, ...other]
      return Math.min(...union.map((row) => Math.max(...union.map((column) => matrix[row][column]))))
    }
    case 'ward':
      // Twice what the sum of squares of the union is above those of both (Murtagh and Legendre 2014, equation 6).
      return Math.sqrt(Math.max(0, 2 * (within([...one, ...other]) - within(one) - within(other))))
  }
}

/** A tree straight from the definition: n − 1 times merges the two nearest clusters. */
export function referenceTree(matrix: ReferenceMatrix, linkage: Linkage): ReferenceMerge[] {
  const clusters = Array.from(matrix.keys(), (row) => [row])
  const apart = matrix.map((row) => Array.from(row))
  const merges: ReferenceMerge[] = []
  const alive = new Set(clusters.keys())
  while (alive.size > 1) {
    let [one, other, least] = [-1, -1, Infinity]
    for (const i of alive) {
      for (const j of alive) if (i < j && apart[i][j] < least) [one, other, least] = [i, j, apart[i][j]]
    }
    merges.push({ rows: [clusters[one], clusters[other]], height: least })
    alive.delete(other)
    clusters[one] = [...clusters[one], ...clusters[other]]
    for (const k of alive) {
      if (k !== one) apart[one][k] = apart[k][one] = referenceLinkage(matrix, linkage, clusters[one], clusters[k])
    }
  }
  return merges
}

/** Silhouettes (Rousseeuw, J. Comput. Appl. Math. 20, 1987), k ≥ 2. */
export function referenceSilhouettes(matrix: ReferenceMatrix, labels: ArrayLike<number>, k: number): Float64Array {
  const n = matrix.length
  const sizes = new Float64Array(k)
  for (let row = 0; row < n; row++) sizes[labels[row]]++
  const sums = new Float64Array(k)
  return Float64Array.from({ length: n }, (_, row) => {
    sums.fill(0)
    for (let other = 0; other < n; other++) sums[labels[other]] += matrix[row][other]
    const own = labels[row]
    if (sizes[own] === 1) return 0
    const a = sums[own] / (sizes[own] - 1)
    let b = Infinity
    for (let cluster = 0; cluster < k; cluster++) {
      if (cluster !== own) b = Math.min(b, sums[cluster] / sizes[cluster])
    }
    return a === b ? 0 : (b - a) / Math.max(a, b)
  })
}

/**
 * The nearest medoid of each row of `table`, both tables of the same model; √(1−S) to it, 1 where nothing is evidence. And
 * how many rows share no column with any medoid.
 */
export function referenceAssign(
  table: FeatureTable,
  model: GowerModel,
  isMedoid: (row: number) => boolean
): { nearest: Int32Array; distances: Float64Array; unshared: number } {
  const dissimilarity = gowerDissimilarity(table, model)
  const inCommon = columnsInCommon(table, model)
  const medoids = Array.from({ length: table.rows }, (_, row) => row).filter(isMedoid)
  const nearest = new Int32Array(table.rows)
  const distances = new Float64Array(table.rows).fill(Infinity)
  for (let row = 0; row < table.rows; row++) {
    medoids.forEach((medoid, place) => {
      const value = dissimilarity(medoid, row)
      const distance = Number.isNaN(value) ? 1 : Math.sqrt(value)
      if (distance < distances[row]) {
        distances[row] = distance
        nearest[row] = place
      }
    })
  }
  const rows = Array.from({ length: table.rows }, (_, row) => row)
  const unshared = rows.filter((row) => medoids.every((medoid) => inCommon(medoid, row) === 0)).length
  return { nearest, distances, unshared }
}
