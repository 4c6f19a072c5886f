import type { Database } from 'better-sqlite3'
import { CHUNK } from './chunks.ts'
import { Locations } from './locations.ts'
import { readable } from './names.ts'
import { eachDir, storedSources } from './places.ts'

/**
 * Which source each of some instances was scanned from.
 * @param instances ascending
 * @returns for each a place in the list of roots
 */
export function sourcesOf(db: Database, instances: Uint32Array): { roots: string[]; of: Uint32Array } {
  const sources = storedSources(db)
  const places = new Map(sources.map(({ id }, place) => [id, place]))
  const of = new SourceFinder(db).of(instances).map((id) => places.get(id)!)
  return { roots: sources.map(({ root }) => readable(root)), of }
}

/** Finds the sources of instances, for one list of them after another. */
export class SourceFinder {
  private readonly locations: Locations
  /** The id of a source by the id of a directory. */
  private readonly sourceOfDir: Uint32Array

  constructor(db: Database) {
    this.locations = new Locations(db)
    const last = db.prepare('SELECT coalesce(max(id), 0) FROM dir').pluck().get() as number
    this.sourceOfDir = new Uint32Array(last + 1)
    for (const { id, source } of eachDir(db)) if (id <= last) this.sourceOfDir[id] = source
  }

  /** @param instances ascending @returns the id of the source of each */
  of(instances: Uint32Array): Uint32Array {
    let chunk = -1
    let dirs = new Uint32Array()
    return instances.map((instance) => {
      if (Math.floor(instance / CHUNK) !== chunk) {
        chunk = Math.floor(instance / CHUNK)
        dirs = Uint32Array.from(this.locations.chunk(chunk).dirs)
      }
      return this.sourceOfDir[dirs[instance % CHUNK]]
    })
  }
}
