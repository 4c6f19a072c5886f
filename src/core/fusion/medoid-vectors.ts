import type { Assignment, MedoidComparison } from '../clustering/assign.ts'
import { scaleOf } from '../evaluation/scale.ts'
import { cosineDistance, fusedDistance, type Weighing } from './fuse.ts'

/** The vectors of a clustering's medoids, and how far other images look from them. */
export class MedoidVectors {
  readonly k: number
  private readonly length: number
  private readonly vectors: readonly (Float32Array | null)[]
  private readonly squares: number[]

  /** @param vectors by cluster; null for a medoid that has none: to it, distances are by tags alone */
  constructor(vectors: readonly (Float32Array | null)[], length: number) {
    this.k = vectors.length
    this.length = length
    this.vectors = vectors
    this.squares = vectors.map((vector) => (vector === null ? 0 : dot(vector, vector)))
  }

  /**
   * 1 − cos of an image and each medoid, by cluster; NaN where one of them has no vector, or none with a direction.
   * @param row for the message
   * @param into k values
   * @throws MedoidError `vector-not-finite`
   */
  cosines(vector: Float32Array, row: number, into: Float64Array): void {
    into.fill(NaN)
    if (vector.length !== this.length) throw new Error(`A vector of ${vector.length} values, not ${this.length}.`)
    if (scaleOf(vector, row) === 0) return
    const square = dot(vector, vector)
    this.vectors.forEach((medoid, cluster) => {
      if (medoid === null || this.squares[cluster] === 0) return
      into[cluster] = cosineDistance(dot(vector, medoid), square, this.squares[cluster])
    })
  }
}

/**
 * Puts each row to its nearest medoid by tags and pictures: as `fuse` has the distances of a sample.
 * @param cosines as `MedoidVectors.cosines` has them, row by row
 * @param medoids rows of the sample, by cluster: of equally near ones the first in the sample counts, as in the clustering
 * @param members clusters of rows that belong to one, whichever is the nearest
 */
export function assignFused(
  { dissimilarities, unshared }: MedoidComparison,
  cosines: Float64Array,
  medoids: readonly number[],
  weighing: Weighing,
  members: ReadonlyMap<number, number> = new Map()
): Omit<Assignment, 'columns'> {
  const k = medoids.length
  const rows = dissimilarities.length / k
  const order = Array.from(medoids.keys()).sort((a, b) => medoids[a] - medoids[b])
  const clusters = new Uint16Array(rows)
  const distances = new Float32Array(rows).fill(Infinity)
  for (let row = 0; row < rows; row++) {
    const own = members.get(row)
    for (const cluster of own === undefined ? order : [own]) {
      const dissimilarity = dissimilarities[row * k + cluster]
      const cosine = cosines[row * k + cluster]
      const distance = Math.fround(
        Number.isNaN(cosine) ? Math.sqrt(dissimilarity) : fusedDistance(dissimilarity, cosine, weighing)
      )
      if (distance >= distances[row]) continue
      distances[row] = distance
      clusters[row] = cluster
    }
  }
  return { clusters, distances, unshared }
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}
