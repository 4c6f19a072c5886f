import { UNASSIGNED } from '../core/catalogue/assigned.ts'
import { type ClusteringName, formatClustering } from '../core/catalogue/clustering-name.ts'
import { clusterChunks, firstOf } from '../core/catalogue/runs.ts'
import type { EditChoice } from '../core/catalogue/stored/edit.ts'
import { distinctRows } from '../core/clustering/distinct-rows.ts'
import { MOST_SPLIT } from '../core/clustering/limits.ts'
import { sweep } from '../core/clustering/sweep.ts'
import { MedoidError } from '../core/errors.ts'
import { buildTable } from '../core/features/build.ts'
import type { EditState } from './edit.ts'
import type { ChosenImages } from './edit-choice.ts'
import { medoidAmong, nearestOf, spread } from './edited-medoids.ts'
import { RunPictures } from './run-pictures.ts'

/** The parts of a cluster: the first keeps its number. */
interface SplitParts {
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
  groups.delete(undefined)
  if (groups.size === 0) throw new MedoidError('edit-impossible', { why: 'no-images', cluster })
  if (groups.size === 1) throw new MedoidError('edit-impossible', { why: 'all-images', cluster })
  const known = [...groups]
    .sort(([a, one], [b, two]) => two.length - one.length || a! - b!)
    .map(([, instances]) => Uint32Array.from(instances))
  const medoids = await medoidsOf(state, known)
  const choice: EditChoice = { by: 'clustering', where: [], clustering: formatClustering(other) }
  const parts = known.map((each, part) => ({ medoid: medoids[part], members: each }))
  return { ...(await withNearest(state, members, parts)), choice }
}

/**
 * Clusters the images as the run did, by its features, ranges and pictures, for each of some numbers of parts; the number with the highest
 * silhouette counts. The largest part is the first. Of more than `MOST_SPLIT` images so many are clustered, evenly spread, and the
 * others go to the part with the nearest medoid.
 * @throws MedoidError `edit-impossible` where fewer images differ from each other than there would be parts
 */
export async function splitInside(state: EditState, cluster: number, numbers: readonly number[]): Promise<SplitParts> {
  const { reader, catalogue, work, base } = state
  const { features, parameters } = base.run
  const members = membersOf(state, cluster)
  const some = spread(members, MOST_SPLIT)
  const table = buildTable(reader, features.features, some)
  const pictures = await RunPictures.open(reader, catalogue, base.run, work)
  try {
    // Pictures tell images apart that are equal by their tags.
    const different = pictures === null ? distinctRows(table, some.length) : some.length
    const most = Math.min(different, some.length - 1)
    const k = numbers.filter((each) => each <= most)
    if (most < 2) throw new MedoidError('edit-impossible', { why: 'too-alike', cluster })
    if (k.length === 0) throw new MedoidError('edit-impossible', { why: 'few-parts', cluster, most })
    const { algorithm, restarts, seed } = parameters
    const fuse = await pictures?.fuse(some)
    const { entries, best } = await sweep(table, { k, seed, restarts, algorithm, model: features.model, fuse }, work)
    const { labels, medoids } = entries.find((each) => each.k === best.k)!
    const groups = Array.from(medoids, (row, part) => ({
      medoid: some[row],
      members: some.filter((_, at) => labels[at] === part)
    }))
    const known = groups.toSorted((a, b) => b.members.length - a.members.length)
    const choice: EditChoice = { by: 'parts', where: [], clustering: null }
    return { ...(await withNearest(state, members, known)), choice }
  } finally {
    await pictures?.close()
  }
}

/** Puts the images that are in no part yet into the one with the nearest medoid. */
async function withNearest(
  state: EditState,
  members: Uint32Array,
  known: readonly { medoid: number; members: Uint32Array }[]
): Promise<Pick<SplitParts, 'parts' | 'medoids'>> {
  const medoids = known.map(({ medoid }) => medoid)
  const there = new Set(known.flatMap(({ members }) => [...members]))
  const without = members.filter((instance) => !there.has(instance))
  if (without.length === 0) return { parts: known.map(({ members }) => members), medoids }
  const { clusters: nearest } = await nearestOf(state, state.base.run, Uint32Array.from(medoids), without)
  const parts = known.map(({ members }, part) =>
    Uint32Array.from([...members, ...without.filter((_, i) => nearest[i] === part)]).sort()
  )
  return { parts, medoids }
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
