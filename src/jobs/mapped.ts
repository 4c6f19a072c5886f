import type { CatalogueReader } from '../core/catalogue/reader.ts'
import type { StoredRun } from '../core/catalogue/runs.ts'
import type { MapChunk } from '../core/catalogue/maps.ts'
import type { MapReport } from '../core/catalogue/stored/map.ts'
import { Places } from '../core/map/places.ts'
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
