import type { CatalogueReader } from '../core/catalogue/reader.ts'
import type { StoredRun } from '../core/catalogue/runs.ts'
import type { MapChunk } from '../core/catalogue/maps.ts'
import type { MapReport } from '../core/catalogue/stored/map.ts'
import { Places } from '../core/map/places.ts'
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

/** Seconds since then. */
export function secondsSince(started: number): number {
  return (performance.now() - started) / 1000
}
