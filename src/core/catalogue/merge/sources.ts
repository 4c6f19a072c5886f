import type { Database } from 'better-sqlite3'
import { inserter } from '../checksums.ts'
import type { StoredSource } from '../places.ts'

/** A source of a catalogue that is merged. */
export type MergedSource = Omit<StoredSource, 'removed'>

/**
 * Stores the sources of a new catalogue.
 * @param found those of each catalogue
 * @param how see `mergeCatalogues`
 * @returns for each catalogue, the sources in the new one by its own
 */
export function joinSources(
  db: Database,
  found: readonly (readonly MergedSource[])[],
  how: { kind: 'joined' } | { kind: 'apart'; names: readonly string[] }
): Map<number, number>[] {
  const all: MergedSource[] = []
  const joined = found.map((sources) => {
    const ids = new Map<number, number>()
    for (const source of sources) {
      let known = how.kind === 'joined' ? all.find(({ root }) => root === source.root) : undefined
      if (known === undefined) all.push((known = { ...source, id: all.length + 1 }))
      else {
        if (source.added < known.added) known.added = source.added
        known.scanned = latest(known.scanned, source.scanned)
      }
      ids.set(source.id, known.id)
    }
    return ids
  })
  const put = inserter(db, 'source')
  for (const { id, root, added, scanned } of all) put({ id, root, added, scanned, removed: 0 })
  return joined
}

/** When the last part was scanned; null where one was not scanned to its end. */
function latest(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return null
  return a > b ? a : b
}
