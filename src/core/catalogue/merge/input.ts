import type { Database } from 'better-sqlite3'
import { FIRST_VALUE } from '../../tag-codes.ts'
import { damagedError, placeOf } from '../checksums.ts'
import { CHUNK, isPlain } from '../chunks.ts'
import { decodeCodes, type CodeRuns } from '../code-columns.ts'
import { Dictionaries } from '../dictionaries.ts'
import { countInstances, LiveSet } from '../live.ts'
import { Locations } from '../locations.ts'
import { decodePlain, type PlainColumn, visitPlain } from '../plain-columns.ts'
import { type StoredSource, storedSources } from '../places.ts'
import { schemaVersion } from '../schema-version.ts'
import type { Spans } from '../plain-pieces.ts'
import { chunkReader, columnFinder } from '../stored-columns.ts'
import { type StoredTag, storedTags } from '../stored-tags.ts'
import { chunkVrsReader } from '../stored-vrs.ts'
import type { TagId } from '../types.ts'

/** The migration since which a tag's instances may have it with several VRs. */
const VRS_SINCE = 3

const UID = '(0008,0018)'

/** Instances have numbers of 32 bits, and so have those of all catalogues together. */
export const MOST_INSTANCES = 2 ** 32 - 2 ** 24

/**
 * A catalogue that is merged into another one. It may be of anybody: each row is checked against its sum, and what a sum cannot tell
 * against the others that it speaks of.
 */
export class MergeInput {
  readonly db: Database
  /** Instances ever catalogued. */
  readonly total: number
  readonly live: LiveSet
  readonly tags: readonly StoredTag[]
  /** Those that are there. */
  readonly sources: readonly StoredSource[]
  readonly chunk: ReturnType<typeof chunkReader>
  private readonly dictionaries: Dictionaries
  private readonly findColumn: ReturnType<typeof columnFinder>
  private readonly readVrs: ReturnType<typeof chunkVrsReader> | null
  private readonly locations: Locations
  private readonly uidTag: TagId | undefined

  /** @throws MedoidError `catalogue-damaged` */
  constructor(db: Database) {
    this.db = db
    this.total = soundTotal(db)
    this.live = new LiveSet(db, this.total)
    this.tags = soundTags(db)
    this.sources = storedSources(db).filter(({ removed }) => !removed)
    for (const { id, root } of this.sources) {
      if (typeof root !== 'string') throw damagedError({ part: 'row', place: `source.root (id ${id})` })
    }
    this.chunk = chunkReader(db)
    this.dictionaries = new Dictionaries(db)
    this.findColumn = columnFinder(db)
    this.readVrs = schemaVersion(db) < VRS_SINCE ? null : chunkVrsReader(db)
    this.locations = new Locations(db)
    verifyTexts(db)
    this.uidTag = this.tags.find(({ tag, path }) => tag === UID && path === '')?.id
  }

  get chunks(): number {
    return Math.ceil(this.total / CHUNK)
  }

  /** Instances of a chunk. */
  rows(chunk: number): number {
    return Math.min(CHUNK, this.total - chunk * CHUNK)
  }

  /** The texts of a tag, by code. */
  texts(tag: TagId): string[] {
    return this.dictionaries.read(tag)
  }

  /** Whether a tag holds the SOP Instance UIDs. */
  isUid(tag: TagId): boolean {
    return tag === this.uidTag
  }

  /** The VRs in a chunk, by tag; undefined for a tag that all have its first one of. */
  vrs(chunk: number): (tag: TagId) => CodeRuns | undefined {
    return this.readVrs?.(chunk, this.rows(chunk)) ?? (() => undefined)
  }

  /** Folders and names of a chunk's files. */
  location(chunk: number): { dirs: Uint32Array; names: PlainColumn } {
    const located = this.locations.chunk(chunk)
    const isWhole = located.dirs.length === this.rows(chunk)
    if (!isWhole || located.names.states.some((state) => state !== FIRST_VALUE)) {
      throw damagedError({ part: 'row', place: `location.{rows, names} (chunk ${chunk})` })
    }
    return located
  }

  /** Visits the SOP Instance UIDs of some rows of a chunk. */
  eachUid(chunk: number, spans: Spans, visit: (row: number, bytes: Buffer, start: number, end: number) => void): void {
    if (this.uidTag === undefined) return
    const stored = this.findColumn(this.uidTag, chunk)
    if (stored === undefined) return
    const { encoding, data } = stored
    const rows = this.rows(chunk)
    if (isPlain(encoding)) {
      const column = decodePlain(encoding, data, rows)
      let row = 0
      const take = (bytes: Buffer, start: number, end: number): void => visit(row, bytes, start, end)
      for (const [from, to] of spans) {
        for (row = from; row < to; row++) if (column.states[row] === FIRST_VALUE) visitPlain(column, row, take)
      }
      return
    }
    const codes = decodeCodes(encoding, data, rows)
    const texts = this.texts(this.uidTag)
    for (const [from, to] of spans) {
      for (let row = from; row < to; row++) {
        if (codes[row] < FIRST_VALUE) continue
        const bytes = Buffer.from(textAt(texts, codes[row]))
        visit(row, bytes, 0, bytes.length)
      }
    }
  }
}

/** The text of a code. @throws MedoidError `catalogue-damaged` where there is none */
export function textAt(texts: readonly string[], code: number): string {
  if (code >= texts.length) throw damagedError({ part: 'column', fault: 'code-too-large' })
  return texts[code]
}

function soundTotal(db: Database): number {
  const total = countInstances(db)
  if (!Number.isInteger(total) || total < 0 || total > MOST_INSTANCES) {
    throw damagedError({ part: 'row', place: 'meta.value (key instances)' })
  }
  const [chunks, rows] = db.prepare('SELECT count(*), ifnull(sum(rows), 0) FROM location').raw().get() as number[]
  if (chunks !== Math.ceil(total / CHUNK) || rows !== total) throw damagedError({ part: 'row', place: 'location.rows' })
  return total
}

/** The texts of a tag follow one another: a list is no longer than there are texts. */
function verifyTexts(db: Database): void {
  const parts = db.prepare('SELECT tag, first, count FROM value ORDER BY tag, first').raw()
  let last = NaN
  let next = FIRST_VALUE
  for (const [tag, first, count] of parts.iterate() as Iterable<[number, number, number]>) {
    if (tag !== last) next = FIRST_VALUE
    if (first !== next || !Number.isSafeInteger(count)) {
      throw damagedError({ part: 'row', place: placeOf('value', { tag, first }, ['count']) })
    }
    last = tag
    next += count
  }
}

const VR = /^[A-Z]{2}$/

function soundTags(db: Database): StoredTag[] {
  return storedTags(db).map((stored) => {
    // Older catalogues know one VR of a tag.
    const tag = { ...stored, firstVr: (stored.firstVr as string | undefined) ?? stored.vr }
    const texts = [tag.tag, tag.path, tag.keyword, tag.privateCreator]
    if (texts.some((text) => typeof text !== 'string') || !VR.test(tag.firstVr)) {
      throw damagedError({ part: 'row', place: placeOf('tag', { id: tag.id }, ['tag', 'path', 'first_vr']) })
    }
    return tag
  })
}
