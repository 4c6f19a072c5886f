import { openReader, openUnmapped } from '../catalogue/corrections/column-source.ts'
import { CorrectionLayer } from '../catalogue/corrections/layer.ts'
import { decidedChunks, lastCorrection } from '../catalogue/corrections/log.ts'
import { CHUNK } from '../catalogue/chunks.ts'
import type { CatalogueReader } from '../catalogue/reader.ts'
import { AS_IN_FILES, type Tag } from '../catalogue/types.ts'
import { type Attribute, attributesOf } from '../features/attributes.ts'
import { FIRST_VALUE } from '../tag-codes.ts'

/** A value of one image that is another one than in its file. */
export interface CorrectedImage {
  instance: number
  tag: Tag
  attribute: Attribute
  /** '' for none. */
  found: string
  value: string
  /** The entry of the log that counts. */
  entry: number
  /** Whether the file has another value than the one that was decided about. */
  isOther: boolean
}

/** Attributes with corrections, in the order of their tags. */
export function correctedAttributes(reader: CatalogueReader): Attribute[] {
  return attributesOf(reader.tags()).filter(({ parts }) =>
    parts.some(({ id }) => decidedChunks(reader.db, id).length > 0)
  )
}

/**
 * Every corrected value of the live instances, some thousands at a time, by instance and tag: memory does not grow with their number.
 */
export function* correctedValues(
  reader: CatalogueReader,
  attributes: readonly Attribute[]
): Generator<CorrectedImage[]> {
  const { db } = reader
  const files = openReader(db, AS_IN_FILES)
  // What mappings between sites make of values is no decision about an image.
  const corrected = openUnmapped(db)
  const layer = new CorrectionLayer(db, lastCorrection(db))
  const places = attributes.flatMap((attribute) =>
    attribute.parts.map((tag) => ({ attribute, tag, chunks: new Set(decidedChunks(db, tag.id)) }))
  )
  const chunks = [...new Set(places.flatMap(({ chunks }) => [...chunks]))].sort((a, b) => a - b)
  for (const chunk of chunks) {
    const first = chunk * CHUNK
    const instances = Uint32Array.from({ length: CHUNK }, (_, row) => first + row).filter(
      (instance) => instance < reader.capacity && reader.isLive(instance)
    )
    const found: CorrectedImage[] = []
    for (const { attribute, tag, chunks } of places) {
      if (!chunks.has(chunk)) continue
      const before = files.column(tag.id, instances)
      const after = corrected.column(tag.id, instances)
      const { entries, isOther } = layer.decisions([tag.id], instances)
      instances.forEach((instance, row) => {
        const value = after.codes[row] < FIRST_VALUE ? '' : after.texts[after.codes[row]]
        const was = before.codes[row] < FIRST_VALUE ? '' : before.texts[before.codes[row]]
        if (value === was) return
        found.push({ instance, tag, attribute, found: was, value, entry: entries[row], isOther: isOther[row] === 1 })
      })
    }
    yield found.sort((a, b) => a.instance - b.instance)
  }
}
