import type { CatalogueReader } from '../core/catalogue/reader.ts'
import type { StoredRun } from '../core/catalogue/runs.ts'
import { DissimilarityMatrix, threadsFor } from '../core/clustering/matrix.ts'
import { TableBuilder } from '../core/features/build.ts'
import { layOut } from '../core/map/lay-out.ts'
import { NearestInSample } from '../core/map/nearest-in-sample.ts'
import { neighboursRoom } from '../core/map/neighbours.ts'
import { PLACED_BY, Placer } from '../core/map/place.ts'
import { Places, pointsOf } from '../core/map/places.ts'
import { mapQuality } from '../core/map/quality.ts'
import { breathe, throwIfCancelled, type Work } from '../core/work.ts'
import { subset } from './features.ts'
import { bySampleRow, keepSample, type Mapped, rowsToLayOut, secondsSince, tellPlaced } from './mapped.ts'

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
    const comparing = secondsSince(started)
    const laying = performance.now()
    const layout = await layOut(matrix, seed, work)
    const judging = performance.now()
    const quality = await mapQuality(matrix, layout.positions, seed, work)
    const placing = performance.now()
    const positions = bySampleRow(run, rows, layout.positions)
    const distinct = layout.distinct.rows.map((row) => rows[row])
    const found = sampleOnly ? null : await placeAll(reader, builder, run, positions, distinct, layout.gap, work)
    return {
      positions,
      chunks: found?.places.chunks() ?? [],
      laidOut: matrix.n,
      quality,
      gap: layout.gap,
      placed: found && { images: found.images, placed: found.places.count, withoutSharedFeature: found.alone },
      withoutPicture: 0,
      seconds: {
        comparing,
        layout: (judging - laying) / 1000,
        quality: (placing - judging) / 1000,
        placing: secondsSince(placing)
      }
    }
  } finally {
    await matrix.close()
  }
}

/** @param positions by sample row @param distinct sample rows that differ from each other */
async function placeAll(
  reader: CatalogueReader,
  builder: TableBuilder,
  run: StoredRun,
  positions: Float32Array,
  distinct: Uint32Array,
  gap: number,
  work: Work
): Promise<{ images: number; places: Places; alone: number }> {
  const images = subset(reader, run.parameters.where, run.created)
  const places = new Places()
  const sample = builder.build(distinct.map((row) => run.sample[row]))
  const nearest = new NearestInSample(run.features.model, sample, PLACED_BY, threadsFor(images.length))
  const placer = new Placer(pointsOf(positions, distinct), gap)
  const place = new Float32Array(2)
  let alone = 0
  try {
    for (let from = 0; from < images.length; from += AT_A_TIME) {
      const some = images.subarray(from, from + AT_A_TIME)
      await nearest.find(
        builder.build(some),
        (row, rows, distances) => {
          placer.place(rows, distances, place, 0)
          places.set(some[row], place)
        },
        () => alone++,
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
  return { images: images.length, places, alone }
}
