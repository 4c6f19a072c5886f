import type { CatalogueReader } from '../core/catalogue/reader.ts'
import type { StoredRun } from '../core/catalogue/runs.ts'
import type { MapChunk } from '../core/catalogue/maps.ts'
import type { MapReport } from '../core/catalogue/stored/map.ts'
import type { DissimilarityMatrix } from '../core/clustering/matrix.ts'
import { layOut, type MapLayout } from '../core/map/lay-out.ts'
import { Places } from '../core/map/places.ts'
import { mapQuality } from '../core/map/quality.ts'
import { Random, sampleRanks } from '../core/random.ts'
import type { Work } from '../core/work.ts'

/** What a map of a run has come to. */
export interface Mapped extends Pick<
  MapReport,
  'laidOut' | 'quality' | 'gap' | 'placed' | 'withoutPicture' | 'seconds'
> {
  /** x and y by sample row. */
  positions: Float32Array
  chunks: MapChunk[]
}

/** Of a larger sample so many images are laid out: their distances to one another take 1.6 GB, and more of them show no more. */
const MOST_LAID_OUT = 20_000

/** The rows of a run's sample that are laid out, ascending: all, or some that are drawn at random. */
export function rowsToLayOut({ sample }: Pick<StoredRun, 'sample'>, seed: number, most = MOST_LAID_OUT): Uint32Array {
  return sampleRanks(sample.length, most, new Random(seed)).sort()
}

/** What was laid out by sample row; NaN for the other rows. @param rows of the sample, by row of what was laid out */
export function bySampleRow(
  { sample }: Pick<StoredRun, 'sample'>,
  rows: ArrayLike<number>,
  laidOut: Float32Array
): Float32Array {
  const positions = new Float32Array(2 * sample.length).fill(NaN)
  for (let at = 0; at < rows.length; at++) positions.set(laidOut.subarray(2 * at, 2 * at + 2), 2 * rows[at])
  return positions
}

/** All images of a run, and the places of those that have one. */
export interface PlacedRun {
  images: number
  places: Places
  /** How many share no feature with any image of the sample. */
  withoutSharedFeature: number
  /** How many, besides those of the sample, have no picture that can be read. */
  withoutPicture: number
}

/**
 * Lays out what a matrix compares, judges the layout, and places all other images.
 * @param rows of the run's sample, by row of the matrix
 * @param started when comparing began, by `performance.now()`
 * @param placeAll gets the positions by sample row; null where only the sample is laid out
 * @throws CancelledError
 */
export async function mapOf(
  matrix: DissimilarityMatrix,
  run: StoredRun,
  rows: ArrayLike<number>,
  { seed, started }: { seed: number; started: number },
  placeAll: ((positions: Float32Array, layout: MapLayout) => Promise<PlacedRun>) | null,
  work: Work
): Promise<Mapped> {
  const laying = performance.now()
  const layout = await layOut(matrix, seed, work)
  const judging = performance.now()
  const quality = await mapQuality(matrix, layout.positions, seed, work)
  const placing = performance.now()
  const positions = bySampleRow(run, rows, layout.positions)
  const found = placeAll === null ? null : await placeAll(positions, layout)
  return {
    positions,
    chunks: found?.places.chunks() ?? [],
    laidOut: matrix.n,
    quality,
    gap: layout.gap,
    placed: found && {
      images: found.images,
      placed: found.places.count,
      withoutSharedFeature: found.withoutSharedFeature
    },
    withoutPicture: found?.withoutPicture ?? 0,
    seconds: {
      comparing: (laying - started) / 1000,
      layout: (judging - laying) / 1000,
      quality: (placing - judging) / 1000,
      placing: (performance.now() - placing) / 1000
    }
  }
}

/** The images of a sample keep the places that they were laid out at, if they are still there. */
export function keepSample(
  places: Places,
  reader: CatalogueReader,
  { sample }: StoredRun,
  positions: Float32Array
): void {
  sample.forEach((instance, row) => {
    if (reader.isLive(instance) && !Number.isNaN(positions[2 * row])) places.set(instance, positions, 2 * row)
  })
}

export function tellPlaced(work: Work, done: number, total: number): void {
  work.onProgress?.({ stage: 'Placing images', done, total, unit: 'images' })
}
