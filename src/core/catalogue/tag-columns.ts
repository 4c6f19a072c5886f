import type { Database } from 'better-sqlite3'
import type { TagDefinition } from '../dicom/batch.ts'
import { ABSENT } from '../tag-codes.ts'
import { inserter } from './checksums.ts'
import { CHUNK } from './chunks.ts'
import { ColumnBuffer } from './column-buffer.ts'
import type { Dictionaries } from './dictionaries.ts'
import type { LiveSet } from './live.ts'
import { columnsReader, stateRuns, valuesCounter } from './stored-columns.ts'
import { storedTags } from './stored-tags.ts'
import { TagQuota } from './tag-quota.ts'
import type { TagId } from './types.ts'

type Place = Omit<TagDefinition, 'vr'>

/** The identity of a tag in the catalogue. */
export function tagKey({ path, tag, privateCreator }: Pick<Place, 'path' | 'tag' | 'privateCreator'>): string {
  return `${path}\0${tag}\0${privateCreator}`
}

/** The tags of a catalogue that is written to, each with the column that is being filled. */
export class TagColumns {
  /** By tag, from 1. */
  readonly all: ColumnBuffer[] = []
  private readonly db: Database
  private readonly live: LiveSet
  private readonly dictionaries: Dictionaries
  private readonly readColumns: ReturnType<typeof columnsReader>
  private readonly byKey = new Map<string, ColumnBuffer>()
  /** What the columns are of, in their order. */
  private readonly places: Place[] = []
  /** The tags up to this one are stored, and may have a dictionary. */
  private stored = 0
  private readonly quota = new TagQuota()
  /** Columns that no live instance holds anything of, as they were last counted. */
  private readonly unused = new Set<ColumnBuffer>()

  constructor(db: Database, live: LiveSet, dictionaries: Dictionaries) {
    this.db = db
    this.live = live
    this.dictionaries = dictionaries
    this.readColumns = columnsReader(db)
  }

  /** Tags in use that others could have the room of. */
  get used(): number {
    return this.quota.used
  }

  /** Reads the tags that are stored. @param last the chunk that is being filled */
  open(last: number): void {
    const count = valuesCounter(this.db)
    const tags = storedTags(this.db)
    this.stored = tags.length
    for (const tag of tags) this.add(tag, tag.firstVr, tag.plain, () => count(tag.id, last))
    this.countUsed()
  }

  /** The column of a tag, made if it is new. @returns undefined where the catalogue takes no more of its kind */
  of(definition: TagDefinition): ColumnBuffer | undefined {
    const column = this.byKey.get(tagKey(definition))
    if (column !== undefined && !this.unused.has(column)) return column
    if (!this.quota.hasRoom(definition)) return undefined
    this.quota.add(definition)
    if (column !== undefined) this.unused.delete(column)
    return column ?? this.add(definition, definition.vr, false, () => 0)
  }

  /**
   * Counts the tags that live instances hold, so that those of instances that are gone make room. What was appended has to
   * be stored.
   */
  countUsed(): void {
    this.quota.clear()
    this.unused.clear()
    for (const place of this.places) this.quota.add(place)
    if (!this.quota.isTight) return
    this.quota.clear()
    for (const [i, column] of this.all.entries()) {
      if (this.isHeld(column)) this.quota.add(this.places[i])
      else this.unused.add(column)
    }
  }

  /** Stores the tags that are new; inside the caller's transaction. */
  store(): void {
    const put = inserter(this.db, 'tag')
    for (; this.stored < this.all.length; this.stored++) {
      const { tag: id, vr } = this.all[this.stored]
      const { tag, path, keyword, privateCreator } = this.places[this.stored]
      put({ id, tag, path, keyword, private_creator: privateCreator, vr, first_vr: vr, high_cardinality: 0 })
    }
  }

  private add(place: Place, vr: string, plain: boolean, countStored: () => number): ColumnBuffer {
    const id = (this.all.length + 1) as TagId
    const isStored = id <= this.stored
    const column = new ColumnBuffer(id, vr, plain, countStored, () => (isStored ? this.dictionaries.read(id) : []))
    this.all.push(column)
    this.places.push(place)
    this.byKey.set(tagKey(place), column)
    return column
  }

  /** Whether a live instance has a tag. */
  private isHeld({ tag }: ColumnBuffer): boolean {
    const { live } = this
    for (const column of this.readColumns(tag)) {
      const first = column.chunk * CHUNK
      const runs = stateRuns(column, Math.min(CHUNK, live.total - first))
      while (runs.next()) {
        if (runs.code !== ABSENT && live.countWithin(first + runs.start, first + runs.end) > 0) return true
      }
    }
    return false
  }
}
