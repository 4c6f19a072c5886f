import type { Database } from 'better-sqlite3'
import { inserter, SUMMED, type SummedTable, sumsOf } from '../checksums.ts'
import { sopTally } from '../sop-tally.ts'

/** Bits rot: each row gets a checksum of what is in it. And removals that were stopped before are to be finished. */
export function migrate(db: Database): void {
  // In SQL each table is read and written once, in its order.
  db.function('medoid_sums', { varargs: true, deterministic: true }, (table: unknown, ...fields: unknown[]) => {
    const names = columnsOf(table as SummedTable)
    return sumsOf(table as SummedTable, Object.fromEntries(names.map((name, i) => [name, fields[i]])))
  })
  for (const table of Object.keys(SUMMED) as SummedTable[]) {
    db.exec(`ALTER TABLE ${table} ADD COLUMN sums`)
    db.exec(`UPDATE ${table} SET sums = medoid_sums('${table}', ${columnsOf(table).join(', ')})`)
  }
  const duplicates = db.prepare('SELECT 1 FROM file WHERE status = 1 LIMIT 1').get() !== undefined
  const put = inserter(db, 'meta', 'INSERT OR REPLACE')
  put({ key: 'orphans', value: duplicates ? 1 : 0 })
  put({ key: 'sop', value: sopTally(db) })
}

function columnsOf(table: SummedTable): string[] {
  const { key, groups }: { key: readonly string[]; groups: readonly (readonly string[])[] } = SUMMED[table]
  return [...key, ...groups.flat()]
}
