import type { Database } from 'better-sqlite3'
import { CHUNK } from './chunks.ts'
import { decodeCodes } from './code-columns.ts'
import { decodePlain, type PlainColumn, plainText } from './plain-columns.ts'
import { type Name, parseName } from './names.ts'

/** The directory and file name of every instance, read chunk by chunk; the last chunks asked for are kept. */
export class Locations {
  private readonly db: Database
  private readonly cache = new Map<number, { dirs: Uint32Array; names: PlainColumn }>()

  constructor(db: Database) {
    this.db = db
  }

  chunk(chunk: number): { dirs: Uint32Array; names: PlainColumn } {
    const [rows, dirEncoding, dirs, nameEncoding, names] = this.db
      .prepare('SELECT rows, dir_encoding, dirs, name_encoding, names FROM location WHERE chunk = ?')
      .raw()
      .get(chunk) as [number, number, Buffer | number, number, Buffer]
    return { dirs: decodeCodes(dirEncoding, dirs, rows), names: decodePlain(nameEncoding, names, rows) }
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
