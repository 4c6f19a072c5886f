import { UNASSIGNED } from '../core/catalogue/assigned.ts'
import { type ClusteringName, formatClustering } from '../core/catalogue/clustering-name.ts'
import { clusterChunks, firstOf } from '../core/catalogue/runs.ts'
import type { EditChoice } from '../core/catalogue/stored/edit.ts'
import { MedoidError } from '../core/errors.ts'
import type { EditState } from './edit.ts'
import type { ChosenImages } from './edit-choice.ts'
import { medoidAmong, nearestOf } from './edited-medoids.ts'

/** The parts of a cluster: the first keeps its number. */
export interface SplitParts {
  /** Ids of all its images, ascending. */
  parts: Uint32Array[]
  medoids: number[]
  choice: EditChoice
}

/** The images that are chosen are a new cluster. */
export async function splitByImages(
  state: EditState,
  cluster: number,
  { instances, choice }: ChosenImages
): Promise<SplitParts> {
  const chosen = new Set(instances)
  const members = membersOf(state, cluster)
  const parts = [
    members.filter((instance) => !chosen.has(instance)),
    members.filter((instance) => chosen.has(instance))
  ]
  if (parts[1].length === 0) throw new MedoidError('edit-impossible', { why: 'no-images', cluster })
  if (parts[0].length === 0) throw new MedoidError('edit-impossible', { why: 'all-images', cluster })
  return { parts, medoids: await medoidsOf(state, parts), choice }
}

/**
 * Each cluster of another clustering is a part, the largest the one that keeps the number. Images that have no cluster there go to the part
 * with the nearest medoid.
 */
export async function splitByClustering(state: EditState, cluster: number, other: ClusteringName): Promise<SplitParts> {
  const members = membersOf(state, cluster)
  const there = new Map<number, number>()
  for (const { chunk, clusters } of clusterChunks(state.reader.db, other)) {
    clusters.forEach((id, row) => {
      if (id !== UNASSIGNED) there.set(firstOf(chunk) + row, id)
    })
  }
  const groups = Map.groupBy(members, (instance) => there.get(instance))
  const without = Uint32Array.from(groups.get(undefined) ?? [])
  groups.delete(undefined)
  if (groups.size === 0) throw new MedoidError('edit-impossible', { why: 'no-images', cluster })
  if (groups.size === 1) throw new MedoidError('edit-impossible', { why: 'all-images', cluster })
  const known = [...groups]
    .sort(([a, one], [b, two]) => two.length - one.length || a! - b!)
    .map(([, instances]) => Uint32Array.from(instances))
  const medoids = await medoidsOf(state, known)
  const choice: EditChoice = { by: 'clustering', where: [], clustering: formatClustering(other) }
  if (without.length === 0) return { parts: known, medoids, choice }
  const { clusters: nearest } = await nearestOf(state, state.base.run, Uint32Array.from(medoids), without)
  const parts = known.map((instances, part) =>
    Uint32Array.from([...instances, ...without.filter((_, i) => nearest[i] === part)]).sort()
  )
  return { parts, medoids, choice }
}

/** Images of a cluster, live or not, assigned or of the sample alone. */
function membersOf({ shape, base }: EditState, cluster: number): Uint32Array {
  const members = new Set<number>()
  shape.clusters.forEach((each, instance) => {
    if (each === cluster) members.add(instance)
  })
  shape.labels.forEach((each, row) => {
    if (each === cluster) members.add(base.run.sample[row])
  })
  return Uint32Array.from(members).sort()
}

/** Of each part the medoid of its images in the sample, or else of all. */
async function medoidsOf(state: EditState, parts: readonly Uint32Array[]): Promise<number[]> {
  const sample = new Set(state.base.run.sample)
  const medoids: number[] = []
  for (const part of parts) {
    const sampled = part.filter((instance) => sample.has(instance))
    medoids.push(await medoidAmong(state, state.base.run, sampled.length > 0 ? sampled : part))
  }
  return medoids
}
