import { UNASSIGNED } from '../catalogue/assigned.ts'
import type { InstanceBits } from '../catalogue/instance-bits.ts'
import type { Merge, Move, Split } from '../catalogue/stored/edit.ts'

/** Clusters of the images of an archive, and of a sample: cluster numbers, or UNASSIGNED. */
export interface ReplayedClusters {
  /** By instance. */
  clusters: Uint16Array
  /** By row of the sample. */
  labels: Uint16Array
}

/** A change with its images, part by part. */
export interface ReplayedChange {
  change: Merge | Split | Move
  images: readonly InstanceBits[]
}

/** Finds the part of a split with the medoid that is nearest to each of some instances, ascending. */
export type NearestPart = (split: Split, instances: Uint32Array) => Promise<ArrayLike<number>>

/**
 * Makes changes, one after the other, to clusters as the method made them. What a change says of an image counts also where the method has put it
 * elsewhere since; images that came to the cluster of a split later go to the part with the nearest medoid. An image that the method
 * puts nowhere stays there.
 * @param base is not changed
 * @param sample instance ids, by row
 */
export async function replay(
  base: ReplayedClusters,
  sample: Uint32Array,
  changes: readonly ReplayedChange[],
  nearest: NearestPart
): Promise<ReplayedClusters> {
  const shape = { clusters: base.clusters.slice(), labels: base.labels.slice() }
  for (const { change, images } of changes) {
    switch (change.kind) {
      case 'merge':
        merge(shape, change)
        break
      case 'move':
        put(base, shape, sample, images[0], change.to ?? UNASSIGNED)
        break
      case 'split':
        await split(base, shape, sample, change, images, nearest)
    }
  }
  return shape
}

function merge({ clusters, labels }: ReplayedClusters, { clusters: merged, into }: Merge): void {
  const isMerged = new Uint8Array(UNASSIGNED + 1)
  for (const cluster of merged) isMerged[cluster] = 1
  for (const list of [clusters, labels]) {
    for (let i = 0; i < list.length; i++) if (isMerged[list[i]] === 1) list[i] = into
  }
}

function put(
  base: ReplayedClusters,
  shape: ReplayedClusters,
  sample: Uint32Array,
  images: InstanceBits,
  to: number
): void {
  for (const instance of images.ids()) {
    if (instance < base.clusters.length && base.clusters[instance] !== UNASSIGNED) shape.clusters[instance] = to
  }
  if (images.chunks.size === 0) return
  for (let row = 0; row < sample.length; row++) if (images.has(sample[row])) shape.labels[row] = to
}

async function split(
  base: ReplayedClusters,
  shape: ReplayedClusters,
  sample: Uint32Array,
  change: Split,
  images: readonly InstanceBits[],
  nearest: NearestPart
): Promise<void> {
  const ids = [change.cluster, ...change.into]
  const isKnown = (instance: number): boolean => images.some((part) => part.has(instance))
  const unknown = new Set<number>()
  for (let instance = 0; instance < shape.clusters.length; instance++) {
    if (shape.clusters[instance] === change.cluster && !isKnown(instance)) unknown.add(instance)
  }
  for (let row = 0; row < sample.length; row++) {
    if (shape.labels[row] === change.cluster && !isKnown(sample[row])) unknown.add(sample[row])
  }
  images.forEach((part, i) => put(base, shape, sample, part, ids[i]))
  if (unknown.size === 0) return
  const instances = Uint32Array.from(unknown).sort()
  const parts = await nearest(change, instances)
  const partOf = new Map(Array.from(instances, (instance, i) => [instance, ids[parts[i]]]))
  for (const [instance, cluster] of partOf) {
    if (instance < shape.clusters.length && shape.clusters[instance] === change.cluster)
      shape.clusters[instance] = cluster
  }
  for (let row = 0; row < sample.length; row++) {
    const cluster = partOf.get(sample[row])
    if (cluster !== undefined && shape.labels[row] === change.cluster) shape.labels[row] = cluster
  }
}
