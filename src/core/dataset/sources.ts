import { SourceFinder } from '../catalogue/instance-sources.ts'
import type { CatalogueReader } from '../catalogue/reader.ts'
import { listSources } from '../catalogue/sources.ts'

/** A scanned folder that images of a dataset come from. Its path is not told: folders are often named after patients. */
export interface DatasetSource {
  source: number
  images: number
  added: string
  scanned: string | null
}

/** @param instances those that were chosen, in any order; memory: 8 bytes for each */
export function datasetSources({ db }: CatalogueReader, instances: Uint32Array): DatasetSource[] {
  const images = new Map<number, number>()
  for (const source of new SourceFinder(db).of(instances.toSorted())) images.set(source, (images.get(source) ?? 0) + 1)
  return listSources(db).flatMap(({ id, added, scanned }) => {
    const count = images.get(id)
    return count === undefined ? [] : [{ source: id, images: count, added, scanned }]
  })
}
