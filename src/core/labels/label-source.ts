import type { TagSource } from '../catalogue/types.ts'
import type { ClusterLabel } from '../catalogue/annotations.ts'

/** Some assigned instances: parallel arrays, instances ascending. */
export interface LabelChunk {
  instances: Uint32Array
  clusters: Uint16Array
  /** √(1−S) to the medoid of the cluster. */
  distances: Float32Array
}

/** What an export reads: one clustering with everything that belongs to it. */
export interface LabelSource {
  run: number
  k: number
  /** When the run was made (ISO 8601), by which version, and what was asked for, as far as it may leave this machine. */
  created: string
  program: string
  parameters: unknown
  /** Instance of the medoid of each cluster. */
  medoids: Uint32Array
  /** Silhouettes of the instances that were in the run's sample. */
  silhouettes: ReadonlyMap<number, number>
  /** The names that count now, by cluster. */
  labels: ReadonlyMap<number, ClusterLabel>
  tags: TagSource
  /** How many live instances are assigned. */
  count: number
  /** How many there are. */
  live: number
  /** Live images of the run's subset that came or changed since they were assigned, and are in no row. */
  unassigned: number
  /** Live assigned instances, chunk by chunk. */
  assigned(): Iterable<LabelChunk>
  /** The file of each instance, readable; '' where its source was taken out. */
  paths(instances: Uint32Array): string[]
}
