import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { matching } from '../core/features/where.ts'
import { findSimilar } from '../core/similar/find.ts'
import { namedImage, runFor, tableOf } from '../core/similar/query.ts'
import { scaleOf } from '../core/similar/scale.ts'
import type { FoundImage } from '../core/similar/search.ts'
import type { By, SimilarQuery } from '../core/similar/similar.ts'
import { readable } from '../core/catalogue/names.ts'
import { FIRST_VALUE } from '../core/tag-codes.ts'
import { basisOf, reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { SimilarParameters } from './definitions/similar.ts'
import { openPixels } from './stored-pixels.ts'

/** An image of the catalogue, for people and scripts. */
interface NamedImage {
  sopInstanceUid: string
  /** '' where its source was taken out. */
  path: string
}

export interface SimilarReport {
  /** What was asked about; of a file the path, and no UID. */
  image: NamedImage | { path: string }
  by: By
  /** The run whose features and ranges images are compared by; null where tags do not count. */
  run: number | null
  /** The model whose vectors are compared; null where pixels do not count. */
  model: number | null
  /** The share of pixels; null unless both count. */
  weight: number | null
  /** Images of the catalogue, and those of them that may be found: they satisfy the conditions. */
  images: number
  among: number
  /** Images that have no vector; null where pixels do not count. */
  withoutVector: number | null
  /** The most alike first. */
  similar: (FoundImage & NamedImage)[]
}

/** Finds the images of a catalogue that are most like one of it, or like a file outside it. */
export const similarJob: Job<SimilarParameters, SimilarReport> = {
  run: ({ catalogue, image, run: name, by, weight, count, where, raw }, work) =>
    reading(
      catalogue,
      async (reader, opened) => {
        const { copy, ...query } = namedImage(reader, image)
        if (copy !== null) work.onMessage?.({ code: 'image-in-archive', parameters: { file: image } })
        const all = reader.images()
        const wanted = where.length === 0 ? all : matching(reader, where, all)
        const isWanted = new Set(where.length === 0 ? [] : wanted)
        const among = where.length === 0 ? undefined : (instance: number): boolean => isWanted.has(instance)
        const run = by === 'pixels' ? null : runFor(reader, name)
        const pixels = by === 'tags' ? null : openPixels(reader, opened, undefined, work)
        try {
          const means = {
            // One question is asked: nothing is kept for another.
            table: () => tableOf(reader, run!, 0),
            pixels: () => {
              const { model, pixels: vectors } = pixels!
              return { model, vectors, scale: () => scaleOf(reader, run!, model, vectors, work) }
            }
          }
          const found = await findSimilar(reader, means, query, { by, alpha: weight, count, among }, work)
          return {
            image: queried(reader, query),
            by,
            run: run?.id ?? null,
            model: pixels?.model ?? null,
            weight: by === 'both' ? weight : null,
            images: all.length,
            among: wanted.length,
            withoutVector: pixels?.without ?? null,
            similar: withNames(reader, found)
          }
        } finally {
          await pixels?.pixels.close()
        }
      },
      basisOf(raw)
    )
}

function queried(reader: CatalogueReader, query: SimilarQuery): SimilarReport['image'] {
  if ('file' in query) return { path: readable(query.file) }
  const [{ sopInstanceUid, path }] = withNames(reader, [{ instance: query.instance }])
  return { sopInstanceUid, path }
}

function withNames<T extends { instance: number }>(reader: CatalogueReader, found: T[]): (T & NamedImage)[] {
  const instances = Uint32Array.from(found, ({ instance }) => instance).sort()
  const tag = reader.find('SOPInstanceUID')
  const { codes, texts } =
    tag === undefined ? { codes: new Uint32Array(), texts: [] } : reader.column(tag.id, instances)
  const uids = new Map(Array.from(codes, (code, i) => [instances[i], code < FIRST_VALUE ? '' : texts[code]]))
  return found.map((each) => ({
    ...each,
    sopInstanceUid: uids.get(each.instance) ?? '',
    path: reader.readablePath(each.instance)
  }))
}
