import type { Database, Statement } from 'better-sqlite3'
import { inserter, sound, sumOf, updateRow } from './checksums.ts'
import { type Name, storedName } from './names.ts'
import { storedDir } from './places.ts'
import { type Issue, storedIssue } from './stored/issue.ts'

/** What a file is to the catalogue. An archive is a folder of its members as well; one that was not opened has an issue that says so. */
export const FileStatus = { instance: 0, duplicate: 1, notDicom: 2, failed: 3, archive: 4 } as const

export interface FileRow {
  size: number
  /** Microseconds since 1970. */
  mtime: number
  status: number
  /** Of a duplicate: the instance that won; else null unless it is one. */
  instance: number | null
}

/**
 * Directories, files and issues. Reads see what is stored; writes are kept in order and reach the database in `flush`,
 * together with the instances that they speak of.
 */
export class FileTable {
  private readonly db: Database
  private readonly writes: (() => void)[] = []
  private readonly newDirs = new Map<number, { source: number; path: Name }>()
  private nextDir: number
  private readonly selectDir: Statement
  private readonly selectFiles: Statement
  private readonly selectDirsAt: Statement
  private readonly selectCount: Statement
  private readonly putFile: Statement
  private readonly dropFile: Statement
  private readonly dropIssues: Statement
  private readonly putIssue: ReturnType<typeof inserter>

  constructor(db: Database) {
    this.db = db
    this.nextDir = ((db.prepare('SELECT max(id) FROM dir').pluck().get() as number | null) ?? 0) + 1
    this.selectDir = db.prepare('SELECT id FROM dir WHERE source = ? AND path = ?').pluck()
    this.selectFiles = db.prepare('SELECT name, size, mtime, status, instance, sums FROM file WHERE dir = ?').raw()
    this.selectDirsAt = db
      .prepare(
        `SELECT id FROM dir WHERE source = @source
           AND (path = @path OR path >= @from AND path < @to OR path >= @fromBytes AND path < @toBytes)`
      )
      .pluck()
    this.selectCount = db.prepare('SELECT count(*) FROM file WHERE dir = ?').pluck()
    this.putFile = db.prepare('INSERT OR REPLACE INTO file VALUES(?, ?, ?, ?, ?, ?, ?)')
    this.dropFile = db.prepare('DELETE FROM file WHERE dir = ? AND name = ?')
    this.dropIssues = db.prepare('DELETE FROM issue WHERE dir = ? AND name = ?')
    this.putIssue = inserter(db, 'issue', 'INSERT OR REPLACE')
  }

  /** The writes that wait for `flush`, and new directories. */
  get pending(): number {
    return this.writes.length + this.newDirs.size
  }

  /** @returns the id of a directory, made if it is new @param path relative to the source's root */
  dir(source: number, path: Name): { id: number; known: boolean } {
    const stored = this.selectDir.get(source, path) as number | undefined
    if (stored !== undefined) return { id: stored, known: true }
    const id = this.nextDir++
    this.newDirs.set(id, { source, path })
    return { id, known: false }
  }

  place(dir: number): { source: number; path: Name } {
    return this.newDirs.get(dir) ?? storedDir(this.db, dir)
  }

  /** Files of a directory as they were catalogued, by `storedName`. */
  files(dir: number): Map<string, FileRow> {
    const files = new Map<string, FileRow>()
    for (const [name, size, mtime, status, instance, sums] of this.selectFiles.iterate(dir) as Iterable<
      [Name, number, number, number, number | null, number | null]
    >) {
      // As `sound` does, without an object a file.
      if (sums !== null && sums !== sumOf(dir, name, size, mtime, status, instance)) {
        sound('file', { dir, name, size, mtime, status, instance, sums })
      }
      files.set(storedName(name), { size, mtime, status, instance })
    }
    return files
  }

  /** Stored directories at `path` and below it. */
  dirsAt(source: number, path: Name): number[] {
    // A path is bytes where any name on it is not UTF-8.
    const bytes = Buffer.from(path as string)
    const given = { source, path, from: `${bytes.toString()}/`, to: `${bytes.toString()}0` }
    const [fromBytes, toBytes] = ['/', '0'].map((end) => Buffer.concat([bytes, Buffer.from(end)]))
    return this.selectDirsAt.all({ ...given, fromBytes, toBytes }) as number[]
  }

  /** Stored files of a directory. */
  countFiles(dir: number): number {
    return this.selectCount.get(dir) as number
  }

  /** @param known whether the catalogue knew it, and may have issues of it */
  put(dir: number, name: Name, row: FileRow, known: boolean, issues: readonly Issue[] = []): void {
    this.writes.push(() => {
      const { size, mtime, status, instance } = row
      const sums = sumOf(dir, name, size, mtime, status, instance)
      this.putFile.run(dir, name, size, mtime, status, instance, sums)
      if (known) this.dropIssues.run(dir, name)
      for (const issue of issues) this.putIssue({ dir, name, ...storedIssue(issue) })
    })
  }

  /** Takes note of a file or folder that could not be read at all; it is tried again by the next scan. */
  putUnreadable(dir: number, name: Name, issue: Issue): void {
    this.writes.push(() => {
      this.putIssue({ dir, name, ...storedIssue(issue) })
    })
  }

  /** What could not be read below a folder is tried again. */
  clearUnreadable(source: number, below: Name): void {
    this.writes.push(() => {
      this.db
        .prepare(
          `DELETE FROM issue WHERE code IN ('unreadable', 'no-such-folder', 'unreadable-folder', 'not-a-folder', 'folder-empty', 'not-that-folder') AND dir IN (
             SELECT id FROM dir WHERE source = @source AND (@below = '' OR path = @below OR substr(path, 1, length(@below) + 1) = @below || '/'))`
        )
        .run({ source, below })
    })
  }

  remove(dir: number, name: Name): void {
    this.writes.push(() => {
      this.dropFile.run(dir, name)
      this.dropIssues.run(dir, name)
    })
  }

  /** A file that was an instance is now a duplicate of another one, as are its own duplicates. */
  demote(dir: number, name: Name, from: number, to: number): void {
    this.writes.push(() => {
      const duplicates = this.db
        .prepare(`SELECT dir, name FROM file WHERE instance = ? AND status = ${FileStatus.duplicate}`)
        .raw()
      for (const place of duplicates.all(from) as [number, Name][]) updateRow(this.db, 'file', place, { instance: to })
      updateRow(this.db, 'file', [dir, name], { status: FileStatus.duplicate, instance: to })
    })
  }

  /** Writes what is pending; inside the caller's transaction. */
  flush(): void {
    const put = inserter(this.db, 'dir')
    for (const [id, { source, path }] of this.newDirs) put({ id, source, path })
    this.newDirs.clear()
    for (const write of this.writes) write()
    this.writes.length = 0
  }
}
