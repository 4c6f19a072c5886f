import type { Database } from 'better-sqlite3'
import { createHash } from 'node:crypto'
import { loadLabels } from './annotations.ts'
import { lastCorrection } from './corrections/log.ts'
import { hasEdits } from './edits.ts'
import { listLabelSets } from './label-sets.ts'
import { countInstances } from './live.ts'
import { lastMappingDecision } from './mappings.ts'
import { listSelections } from './selections.ts'

/**
 * What tells one state of a part of a catalogue from another: the same text for the same state.
 * @returns `values`: which instances are live, and what people decided about their values; `clusters`: what people changed about clusters;
 *   `names`: names of clusters, labels from elsewhere and selections
 */
export function catalogueState(db: Database): { values: string; clusters: string; names: string } {
  return db.transaction(() => {
    const live = createHash('sha256')
    for (const row of db.prepare('SELECT chunk, bits FROM live ORDER BY chunk').iterate()) {
      const { chunk, bits } = row as { chunk: number; bits: Buffer }
      live.update(String(chunk)).update(bits)
    }
    const edits = hasEdits(db) ? db.prepare('SELECT coalesce(max(id), 0) FROM edit').pluck().get() : 0
    const sets = listLabelSets(db).map(({ id }) => id)
    const selections = listSelections(db).map(({ id }) => id)
    return {
      values: [countInstances(db), live.digest('hex'), lastCorrection(db), lastMappingDecision(db)].join(' '),
      clusters: String(edits),
      names: JSON.stringify([loadLabels(db).at(-1)?.id ?? 0, sets, selections])
    }
  })()
}
