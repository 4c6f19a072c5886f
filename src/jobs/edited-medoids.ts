import { type ClusteringName, formatClustering } from '../core/catalogue/clustering-name.ts'
import type { Catalogue } from '../core/catalogue/database.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import type { StoredRun } from '../core/catalogue/runs.ts'
import type { MedoidRows } from '../core/catalogue/stored/clustering.ts'
import { createAssigner, medoidRows } from '../core/clustering/assign.ts'
import type { DissimilarityMatrix } from '../core/clustering/matrix.ts'
import { buildTable, TableBuilder } from '../core/features/build.ts'
import { assignFused } from '../core/fusion/medoid-vectors.ts'
import { breathe, throwIfCancelled, type Work } from '../core/work.ts'
import { RunPictures } from './run-pictures.ts'
import { withRunMatrix } from './run-matrix.ts'

/** What it takes to compare images of a catalogue. */
export interface EditContext {
  /** The clustering that is changed. */
  name: ClusteringName
  reader: CatalogueReader
  catalogue: Pick<Catalogue, 'db' | 'file'>
  work: Work
}

/** The medoid of more images than these is found among so many of them, evenly spread. */
const MOST_COMPARED = 2000

/** Images whose features are read at a time. */
const AT_A_TIME = 65_536

/** The row among some of a matrix with the least sum of distances to the others; of equal ones the first. */
export function leastSum(matrix: DissimilarityMatrix, members: readonly number[]): number {
  let best = members[0]
  let least = Infinity
  for (const row of members) {
    const distances = matrix.row(row)
    let sum = 0
    for (const other of members) sum += distances[other]
    if (sum >= least) continue
    least = sum
    best = row
  }
  return best
}

/** The image with the least sum of distances to the others, of equal ones the first. @param instances ascending, at least one */
export async function medoidAmong(
  { reader, catalogue, work }: EditContext,
  run: StoredRun,
  instances: Uint32Array
): Promise<number> {
  const some = spread(instances, MOST_COMPARED)
  // Of two, each is as near to the other.
  if (some.length < 3) return some[0]
  const rows = [...some.keys()]
  return withRunMatrix(reader, catalogue, run, 1, work, (matrix) => Promise.resolve(some[leastSum(matrix, rows)]), some)
}

/** At most so many of some instances, evenly spread. */
export function spread(instances: Uint32Array, most: number): Uint32Array {
  const { length } = instances
  if (length <= most) return instances
  return Uint32Array.from({ length: most }, (_, i) => instances[Math.floor((i * length) / most)])
}

/** What images are assigned by that are medoids, in their order. */
export function rowsOfMedoids(
  { reader }: Pick<EditContext, 'reader'>,
  run: StoredRun,
  medoids: Uint32Array
): MedoidRows {
  const places = [...medoids.keys()]
  return medoidRows(buildTable(reader, run.features.features, medoids), places)
}

/** How far some images are from a medoid, as if they were assigned to it. @param instances ascending */
export async function distancesTo(
  context: EditContext,
  run: StoredRun,
  medoid: number,
  instances: Uint32Array
): Promise<Float32Array> {
  return (await nearestOf(context, run, Uint32Array.of(medoid), instances)).distances
}

/**
 * The nearest of some medoids of each image; of equally near ones the first.
 * @param instances ascending
 * @returns places of medoids, and the distances to these
 */
export async function nearestOf(
  { name, reader, catalogue, work }: EditContext,
  run: StoredRun,
  medoids: Uint32Array,
  instances: Uint32Array
): Promise<{ clusters: Uint16Array; distances: Float32Array }> {
  const clusters = new Uint16Array(instances.length)
  const distances = new Float32Array(instances.length)
  const rows = rowsOfMedoids({ reader }, run, medoids)
  const assigner = createAssigner(run.features.model, rows)
  const builder = new TableBuilder(reader, run.features.features)
  const pictures = await RunPictures.open(reader, catalogue, run, work)
  try {
    const vectors = await pictures?.medoids(medoids, formatClustering(name))
    for (let from = 0; from < instances.length; from += AT_A_TIME) {
      const some = instances.subarray(from, from + AT_A_TIME)
      const table = builder.build(some)
      let found: { clusters: Uint16Array; distances: Float32Array }
      if (pictures === null || vectors === undefined) found = assigner.assign(table)
      else {
        const {
          cosines: [cosines]
        } = await pictures.cosines(some, [vectors], () => undefined)
        found = assignFused(assigner.compare(table), cosines, rows.rows, pictures.weighing)
      }
      clusters.set(found.clusters, from)
      distances.set(found.distances, from)
      work.onProgress?.({
        stage: 'Comparing with medoids',
        done: from + some.length,
        total: instances.length,
        unit: 'images'
      })
      await breathe()
      throwIfCancelled(work)
    }
  } finally {
    await pictures?.close()
  }
  return { clusters, distances }
}
