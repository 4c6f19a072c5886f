import type { Database } from 'better-sqlite3'
import { formatClustering } from '../core/catalogue/clustering-name.ts'
import { listRuns } from '../core/catalogue/runs.ts'
import type { JobOutcome } from './record.ts'

/**
 * The run that a clustering has made whose process was killed before it could say so.
 * @param since when it was started, ISO 8601, UTC @param parameters that it was given
 * @returns null where there is none with these parameters
 */
export function runMadeSince(
  db: Database,
  since: string,
  parameters: Readonly<Record<string, unknown>>
): JobOutcome | null {
  const found = listRuns(db).find((run) => {
    if (run.created < since) return false
    // What was left to the archive (its sample, say) is stored as it was chosen.
    const stored = run.parameters as unknown as Record<string, unknown>
    return Object.entries(parameters).every(
      ([name, value]) =>
        value === undefined || !(name in stored) || JSON.stringify(value) === JSON.stringify(stored[name])
    )
  })
  return found === undefined
    ? null
    : { run: found.id, clustering: formatClustering({ run: found.id, k: found.result.best.k }) }
}
