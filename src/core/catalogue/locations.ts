import type { Database } from 'better-sqlite3'
import { CHUNK, decodeCodes, decodePlain, type PlainColumn, plainText } from './chunks.ts'
import { type Name, parseName } from './names.ts'

/** The directory and file name of every instance, read chunk by chunk; the last chunks asked for are kept. */
export class Locations {
  private readonly db: Database
  private readonly cache = new Map<number, { rows: number; dirs: Uint32Array; names: PlainColumn }>()

  constructor(db: Database) {
    this.db = db
  }

  /** @param rows instances in that chunk */
  chunk(chunk: number, rows: number): { dirs: Uint32Array; names: PlainColumn } {
    const known = this.cache.get(chunk)
    if (known !== undefined && known.rows >= rows) return known
    const [dirEncoding, dirs, nameEncoding, names] = this.db
      .prepare('SELECT dir_encoding, dirs, name_encoding, names FROM location WHERE chunk = ?')
      .raw()
      .get(chunk) as [number, Buffer | number, number, Buffer]
    const entry = { rows, dirs: decodeCodes(dirEncoding, dirs, rows), names: decodePlain(nameEncoding, names, rows) }
    if (this.cache.size >= 4) this.cache.delete(this.cache.keys().next().value!)
    this.cache.set(chunk, entry)
    return entry
  }

  /** @param total instances stored */
  of(instance: number, total: number): { dir: number; name: Name } {
    const chunk = Math.floor(instance / CHUNK)
    const { dirs, names } = this.chunk(chunk, Math.min(CHUNK, total - chunk * CHUNK))
    return { dir: dirs[instance % CHUNK], name: parseName(plainText(names, instance % CHUNK)) }
  }
}
