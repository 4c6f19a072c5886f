/** In an assignment: the instance belongs to no cluster (removed, no image, outside the run's subset, or rejected). */
export const UNASSIGNED = 65535

/** Instead of a medoid: there is no cluster of this number any more. */
export const NO_MEDOID = 2 ** 32 - 1

/** Assigned instances of one chunk: row i is instance chunk · 4096 + i. */
export interface AssignedChunk {
  chunk: number
  /** UNASSIGNED, or a cluster. */
  clusters: Uint16Array
  /** √(1 − S) to the medoid; NaN where unassigned. */
  distances: Float32Array
}
