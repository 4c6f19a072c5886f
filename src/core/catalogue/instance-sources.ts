import type { Database } from 'better-sqlite3'
import { CHUNK } from './chunks.ts'
import { Locations } from './locations.ts'
import { readable } from './names.ts'
import { storedDirs, storedSources } from './places.ts'

/**
 * Which source each of some instances was scanned from.
 * @param instances ascending
 * @returns for each a place in the list of roots
 */
export function sourcesOf(db: Database, instances: Uint32Array): { roots: string[]; of: Uint32Array } {
  const sources = storedSources(db)
  const sourceOfDir = new Map<number, number>()
  sources.forEach(({ id }, place) => {
    for (const dir of storedDirs(db, id)) sourceOfDir.set(dir.id, place)
  })
  const locations = new Locations(db)
  let chunk = -1
  let dirs = new Uint32Array()
  const of = instances.map((instance) => {
    if (Math.floor(instance / CHUNK) !== chunk) {
      chunk = Math.floor(instance / CHUNK)
      dirs = Uint32Array.from(locations.chunk(chunk).dirs)
    }
    return sourceOfDir.get(dirs[instance % CHUNK])!
  })
  return { roots: sources.map(({ root }) => readable(root)), of }
}
