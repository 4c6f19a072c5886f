import type { Database } from 'better-sqlite3'
import { damagedError, inserter } from '../checksums.ts'
import type { StoredSource } from '../places.ts'
import { nameSource } from '../source-names.ts'
import type { MergeSources } from './merge.ts'

/** A source of a catalogue that is merged. */
export type MergedSource = Omit<StoredSource, 'removed'>

/**
 * Stores the sources of a new catalogue.
 * @param found those of each catalogue
 * @returns for each catalogue, the sources in the new one by its own
 * @throws MedoidError `catalogue-damaged` where a part is of another archive
 */
export function joinSources(
  db: Database,
  found: readonly (readonly MergedSource[])[],
  how: MergeSources
): Map<number, number>[] {
  return how.kind === 'joined' ? joined(db, found, how.root) : apart(db, found, how.names)
}

function joined(db: Database, found: readonly (readonly MergedSource[])[], root: string): Map<number, number>[] {
  const parts = found.flat()
  const other = parts.find((part) => part.root !== root)
  if (other !== undefined) throw damagedError({ part: 'source', id: other.id })
  const added = parts.reduce((first, part) => (part.added < first ? part.added : first), new Date().toISOString())
  // The whole was scanned when the last part was; where one was not scanned to its end, it never was.
  const scanned = parts.map((part) => part.scanned)
  const last = scanned.includes(null) ? null : (scanned.sort().at(-1) ?? null)
  inserter(db, 'source')({ id: 1, root, added, scanned: last, removed: 0 })
  return found.map((sources) => new Map(sources.map(({ id }) => [id, 1])))
}

function apart(
  db: Database,
  found: readonly (readonly MergedSource[])[],
  names: readonly string[]
): Map<number, number>[] {
  const put = inserter(db, 'source')
  let next = 1
  return found.map((sources, i) => {
    const ids = new Map<number, number>()
    for (const { id, root, added, scanned } of sources) {
      put({ id: next, root, added, scanned, removed: 0 })
      nameSource(db, next, names[i])
      ids.set(id, next++)
    }
    return ids
  })
}
