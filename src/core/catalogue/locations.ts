import type { Database, Statement } from 'better-sqlite3'
import { damagedError, sound } from './checksums.ts'
import { CHUNK } from './chunks.ts'
import { decodeCodes } from './code-columns.ts'
import { decodePlain, type PlainColumn, plainText } from './plain-columns.ts'
import { type Name, parseName } from './names.ts'

interface StoredLocation {
  rows: number
  dir_encoding: number
  dirs: Buffer | number
  name_encoding: number
  names: Buffer
}

/** The directory and file name of every instance, read chunk by chunk; the last chunks asked for are kept. */
export class Locations {
  private readonly select: Statement
  private readonly cache = new Map<number, { dirs: Uint32Array; names: PlainColumn }>()

  constructor(db: Database) {
    this.select = db.prepare('SELECT * FROM location WHERE chunk = ?')
  }

  chunk(chunk: number): { dirs: Uint32Array; names: PlainColumn } {
    const row = this.select.get(chunk) as StoredLocation | undefined
    if (row === undefined) throw damagedError({ part: 'row', place: `location (chunk ${chunk})` })
    const { rows, dir_encoding, dirs, name_encoding, names } = sound('location', row)
    return { dirs: decodeCodes(dir_encoding, dirs, rows), names: decodePlain(name_encoding, names, rows) }
  }

  of(instance: number): { dir: number; name: Name } {
    const chunk = Math.floor(instance / CHUNK)
    const row = instance % CHUNK
    let entry = this.cache.get(chunk)
    if (entry === undefined || entry.dirs.length <= row) {
      entry = this.chunk(chunk)
      if (this.cache.size >= 4) this.cache.delete(this.cache.keys().next().value!)
      this.cache.set(chunk, entry)
    }
    return { dir: entry.dirs[row], name: parseName(plainText(entry.names, row)) }
  }
}
