import type { EditSummary } from '../catalogue/edit-summary.ts'
import type { TagSource } from '../catalogue/types.ts'
import type { Condition } from '../conditions.ts'
import type { InheritedLabel } from './inherit.ts'
import type { ClusterLabel } from '../catalogue/annotations.ts'
import type { Subset } from './subset.ts'

/** Some assigned instances: parallel arrays, instances ascending. */
export interface LabelChunk {
  instances: Uint32Array
  /** UNASSIGNED of images that have no cluster, and only inherit a label. */
  clusters: Uint16Array
  /** √(1−S) to the medoid of the cluster; NaN where there is none. */
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
  /** Numbers of the clusters, ascending, and the instances of their medoids. */
  clusters: readonly number[]
  medoids: Uint32Array
  /** Those that have rows. */
  filled: readonly number[]
  /** What people changed about the clusters; null where they are as the method made them. */
  edits: EditSummary | null
  /** Silhouettes of the instances that were in the run's sample. */
  silhouettes: ReadonlyMap<number, number>
  /** The names that count now, by cluster. */
  labels: ReadonlyMap<number, ClusterLabel>
  /** Labels of images that have none by their cluster, from others of their series; null: nobody asked for that. */
  inherited: ReadonlyMap<number, InheritedLabel> | null
  /** Suggested names of clusters that have none, and count as labels; null: nobody asked for that. */
  suggested: ReadonlyMap<number, string> | null
  tags: TagSource
  /** What the images of the export have to satisfy, as far as it may leave this machine. */
  where: readonly Condition[]
  /** Numbers of the clusters that somebody chose, ascending; null: all. */
  chosen: readonly number[] | null
  subset: Subset
  /** How many live instances are assigned, or inherit a label, and satisfy it: the rows. */
  count: number
  /** Assigned live instances, or heirs, that are in no row, as they do not satisfy it or are of other clusters. */
  excluded: number
  /** How many there are. */
  live: number
  /** Live images of the run's subset that came or changed since they were assigned, and are in no row; rejected ones are not among them. */
  unassigned: number
  /** The instances of the rows, chunk by chunk. */
  assigned(): Iterable<LabelChunk>
  /** The file of each instance, readable; '' where its source was taken out. */
  paths(instances: Uint32Array): string[]
}
