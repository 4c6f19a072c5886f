import { UNASSIGNED } from '../catalogue/assigned.ts'
import type { MedoidRows } from '../catalogue/stored/clustering.ts'
import type { GowerModel } from '../catalogue/stored/features.ts'
import { createAssigner, medoidTable } from '../clustering/assign.ts'
import { PresentColumns } from '../clustering/shared-columns.ts'
import type { FeatureTable } from '../features/table.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'

/** The medoids of a clustering, by the tags that images are compared by. */
export interface Medoids {
  /** Numbers of the clusters that there are, ascending. */
  ids: readonly number[]
  /** Theirs, in that order. */
  rows: MedoidRows
}

/** What images and the medoids of their clustering have to do with each other, by place. */
export interface Measured {
  /** The nearest other medoid's cluster, of equally near ones the first in the sample; UNASSIGNED where there is no other. */
  nearest: Uint16Array
  /** √(1 − S) to it; NaN where there is no other. */
  distances: Float32Array
  /** Columns that an image is compared with its own medoid on. */
  columns: Uint16Array
}

/** Dissimilarities that are held at a time. */
const PAIRS_AT_A_TIME = 2 ** 22
const ROWS_AT_A_TIME = 4096

/** The medoids of the clusters that there are: of edited clusterings, lists by cluster have gaps. */
export function medoidsOf(ids: readonly number[], { rows, values }: MedoidRows): Medoids {
  return {
    ids,
    rows: { rows: ids.map((id) => rows[id]), values: values.map((column) => ids.map((id) => column[id])) }
  }
}

/**
 * Compares images with all medoids by their tags; memory does not grow with their number, but for what is told of them.
 * @param build the rows of some instances
 * @param clusters of the images, each of them one of `medoids.ids`
 * @throws CancelledError
 */
export async function measure(
  build: (instances: Uint32Array) => FeatureTable,
  model: GowerModel,
  medoids: Medoids,
  { instances, clusters }: { instances: Uint32Array; clusters: Uint16Array },
  work: Work
): Promise<Measured> {
  const { ids, rows } = medoids
  const places = new Map(ids.map((id, place) => [id, place]))
  const assigner = createAssigner(model, rows)
  const present = new PresentColumns(
    medoidTable(
      model,
      rows,
      ids.map((_, place) => place)
    ),
    model
  )
  // As images are assigned: of equally near medoids the first in the sample counts.
  const order = [...ids.keys()].sort((a, b) => rows.rows[a] - rows.rows[b])
  const atATime = Math.max(1, Math.min(ROWS_AT_A_TIME, Math.floor(PAIRS_AT_A_TIME / ids.length)))
  const found: Measured = {
    nearest: new Uint16Array(instances.length).fill(UNASSIGNED),
    distances: new Float32Array(instances.length).fill(NaN),
    columns: new Uint16Array(instances.length)
  }
  for (let from = 0; from < instances.length; from += atATime) {
    const some = instances.subarray(from, from + atATime)
    const table = build(some)
    const { dissimilarities } = assigner.compare(table)
    const columns = new PresentColumns(table, model)
    for (let row = 0; row < some.length; row++) {
      const own = places.get(clusters[from + row])!
      found.columns[from + row] = columns.shared(row, present, own)
      let least = Infinity
      for (const place of order) {
        const dissimilarity = dissimilarities[row * ids.length + place]
        if (place === own || dissimilarity >= least) continue
        least = dissimilarity
        found.nearest[from + row] = ids[place]
      }
      if (least < Infinity) found.distances[from + row] = Math.sqrt(least)
    }
    work.onProgress?.({
      stage: 'Comparing with medoids',
      done: from + some.length,
      total: instances.length,
      unit: 'images'
    })
    await breathe()
    throwIfCancelled(work)
  }
  return found
}

/** (b − a) / max(a, b): 1 where an image is its medoid, 0 where it is as near to another, less where it is nearer to that. */
export function marginOf(own: number, other: number): number {
  const larger = Math.max(own, other)
  return larger === 0 ? 0 : (other - own) / larger
}
