import type { Database } from 'better-sqlite3'
import { damagedError, inserter } from '../checksums.ts'
import type { Name } from '../names.ts'
import { dirFinder, eachDir } from '../places.ts'
import type { MergeInput } from './input.ts'

/** So many directories are remembered: files are asked for folder by folder. */
const REMEMBERED = 4096

/** The directories of a catalogue that is merged, in the one that it is merged into. */
export class DirectoryMap {
  private readonly input: MergeInput
  /** Sources in the other catalogue, by those of the input. */
  private readonly sources: ReadonlyMap<number, number>
  private readonly known = new Map<number, number>()
  private readonly stored: (source: number, path: Name) => number | undefined
  private readonly inInput: ReturnType<typeof dirFinder>
  private readonly put: ReturnType<typeof inserter>

  constructor(db: Database, input: MergeInput, sources: ReadonlyMap<number, number>) {
    this.input = input
    this.sources = sources
    const select = db.prepare('SELECT id FROM dir WHERE source = ? AND path = ?').pluck()
    this.stored = (source, path) => select.get(source, path) as number | undefined
    this.inInput = dirFinder(input.db)
    this.put = inserter(db, 'dir')
  }

  /**
   * Makes the directories of all sources that are there, in the order in which they were met. Shards of one archive have folders in common.
   * @param next the first id that is free @returns the next one
   */
  copy(next: number, onWrite: () => void): number {
    for (const { source: from, path } of eachDir(this.input.db)) {
      const source = this.sources.get(from)
      if (!isPath(path)) throw damagedError({ part: 'row', place: 'dir.path' })
      if (source === undefined || this.stored(source, path) !== undefined) continue
      this.put({ id: next++, source, path })
      onWrite()
    }
    return next
  }

  /** The directory for one of the input. @throws MedoidError `catalogue-damaged` where there is none, or its source is not there */
  of(dir: number): number {
    const id = this.find(dir)
    if (id === null) throw damagedError({ part: 'directory', id: dir })
    return id
  }

  /** As `of`. @returns null where its source is not there */
  find(dir: number): number | null {
    let id = this.known.get(dir)
    if (id !== undefined) return id
    const { source: from, path } = this.inInput(dir)
    const source = this.sources.get(from)
    if (source === undefined) return null
    id = this.stored(source, path)
    if (id === undefined) throw damagedError({ part: 'directory', id: dir })
    if (this.known.size >= REMEMBERED) this.known.clear()
    this.known.set(dir, id)
    return id
  }

  /** Directories of the input whose sources are there, by id. */
  *all(): Iterable<number> {
    for (const { id, source } of eachDir(this.input.db)) if (this.sources.has(source)) yield id
  }
}

function isPath(path: unknown): boolean {
  return typeof path === 'string' || Buffer.isBuffer(path)
}
