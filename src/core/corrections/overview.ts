import { CorrectionLayer, DECISIONS } from '../catalogue/corrections/layer.ts'
import {
  historyTag,
  lastCorrection,
  loadHistory,
  type StoredCorrection,
  tagsWithHistory
} from '../catalogue/corrections/log.ts'
import type { CatalogueReader } from '../catalogue/reader.ts'
import type { CorrectionChange, Decision } from '../catalogue/stored/correction.ts'
import { type Attribute, attributesOf } from '../features/attributes.ts'

/** How far people have come with an attribute. */
export interface CorrectionProgress {
  /** Name of the attribute. */
  tag: string
  /** Live instances by what was decided last. */
  accepted: number
  rejected: number
  skipped: number
  /** Live instances whose value is another one now than in their file. */
  corrected: number
  /** Live instances whose file has got another value than the one that was decided about. */
  changed: number
  /** The latest entry of its history; 0: none. */
  last: number
  /** The entry that would be undone, or redone; null: there is none. */
  undo: number | null
  redo: number | null
}

/** An entry of a history, as people read it. */
export interface CorrectionEntry {
  entry: number
  /** ISO 8601, UTC. */
  created: string
  author: string
  change: CorrectionChange
  /** Of an undo or a redo, the decision that it is of. */
  of: Decision | null
  /** A decision that has no effect now: it was undone. */
  isUndone: boolean
}

/** Of every attribute that somebody decided about, in the order of their tags. @param reader with corrections */
export function correctionOverview(reader: CatalogueReader): CorrectionProgress[] {
  const decided = new Set(tagsWithHistory(reader.db))
  return attributesOf(reader.tags())
    .filter(({ parts }) => parts.some(({ id }) => decided.has(id)))
    .map((attribute) => correctionProgress(reader, attribute))
}

export function correctionProgress(reader: CatalogueReader, { name, parts }: Attribute): CorrectionProgress {
  const { db } = reader
  const tags = parts.map(({ id }) => id)
  const live = reader.live()
  const { decided, isOther } = new CorrectionLayer(db, lastCorrection(db)).decisions(tags, live)
  const counts = DECISIONS.map(() => 0)
  let changed = 0
  decided.forEach((decision, row) => {
    counts[decision]++
    changed += isOther[row]
  })
  const [, accepted, rejected, skipped] = counts
  const { stack, last } = loadHistory(db, historyTag(db, tags))
  return {
    tag: name,
    accepted,
    rejected,
    skipped,
    corrected: tags.reduce((sum, tag) => sum + reader.corrected(tag, live), 0),
    changed,
    last,
    undo: stack.done.at(-1)?.id ?? null,
    redo: stack.undone.at(-1)?.id ?? null
  }
}

/** What was decided last about each of some images, in their order. */
export function decisionsOf(
  { db }: CatalogueReader,
  { parts }: Attribute,
  instances: readonly number[]
): (typeof DECISIONS)[number][] {
  const ids = Uint32Array.from(instances).sort()
  const tags = parts.map(({ id }) => id)
  const { decided } = new CorrectionLayer(db, lastCorrection(db)).decisions(tags, ids)
  const byId = new Map(Array.from(ids, (id, i) => [id, DECISIONS[decided[i]]]))
  return instances.map((id) => byId.get(id)!)
}

/** The history of an attribute, the oldest entry first. */
export function correctionEntries(reader: CatalogueReader, { parts }: Attribute): CorrectionEntry[] {
  const { db } = reader
  const ids = parts.map(({ id }) => id)
  const { entries, stack } = loadHistory(db, historyTag(db, ids))
  const effective = new Set(stack.done.map(({ id }) => id))
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  return entries.map(({ id, created, author, change }) => {
    const of = 'entry' in change ? decisionOf(byId.get(change.entry)) : null
    return { entry: id, created, author, change, of, isUndone: of === null && !effective.has(id) }
  })
}

function decisionOf(entry: StoredCorrection | undefined): Decision | null {
  return entry === undefined || 'entry' in entry.change ? null : entry.change
}
