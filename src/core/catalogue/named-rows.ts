import type { Database } from 'better-sqlite3'
import type { MedoidError } from '../errors.ts'
import { type SummedTable, updateRow } from './checksums.ts'
import { schemaVersion } from './schema-version.ts'

/** What somebody has named; it can be removed, and restored until something else of its kind gets the name. */
export interface Named {
  id: number
  /** ISO 8601, UTC. */
  created: string
  /** That of no other one of its kind, unless it is removed. */
  name: string
  removed: boolean
}

type Row = Record<string, unknown>

/** The rows of a table that people name, remove and restore. */
export class NamedRows<T extends Named> {
  private readonly kind: {
    table: SummedTable
    /** The migration that made the table: an older catalogue that may only be read does not have it. */
    since: number
    read: (row: Row) => T
    taken: (name: string) => MedoidError
    unknown: (name: string, isRemoved: boolean, names: string[]) => MedoidError
  }

  constructor(kind: NamedRows<T>['kind']) {
    this.kind = kind
  }

  /** All that are not removed, or all, in the order in which they were named. @throws MedoidError `catalogue-damaged`, `document-damaged`, `document-newer` */
  list(db: Database, options = { removed: false }): T[] {
    if (!this.isThere(db)) return []
    // Whether one is removed may be what is damaged.
    const rows = db.prepare(`SELECT * FROM ${this.kind.table} ORDER BY id`).all() as Row[]
    return rows.map(this.kind.read).filter(({ removed }) => options.removed || !removed)
  }

  /** Which there are, removed or not, without reading them. */
  ids(db: Database): number[] {
    if (!this.isThere(db)) return []
    return db.prepare(`SELECT id FROM ${this.kind.table} ORDER BY id`).pluck().all() as number[]
  }

  /** @throws as `unknown` says */
  load(db: Database, id: number): T {
    const row = this.isThere(db) ? db.prepare(`SELECT * FROM ${this.kind.table} WHERE id = ?`).get(id) : undefined
    if (row === undefined) throw this.unknown(db, String(id))
    return this.kind.read(row as Row)
  }

  /** Inside the transaction that adds one of this name. @returns its id @throws as `taken` says */
  nextId(db: Database, name: string): number {
    if (this.names(db).includes(name)) throw this.kind.taken(name)
    return 1 + (db.prepare(`SELECT coalesce(max(id), 0) FROM ${this.kind.table}`).pluck().get() as number)
  }

  /**
   * The one with a name.
   * @param asOf a time (ISO 8601, UTC): the one that had the name then, whether or not it was removed since
   * @throws as `unknown` says, naming those that there are
   */
  find(db: Database, name: string, asOf?: string): T {
    const wanted = name.normalize('NFC').trim()
    const all = this.list(db, { removed: asOf !== undefined }).filter((each) => each.name === wanted)
    // Of those with one name each was removed before the next one was named.
    const found = all.findLast(({ created }) => asOf === undefined || created <= asOf)
    if (found === undefined) throw this.unknown(db, wanted)
    return found
  }

  /** The one that last had a name, and is removed. @throws as `unknown` says where none was, and as `taken` where none is removed */
  findRemoved(db: Database, name: string): T {
    const wanted = name.normalize('NFC').trim()
    const last = this.list(db, { removed: true }).findLast((each) => each.name === wanted)
    if (last === undefined) throw this.unknown(db, wanted)
    if (!last.removed) throw this.kind.taken(wanted)
    return last
  }

  /** Removes one, or restores it. @throws as `unknown` says, and as `taken` where another one has got the name since */
  mark(db: Database, id: number, removed: boolean): T {
    const mark = db.transaction((): void => {
      const { name, removed: was } = this.load(db, id)
      if (was === removed) return
      // What a name meant at a time has to stay so, see `find`.
      const later = this.list(db, { removed: true }).some((each) => each.name === name && each.id > id)
      if (!removed && later) throw this.kind.taken(name)
      updateRow(db, this.kind.table, [id], { removed: Number(removed) })
    })
    mark.immediate()
    return this.load(db, id)
  }

  private unknown(db: Database, name: string): MedoidError {
    const names = this.names(db)
    const isRemoved = this.list(db, { removed: true }).some((each) => each.name === name) && !names.includes(name)
    return this.kind.unknown(name, isRemoved, names)
  }

  private names(db: Database): string[] {
    return this.list(db).map(({ name }) => name)
  }

  private isThere(db: Database): boolean {
    return schemaVersion(db) >= this.kind.since
  }
}
