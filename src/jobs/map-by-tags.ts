import type { CatalogueReader } from '../core/catalogue/reader.ts'
import type { StoredRun } from '../core/catalogue/runs.ts'
import { DissimilarityMatrix, threadsFor } from '../core/clustering/matrix.ts'
import { TableBuilder } from '../core/features/build.ts'
import type { MapLayout } from '../core/map/lay-out.ts'
import { NearestInSample } from '../core/map/nearest-in-sample.ts'
import { neighboursRoom } from '../core/map/neighbours.ts'
import { PLACED_BY, Placer } from '../core/map/place.ts'
import { Places, pointsOf } from '../core/map/places.ts'
import { breathe, throwIfCancelled, type Work } from '../core/work.ts'
import { subset } from './features.ts'
import { keepSample, mapOf, type Mapped, type PlacedRun, rowsToLayOut, tellPlaced } from './mapped.ts'

/** Images whose features are read at a time. */
const AT_A_TIME = 65_536

/**
 * The map of a run by its features: Gower's dissimilarities with the frozen ranges of the run.
 * @throws MedoidError `unknown-tag` where the catalogue has a feature of the run no more; CancelledError
 */
export async function mapByTags(
  reader: CatalogueReader,
  run: StoredRun,
  { seed, sampleOnly }: { seed: number; sampleOnly: boolean },
  work: Work
): Promise<Mapped> {
  const { features, model } = run.features
  const builder = new TableBuilder(reader, features)
  const started = performance.now()
  const rows = rowsToLayOut(run, seed)
  const table = builder.build(rows.map((row) => run.sample[row]))
  const room = neighboursRoom(table.rows)
  const matrix = await DissimilarityMatrix.gower(table, model, 1, { room }, work)
  try {
    const placeAll = (positions: Float32Array, { distinct, gap }: MapLayout): Promise<PlacedRun> =>
      placeByTags(
        reader,
        builder,
        run,
        positions,
        distinct.rows.map((row) => rows[row]),
        gap,
        work
      )
    return await mapOf(matrix, run, rows, { seed, started }, sampleOnly ? null : placeAll, work)
  } finally {
    await matrix.close()
  }
}

/** @param positions by sample row @param distinct sample rows that differ from each other */
async function placeByTags(
  reader: CatalogueReader,
  builder: TableBuilder,
  run: StoredRun,
  positions: Float32Array,
  distinct: Uint32Array,
  gap: number,
  work: Work
): Promise<PlacedRun> {
  const images = subset(reader, run.parameters.where, run.created)
  const places = new Places()
  const sample = builder.build(distinct.map((row) => run.sample[row]))
  const nearest = new NearestInSample(run.features.model, sample, PLACED_BY, threadsFor(images.length))
  const placer = new Placer(pointsOf(positions, distinct), gap)
  const place = new Float32Array(2)
  let withoutSharedFeature = 0
  try {
    for (let from = 0; from < images.length; from += AT_A_TIME) {
      const some = images.subarray(from, from + AT_A_TIME)
      await nearest.find(
        builder.build(some),
        (row, rows, distances) => {
          placer.place(rows, distances, place, 0)
          places.set(some[row], place)
        },
        () => withoutSharedFeature++,
        work
      )
      tellPlaced(work, from + some.length, images.length)
      await breathe()
      throwIfCancelled(work)
    }
  } finally {
    await nearest.close()
  }
  keepSample(places, reader, run, positions)
  return { images: images.length, places, withoutSharedFeature, withoutPicture: 0 }
}
