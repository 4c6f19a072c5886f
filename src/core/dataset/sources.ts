import { SourceFinder } from '../catalogue/instance-sources.ts'
import type { CatalogueReader } from '../catalogue/reader.ts'
import { storedSources } from '../catalogue/places.ts'

/** A scanned folder that images of a dataset come from, without its path: folders are often named after patients. */
export interface DatasetSource {
  source: number
  /** Images that were chosen from it. */
  images: number
  /** When it was first scanned; ISO 8601, UTC. */
  added: string
  /** When a scan of all of it was last completed; null: never. */
  scanned: string | null
}

/** @param instances those that were chosen, in any order; memory: 8 bytes for each */
export function datasetSources({ db }: CatalogueReader, instances: Uint32Array): DatasetSource[] {
  const images = new Map<number, number>()
  for (const source of new SourceFinder(db).of(instances.toSorted())) images.set(source, (images.get(source) ?? 0) + 1)
  return storedSources(db).flatMap(({ id, added, scanned }) => {
    const count = images.get(id)
    return count === undefined ? [] : [{ source: id, images: count, added, scanned }]
  })
}
