import { breathe, throwIfCancelled, type Work } from '../../work.ts'
import { FIRST_VALUE } from '../../tag-codes.ts'
import { CHUNK } from '../chunks.ts'
import { type Catalogue, readMeta, writeMeta } from '../database.ts'
import { countInstances, LiveSet } from '../live.ts'
import { CatalogueReader } from '../reader.ts'
import { SopIndex } from '../sop-index.ts'
import { revisionOf } from '../summary.ts'
import { CARRIED, CARRIED_CHANGED, decidedChunks, decidedRowsReader, decidedTags, markImages } from './log.ts'
import type { TagId } from '../types.ts'

/** In `meta`: the revision of the catalogue up to which decisions were carried over. */
const CARRIED_UP_TO = 'corrections_revision'

/**
 * Lets decisions about instances that are gone hold for those that took their place: files that were changed and read again, and duplicates of files
 * that were removed. They are found by their SOP Instance UIDs. To be called when instances came or went; what was stopped halfway is done by the
 * next call.
 * @throws CancelledError; MedoidError `catalogue-damaged`
 */
export async function carryOver({ db }: Catalogue, work?: Work): Promise<void> {
  const revision = revisionOf(db)
  if (readMeta(db, CARRIED_UP_TO) === revision) return
  const tags = decidedTags(db)
  if (tags.length === 0) return
  const reader = new CatalogueReader(db)
  const live = new LiveSet(db, countInstances(db))
  const index = new SopIndex(db)
  const uidTag = reader.find('SOPInstanceUID')
  const rowsOf = decidedRowsReader(db)
  const textsOf = (tag: TagId, instances: readonly number[]): Map<number, string> => {
    const ids = Uint32Array.from(instances).sort()
    const { codes, texts } = reader.column(tag, ids)
    return new Map(Array.from(codes, (code, row) => [ids[row], code < FIRST_VALUE ? '' : texts[code]]))
  }
  const carryChunk = (tag: TagId, chunk: number): void => {
    const decided = [...rowsOf(tag, chunk)]
    const gone = new Set<number>()
    for (const { start, end } of decided) {
      for (let row = start; row < end; row++) if (!live.has(chunk * CHUNK + row)) gone.add(chunk * CHUNK + row)
    }
    if (gone.size === 0 || uidTag === undefined) return
    const uids = textsOf(uidTag.id, [...gone])
    index.lookAhead([...uids.values()], live)
    const heirs = new Map<number, number>()
    for (const [instance, uid] of uids) {
      const heir = uid === '' ? undefined : index.find(uid, live)
      if (heir !== undefined) heirs.set(instance, heir)
    }
    if (heirs.size === 0) return
    const before = textsOf(tag, [...heirs.keys()])
    const now = textsOf(tag, [...heirs.values()])
    for (const { correction, start, end, code } of decided) {
      const marked = new Map<number, number>()
      for (let row = start; row < end; row++) {
        const instance = chunk * CHUNK + row
        const heir = heirs.get(instance)
        if (heir === undefined) continue
        const isOther = code === CARRIED_CHANGED || before.get(instance) !== now.get(heir)
        marked.set(heir, isOther ? CARRIED_CHANGED : CARRIED)
      }
      markImages(db, correction, tag, marked)
    }
  }
  for (const tag of tags) {
    for (const chunk of decidedChunks(db, tag)) {
      db.transaction(carryChunk).immediate(tag, chunk)
      await breathe()
      throwIfCancelled(work)
    }
  }
  writeMeta(db, CARRIED_UP_TO, revision)
}
