import type { GowerModel, RunFeatures } from '../catalogue/stored/features.ts'
import type { FeatureTable } from '../features/table.ts'
import { fusedDistance, type Weighing } from '../fusion/fuse.ts'
import { throwIfCancelled, type Work } from '../work.ts'
import { least } from './least.ts'
import type { PixelVectors, SimilarImage } from './similar.ts'
import type { TagTable } from './tag-table.ts'
import { explainer, joined, type WhySimilar } from './why.ts'
import { below } from '../sorted.ts'

/** Images that are compared exactly, at least, where distances are all but exact at first. */
const RESCORED = 100
/** Images beyond those that are asked for that are compared exactly: rounding may have them in another order. */
const MARGIN = 16

/** What is found of one image. */
export interface FoundImage extends SimilarImage {
  /** null where tags do not count. */
  why: WhySimilar | null
}

/** What the others are compared with. */
export interface QueryImage {
  /** Its features, a table of one row. */
  row: FeatureTable
  /** Its place in the catalogue, where it is never found itself; null for a file. */
  instance: number | null
}

interface Wanted {
  count: number
  /** Which images may be found. */
  among?: (instance: number) => boolean
}

/**
 * The model that images of a whole archive are compared by: with the ranges of the run, and all categories that the run knows. Those
 * that its sample did not have are known from the values of all images, so two images that have one of them are equal in it.
 */
export function archiveModel({ features, model }: RunFeatures): GowerModel {
  const planned = features.flatMap(({ columns }) => columns.map(({ levels }) => levels ?? []))
  return {
    ...model,
    columns: model.columns.map((column, at) =>
      'levels' in column && column.kind === 'nominal'
        ? { ...column, levels: [...new Set([...column.levels, ...planned[at]])] }
        : column
    )
  }
}

/**
 * The images with the least √(1 − S) from one, over all rows of a table: exactly. Those that share no column with it are not found.
 * Of images that are equally near, the one with the lower id comes first.
 * @throws CancelledError
 */
export async function nearestByTags(
  table: TagTable,
  asked: QueryImage,
  wanted: Wanted,
  work?: Work
): Promise<FoundImage[]> {
  const dissimilarities = await table.dissimilarities(asked.row, work)
  const places = least(dissimilarities, wanted.count + MARGIN, isFound(table.images, asked, wanted))
  const instances = places.map((place) => table.images[place]).sort()
  const whys = explain(table, asked, instances)
  const found = whys.map((why, i): FoundImage => {
    const distance = why.distance ?? 1
    return { instance: instances[i], distance, tags: why.distance, pixels: null, why }
  })
  return best(found, wanted.count)
}

/**
 * The images with the least 1 − cos of their vectors and that of what is asked about.
 * @throws CancelledError
 */
export function nearestByPixels(
  vectors: PixelVectors,
  vector: Float32Array,
  asked: Pick<QueryImage, 'instance'>,
  wanted: Wanted
): FoundImage[] {
  const places = least(vectors.distances(vector), rescored(wanted), isFound(vectors.instances, asked, wanted))
  const instances = places.map((place) => vectors.instances[place])
  const exact = vectors.exactDistances(vector, instances)
  const found = Array.from(instances, (instance, i): FoundImage => {
    return { instance, distance: exact[i], tags: null, pixels: exact[i], why: null }
  })
  return best(found, wanted.count)
}

/**
 * The images with the least distance by tags and pixels, as `fusedDistance` has it; by tags alone where one has no vector.
 * @param vector of what is asked about; null where it has none
 * @throws CancelledError
 */
export async function nearestByBoth(
  table: TagTable,
  vectors: PixelVectors,
  vector: Float32Array | null,
  weighing: Weighing,
  asked: QueryImage,
  wanted: Wanted,
  work?: Work
): Promise<FoundImage[]> {
  if (vector === null) return nearestByTags(table, asked, wanted, work)
  const dissimilarities = await table.dissimilarities(asked.row, work)
  const cosines = vectors.distances(vector)
  throwIfCancelled(work)
  const { images } = table
  const fused = new Float64Array(images.length)
  for (let place = 0, at = 0; place < images.length; place++) {
    while (at < cosines.length && vectors.instances[at] < images[place]) at++
    const isSeen = at < cosines.length && vectors.instances[at] === images[place]
    fused[place] = distanceOf(dissimilarities[place], isSeen ? cosines[at] : null, weighing)
  }
  const places = least(fused, rescored(wanted), isFound(images, asked, wanted))
  const instances = places.map((place) => images[place]).sort()
  const whys = explain(table, asked, instances)
  const seen = instances.filter((instance) => vectors.instances[below(vectors.instances, instance)] === instance)
  const exact = vectors.exactDistances(vector, seen)
  const pixels = new Map(Array.from(seen, (instance, i) => [instance, exact[i]]))
  const found = whys.map((why, i): FoundImage => {
    const cosine = pixels.get(instances[i]) ?? null
    const dissimilarity = why.distance === null ? Infinity : why.distance ** 2
    const distance = distanceOf(dissimilarity, cosine, weighing)
    return { instance: instances[i], distance, tags: why.distance, pixels: cosine, why }
  })
  return best(found, wanted.count)
}

/** @param dissimilarity 1 − S; Infinity where the two share no column @param cosine null where one has no vector */
function distanceOf(dissimilarity: number, cosine: number | null, weighing: Weighing): number {
  if (cosine === null) return Math.sqrt(dissimilarity)
  return fusedDistance(Math.min(1, dissimilarity), cosine, weighing)
}

function isFound(
  images: Uint32Array,
  { instance }: Pick<QueryImage, 'instance'>,
  { among }: Wanted
): (place: number) => boolean {
  return (place) => images[place] !== instance && (among === undefined || among(images[place]))
}

function rescored({ count }: Wanted): number {
  return Math.max(RESCORED, count + MARGIN)
}

/** @param instances ascending */
function explain(table: TagTable, { row }: QueryImage, instances: Uint32Array): WhySimilar[] {
  const why = explainer(joined(row, table.rows(instances)), table)
  return Array.from(instances, (_, i) => why(0, i + 1))
}

function best(found: FoundImage[], count: number): FoundImage[] {
  return found.sort((a, b) => a.distance - b.distance || a.instance - b.instance).slice(0, count)
}
