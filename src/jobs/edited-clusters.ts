import { NO_MEDOID, UNASSIGNED } from '../core/catalogue/assigned.ts'
import type { EditedClusters } from '../core/catalogue/edited.ts'
import { type NearestPart, replay, type ReplayedChange, type ReplayedClusters } from '../core/clustering/replay.ts'
import { medoidOf } from './describe-clusters.ts'
import type { Assigned, EditBase, EditedState } from './edit-base.ts'
import { distancesTo, type EditContext, medoidAmong, nearestOf, rowsOfMedoids } from './edited-medoids.ts'
import { type EditedSample, judgeEdited } from './edited-sample.ts'

/** What changes come to; without the entry that this is of. */
interface Derived extends Assigned {
  edited: Omit<EditedClusters, 'edit'>
}

/** The clusters of images after some changes. */
export function shapeAfter(
  context: EditContext,
  base: EditBase,
  changes: readonly ReplayedChange[]
): Promise<ReplayedClusters> {
  const nearest: NearestPart = async ({ medoids }, instances) =>
    (await nearestOf(context, base.run, Uint32Array.from(medoids), instances)).clusters
  return replay({ clusters: base.clusters, labels: base.made.labels }, base.run.sample, changes, nearest)
}

/**
 * Everything that follows from which image is in which cluster, and from nothing else: medoids, distances, silhouettes and descriptions.
 * Clusters that hold the same images of the sample as the method's keep their medoids. So the same clusters are described in the same way,
 * whichever changes led to them.
 * @param before what is stored, of which everything is taken over that cannot have changed
 */
export async function derive(
  context: EditContext,
  base: EditBase,
  { clusters, labels }: ReplayedClusters,
  before: EditedState | null
): Promise<Derived> {
  const { sample, features } = base.run
  const judged = await sampleOf(context, base, labels, before)
  const sampled = new Set(judged.clusters.map(({ id }) => id))
  const others = await outsideSample(context, base, clusters, sampled, before)
  const ids = [...sampled, ...others.keys()].sort((a, b) => a - b)

  const bound = (ids.at(-1) ?? -1) + 1
  const medoids = new Uint32Array(bound).fill(NO_MEDOID)
  const rows = new Array<number>(bound).fill(NO_MEDOID)
  const values = features.model.columns.map(() => new Array<number | string | null>(bound).fill(null))
  judged.clusters.forEach(({ id }, place) => {
    medoids[id] = judged.medoids[place]
    rows[id] = judged.medoidRows.rows[place]
    values.forEach((column, at) => (column[id] = judged.medoidRows.values[at][place]))
  })
  for (const [id, medoid] of others) {
    const { values: of } = rowsOfMedoids(context, base.run, Uint32Array.of(medoid))
    medoids[id] = medoid
    rows[id] = sample.length + medoid
    values.forEach((column, at) => (column[id] = of[at][0]))
  }
  const described = new Map(judged.clusters.map((each) => [each.id, each]))
  for (const [id, medoid] of others) {
    described.set(id, {
      id,
      size: 0,
      medoid: medoidOf(context.reader, medoid),
      silhouette: null,
      distinguishing: [],
      suggestedLabel: '',
      sharedColumns: null
    })
  }
  return {
    edited: {
      loss: judged.loss,
      silhouette: judged.silhouette,
      silhouettes: judged.silhouettes,
      labels,
      medoids,
      medoidRows: { rows, values },
      clusters: ids.map((id) => described.get(id)!)
    },
    clusters,
    distances: await distancesOf(context, base, clusters, medoids, before)
  }
}

/** What is known of the sample: taken over where its images are in the same clusters as the method's, or as before. */
async function sampleOf(
  context: EditContext,
  base: EditBase,
  labels: Uint16Array,
  before: EditedState | null
): Promise<EditedSample> {
  const same = [base.made, before?.edited].find((each) => each !== undefined && isEqual(each.labels, labels))
  if (same === undefined) return judgeEdited(context, base, labels)
  const clusters = same.clusters.filter(({ size }) => size > 0)
  const { rows, values } = same.medoidRows
  const ids = clusters.map(({ id }) => id)
  return {
    loss: same.loss,
    silhouette: same.silhouette,
    silhouettes: same.silhouettes,
    clusters,
    medoids: ids.map((id) => same.medoids[id]),
    medoidRows: { rows: ids.map((id) => rows[id]), values: values.map((column) => ids.map((id) => column[id])) }
  }
}

/** The medoids of clusters that have no image of the sample, by cluster. */
async function outsideSample(
  context: EditContext,
  { run }: EditBase,
  clusters: Uint16Array,
  sampled: ReadonlySet<number>,
  before: EditedState | null
): Promise<Map<number, number>> {
  const members = new Map<number, number[]>()
  clusters.forEach((cluster, instance) => {
    if (cluster === UNASSIGNED || sampled.has(cluster)) return
    const of = members.get(cluster)
    if (of === undefined) members.set(cluster, [instance])
    else of.push(instance)
  })
  const found = new Map<number, number>()
  for (const [cluster, of] of members) {
    const kept = before !== null && isSame(before, cluster, of) ? before.edited.medoids[cluster] : undefined
    found.set(cluster, kept ?? (await medoidAmong(context, run, Uint32Array.from(of))))
  }
  return found
}

/** Whether a cluster without images of the sample had these members before. */
function isSame({ clusters, edited }: EditedState, cluster: number, members: readonly number[]): boolean {
  if (edited.clusters.find(({ id }) => id === cluster)?.size !== 0) return false
  let length = 0
  for (const each of clusters) if (each === cluster) length++
  return length === members.length && members.every((instance) => clusters[instance] === cluster)
}

/** To the medoid of its cluster; NaN where an image is in none. */
async function distancesOf(
  context: EditContext,
  { run, made, ...base }: EditBase,
  clusters: Uint16Array,
  medoids: Uint32Array,
  before: EditedState | null
): Promise<Float32Array> {
  const known = [
    { ...base, medoids: made.medoids },
    ...(before === null ? [] : [{ ...before, medoids: before.edited.medoids }])
  ]
  const distances = new Float32Array(clusters.length).fill(NaN)
  const wanted = new Map<number, number[]>()
  clusters.forEach((cluster, instance) => {
    if (cluster === UNASSIGNED) return
    const from = known.find((each) => each.clusters[instance] === cluster && each.medoids[cluster] === medoids[cluster])
    if (from !== undefined) distances[instance] = from.distances[instance]
    else {
      const of = wanted.get(cluster)
      if (of === undefined) wanted.set(cluster, [instance])
      else of.push(instance)
    }
  })
  for (const [cluster, of] of wanted) {
    const found = await distancesTo(context, run, medoids[cluster], Uint32Array.from(of))
    of.forEach((instance, at) => (distances[instance] = found[at]))
  }
  return distances
}

function isEqual(one: Uint16Array, other: Uint16Array): boolean {
  return one.length === other.length && one.every((value, at) => value === other[at])
}
