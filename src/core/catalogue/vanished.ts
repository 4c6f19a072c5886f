import type { Database, Statement } from 'better-sqlite3'
import { sound } from './checksums.ts'
import type { FileRow } from './file-table.ts'
import { type Name, parentOf, storedName } from './names.ts'

interface VanishedFile {
  dir: number
  name: Name
  row: FileRow
}

/**
 * Files of the catalogue that a scan did not meet, until it knows that they are gone. There may be as many as the archive has: they
 * wait in a temporary table, which SQLite keeps in a file that goes with the process.
 */
export class VanishedFiles {
  private readonly db: Database
  private readonly insert: Statement
  private readonly insertFolder: Statement

  constructor(db: Database) {
    this.db = db
    db.pragma('temp_store = FILE')
    db.exec('DROP TABLE IF EXISTS temp.vanished; CREATE TEMP TABLE vanished(id INTEGER PRIMARY KEY, dir, name)')
    this.insert = db.prepare('INSERT INTO temp.vanished(dir, name) VALUES(?, ?)')
    this.insertFolder = db.prepare('INSERT INTO temp.vanished(dir, name) SELECT dir, name FROM file WHERE dir = ?')
  }

  /** How many there have been. */
  get last(): number {
    return this.db.prepare('SELECT ifnull(max(id), 0) FROM temp.vanished').pluck().get() as number
  }

  add(dir: number, names: Iterable<Name>): void {
    this.db.transaction(() => {
      for (const name of names) this.insert.run(dir, name)
    })()
  }

  /** All files of a folder. */
  addFolder(dir: number): void {
    this.insertFolder.run(dir)
  }

  /** Those that came behind one stay where they are. */
  forgetSince(last: number): void {
    this.db.prepare('DELETE FROM temp.vanished WHERE id > ?').run(last)
  }

  /** Some at a time, as the catalogue has them now. */
  *pages(most: number): Iterable<VanishedFile[]> {
    const select = this.db.prepare('SELECT id, dir, name FROM temp.vanished WHERE id > ? ORDER BY id LIMIT ?')
    const find = this.db.prepare('SELECT * FROM file WHERE dir = ? AND name = ?')
    for (let last = 0; ;) {
      const places = select.all(last, most) as { id: number; dir: number; name: Name }[]
      if (places.length === 0) return
      last = places.at(-1)!.id
      const files: VanishedFile[] = []
      for (const { dir, name } of places) {
        const row = find.get(dir, name) as FileRow | undefined
        if (row !== undefined) files.push({ dir, name, row: sound('file', row) })
      }
      yield files
    }
  }

  close(): void {
    if (this.db.open) this.db.exec('DROP TABLE IF EXISTS temp.vanished')
  }
}

/** Some ids from 0 on, a bit each. */
export class IdSet {
  private bits = new Uint8Array(1024)

  add(id: number): void {
    const byte = Math.floor(id / 8)
    if (byte >= this.bits.length) {
      const longer = new Uint8Array(Math.max(byte + 1, this.bits.length * 2))
      longer.set(this.bits)
      this.bits = longer
    }
    this.bits[byte] |= 1 << (id & 7)
  }

  has(id: number): boolean {
    return (this.bits[Math.floor(id / 8)] & (1 << (id & 7))) !== 0
  }
}

/** Folders and files by path, to ask what lies in or below one of them. */
export class Subtrees {
  private readonly paths = new Set<string>()

  add(path: Name): void {
    this.paths.add(storedName(path))
  }

  /** Whether a path is one of them or lies below one. */
  hold(path: Name): boolean {
    if (this.paths.size === 0) return false
    for (let each: Name = path; ;) {
      if (this.paths.has(storedName(each))) return true
      if (each.length === 0) return false
      each = parentOf(each)
    }
  }
}
