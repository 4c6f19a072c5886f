import { writeDerived } from '../core/catalogue/derived-tags.ts'
import { type DerivedKeyword, DUPLICATE } from '../core/catalogue/derived-names.ts'
import { settleDuplicates } from '../core/catalogue/duplicate-groups.ts'
import { CatalogueReader } from '../core/catalogue/reader.ts'
import type { SkippedImage } from '../core/catalogue/stored/model.ts'
import { updateSummary } from '../core/catalogue/summary.ts'
import { PictureCache } from '../core/embedding/picture-cache.ts'
import { streamPictures } from '../core/embedding/prepare.ts'
import { parseDecimal } from '../core/numbers.ts'
import { decodeLook, isLook, type Look, lookingAt } from '../core/similar/look.ts'
import { findDuplicates } from '../core/similar/near-duplicates.ts'
import { contentOf, shapeOf } from '../core/similar/picture-facts.ts'
import { throwIfCancelled, type Work } from '../core/work.ts'
import { reading, writing } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { PicturesParameters } from './definitions/archive.ts'

/** Images that are decoded at a time, and kept together. */
const BATCH = 64

export interface PicturesReport {
  /** Live images, and those of them that were looked at now. */
  images: number
  looked: number
  /** Of each derived tag, how many images have which value, most frequent first. */
  found: { keyword: DerivedKeyword; values: { value: string; count: number }[] }[]
  /** Groups of images that are duplicates of one another. */
  groups: number
  /** Images that could not be read this time; the next time they are tried again. */
  skipped: SkippedImage[]
  seconds: number
}

/** Looks at every picture that was not looked at before, and stores what is found as derived tags; goes on where it was stopped. */
export const picturesJob: Job<PicturesParameters, PicturesReport> = {
  run: async ({ catalogue }, work) => {
    const started = performance.now()
    const facts = await reading(catalogue, (reader) => gather(reader, catalogue, work))
    return writing(catalogue, 'storing what pictures show', work, async (opened) => {
      const { db } = opened
      const { columns } = facts
      db.transaction(() => writeDerived(db, columns))()
      // Images may have gone meanwhile.
      settleDuplicates(db)
      await updateSummary(opened, work)
      const reader = new CatalogueReader(db)
      const live = reader.live()
      const found = (Object.keys(columns) as PictureKeyword[]).map((keyword) => {
        const tag = reader.find(keyword)!
        return { keyword, values: reader.values(tag.id, live) }
      })
      const groups = found.find(({ keyword }) => keyword === 'PictureDuplicateGroup')!.values.length
      return {
        images: reader.images().length,
        looked: facts.looked,
        found: found.filter(({ keyword }) => keyword !== 'PictureDuplicateGroup'),
        groups,
        skipped: facts.skipped,
        seconds: (performance.now() - started) / 1000
      }
    })
  }
}

type PictureKeyword = Extract<DerivedKeyword, `Picture${string}`>

interface Facts {
  columns: Record<PictureKeyword, (instance: number) => string | null>
  looked: number
  skipped: SkippedImage[]
}

async function gather(reader: CatalogueReader, catalogueFile: string, work: Work): Promise<Facts> {
  const cache = PictureCache.open(catalogueFile, work.onMessage)
  try {
    const images = reader.images()
    const skipped = await look(reader, images, cache, work)
    const looks = looksOf(cache, new Set(images))
    const comparable = images.filter((image) => looks.get(image)?.isConstant === false)
    const { representative, isExact } = await findDuplicates(
      Array.from(comparable, (image) => looks.get(image)!),
      work
    )
    const sizes = sizeOfGroups(representative)
    const place = new Map(Array.from(comparable, (image, i) => [image, i]))
    const shapes = shapesOf(reader, images)
    // Numbers of groups are dense, in the order of their first images.
    const numbers = new Map<number, number>()
    representative.forEach((first, i) => {
      if (first === i && sizes[i] > 1) numbers.set(i, numbers.size + 1)
    })
    const columns: Facts['columns'] = {
      PictureContent: (instance) => {
        const seen = looks.get(instance)
        return seen === undefined ? null : contentOf(seen)
      },
      PictureShape: (instance) => shapes.get(instance) ?? null,
      PictureDuplicate: (instance) => {
        const i = place.get(instance)
        if (i === undefined) return looks.has(instance) ? DUPLICATE.none : null
        if (representative[i] !== i) return isExact[i] === 1 ? DUPLICATE.exact : DUPLICATE.near
        return sizes[i] > 1 ? DUPLICATE.representative : DUPLICATE.unique
      },
      PictureDuplicateGroup: (instance) => {
        const i = place.get(instance)
        return i === undefined ? null : (numbers.get(representative[i])?.toString() ?? null)
      }
    }
    return { columns, ...skipped }
  } finally {
    cache.close()
  }
}

/** Decodes what was not looked at before. */
async function look(
  reader: CatalogueReader,
  images: Uint32Array,
  cache: PictureCache,
  work: Work
): Promise<Omit<Facts, 'columns'>> {
  const known = new Set<number>()
  for (const { instance, bytes } of cache.looks()) if (bytes === null || isLook(bytes)) known.add(instance)
  const todo = images.filter((image) => !known.has(image))
  const skipped: SkippedImage[] = []
  let done = images.length - todo.length
  const tell = (): void =>
    work.onProgress?.({ stage: 'Looking at pictures', done, total: images.length, unit: 'images' })
  tell()
  const batches = streamPictures(reader, todo, cache, { batch: BATCH, keep: false }, work)
  for await (const batch of lookingAt(cache, batches)) {
    for (const { path, reason, isPassing } of batch.skipped) if (isPassing) skipped.push({ path, reason })
    done += batch.instances.length + batch.skipped.length
    tell()
    throwIfCancelled(work)
  }
  return { looked: todo.length - skipped.length, skipped }
}

/** How images look, of those that were looked at; null for one that has no picture. */
function looksOf(cache: PictureCache, images: ReadonlySet<number>): Map<number, Look | null> {
  const looks = new Map<number, Look | null>()
  for (const { instance, bytes } of cache.looks()) {
    if (!images.has(instance)) continue
    const seen = bytes === null ? null : decodeLook(bytes)
    if (bytes === null || seen !== null) looks.set(instance, seen)
  }
  return looks
}

function sizeOfGroups(representative: Uint32Array): Uint32Array {
  const sizes = new Uint32Array(representative.length)
  for (const first of representative) sizes[first]++
  return sizes
}

/** By what their headers say. */
function shapesOf(reader: CatalogueReader, images: Uint32Array): Map<number, string | null> {
  const [rows, columns] = ['Rows', 'Columns'].map((keyword) => {
    const tag = reader.find(keyword)
    if (tag === undefined) return () => NaN
    const { codes, texts } = reader.column(tag.id, images)
    return (i: number): number => parseDecimal(texts[codes[i]])
  })
  return new Map(Array.from(images, (image, i) => [image, shapeOf(rows(i), columns(i))]))
}
