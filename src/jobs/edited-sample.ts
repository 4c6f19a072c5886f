import { UNASSIGNED } from '../core/catalogue/assigned.ts'
import type { ClusterDescription, MedoidRows } from '../core/catalogue/stored/clustering.ts'
import { isBatched } from '../core/clustering/algorithms.ts'
import { BatchedRows } from '../core/clustering/batched-rows.ts'
import { judgeRows } from '../core/clustering/judge.ts'
import type { DissimilarityMatrix } from '../core/clustering/matrix.ts'
import { meanSilhouette, silhouettes } from '../core/clustering/silhouette.ts'
import { buildTable } from '../core/features/build.ts'
import type { FeatureTable } from '../core/features/table.ts'
import { describing } from './describe-clusters.ts'
import type { EditBase } from './edit-base.ts'
import { distancesTo, type EditContext, leastSum, medoidAmong } from './edited-medoids.ts'
import { withRunMatrix } from './run-matrix.ts'

/** What is known of the images of a sample in clusters that people changed: it depends on nothing but which of them is in which cluster. */
export interface EditedSample {
  loss: number
  silhouette: number | null
  /** By row of the sample; NaN where the image was rejected. */
  silhouettes: Float32Array
  /** The clusters with images in the sample, ascending; what follows is in their order. */
  clusters: ClusterDescription[]
  medoids: number[]
  medoidRows: MedoidRows
}

/** @param labels cluster by row of the sample; UNASSIGNED where the image was rejected */
export async function judgeEdited(context: EditContext, base: EditBase, labels: Uint16Array): Promise<EditedSample> {
  const { sample, features, parameters } = base.run
  const rows = Uint32Array.from(labels.keys()).filter((row) => labels[row] !== UNASSIGNED)
  const nothing = new Float32Array(labels.length).fill(NaN)
  if (rows.length === 0) {
    const values = features.model.columns.map(() => [])
    return {
      loss: 0,
      silhouette: null,
      silhouettes: nothing,
      clusters: [],
      medoids: [],
      medoidRows: { rows: [], values }
    }
  }
  const images = rows.map((row) => sample[row])
  const ids = [...new Set(Array.from(rows, (row) => labels[row]))].sort((a, b) => a - b)
  const places = new Map(ids.map((id, place) => [id, place]))
  const members = ids.map((): number[] => [])
  const compact = Uint16Array.from(rows, (row) => places.get(labels[row])!)
  compact.forEach((place, at) => members[place].push(at))
  const unchanged = new Map(
    ids.flatMap((id) => (isAsMade(base, labels, id) ? [[id, base.made.medoidRows.rows[id]]] : []))
  )
  const unchangedAt = ids.map((id) => (unchanged.has(id) ? rows.indexOf(unchanged.get(id)!) : -1))
  const sizes = Uint32Array.from(members, ({ length }) => length)
  const clusters = { k: ids.length, labels: compact, sizes }

  const finish = (table: FeatureTable, medoids: Uint32Array, loss: number, values: Float64Array): EditedSample => {
    const silhouette = meanSilhouette(values)
    const entry = { ...clusters, medoids, loss, swaps: 0, seconds: 0, silhouettes: values, silhouette }
    const describe = describing({
      ...context,
      table,
      model: features.model,
      features: features.features,
      sample: images
    })
    const described = describe(entry, ids)
    rows.forEach((row, at) => (nothing[row] = values[at]))
    return {
      loss,
      silhouette,
      silhouettes: nothing,
      clusters: described.clusters,
      medoids: [...described.medoids],
      medoidRows: { rows: Array.from(medoids, (at) => rows[at]), values: described.medoidRows.values }
    }
  }
  const { reader, catalogue, work } = context

  if (!isBatched(parameters.algorithm)) {
    const judge = async (matrix: DissimilarityMatrix, table: FeatureTable): Promise<EditedSample> => {
      const medoids = Uint32Array.from(members, (of, place) =>
        unchangedAt[place] >= 0 ? unchangedAt[place] : leastSum(matrix, of)
      )
      let loss = 0
      members.forEach((of, place) => {
        const distances = matrix.row(medoids[place])
        for (const at of of) loss += distances[at]
      })
      return finish(table, medoids, loss, await silhouettes(matrix, compact, ids.length, work))
    }
    return withRunMatrix(reader, catalogue, base.run, ids.length, work, judge, images)
  }

  // More than a matrix holds: every pair is compared once, as when the run was made.
  const table = buildTable(reader, features.features, images)
  const medoids = new Uint32Array(ids.length)
  let loss = 0
  for (const [place, of] of members.entries()) {
    const instances = Uint32Array.from(of, (at) => images[at])
    medoids[place] =
      unchangedAt[place] >= 0 ? unchangedAt[place] : images.indexOf(await medoidAmong(context, base.run, instances))
    const distances = await distancesTo(context, base.run, images[medoids[place]], instances)
    for (const distance of distances) loss += distance
  }
  const packed = BatchedRows.of(table, features.model, [ids.length])
  try {
    const clustering = { ...clusters, medoids, loss, swaps: 0, seconds: 0 }
    const { silhouettes: values } = await judgeRows(packed, [clustering], work)
    return finish(table, medoids, loss, values[0])
  } finally {
    await packed.close()
  }
}

/** Whether the same images of the sample are in a cluster as when the method made it. */
function isAsMade({ made }: EditBase, labels: Uint16Array, id: number): boolean {
  return id < made.k && labels.every((cluster, row) => (cluster === id) === (made.labels[row] === id))
}
