import type { Database } from 'better-sqlite3'
import { type Summed, sumsBy } from '../checksums.ts'
import { sopTally } from '../sop-tally.ts'

/** Bits rot: each row gets a checksum of what is in it. And removals that were stopped before are to be finished. */
export function migrate(db: Database): void {
  // In SQL each table is read and written once, in its order.
  db.function('medoid_sums', { varargs: true, deterministic: true }, (table: unknown, ...fields: unknown[]) => {
    const summed = SUMMED[table as string]
    return sumsBy(summed, Object.fromEntries(columnsOf(summed).map((name, i) => [name, fields[i]])))
  })
  for (const [table, summed] of Object.entries(SUMMED)) {
    db.exec(`ALTER TABLE ${table} ADD COLUMN sums`)
    db.exec(`UPDATE ${table} SET sums = medoid_sums('${table}', ${columnsOf(summed).join(', ')})`)
  }
  const duplicates = db.prepare('SELECT 1 FROM file WHERE status = 1 LIMIT 1').get() !== undefined
  const put = db.prepare('INSERT OR REPLACE INTO meta(key, value, sums) VALUES(@key, @value, @sums)')
  for (const row of [
    { key: 'orphans', value: duplicates ? 1 : 0 },
    { key: 'sop', value: sopTally(db) }
  ]) {
    put.run({ ...row, sums: sumsBy(SUMMED.meta, row) })
  }
}

function columnsOf({ key, groups }: Summed): string[] {
  return [...key, ...groups.flat()]
}

const each = (...names: string[]): string[][] => names.map((name) => [name])

/** The tables of schema 4. What later ones have is theirs to sum. */
const SUMMED: Record<string, Summed> = {
  meta: { key: ['key'], groups: [['value']] },
  source: { key: ['id'], groups: [['root', 'added', 'scanned', 'removed']] },
  dir: { key: ['id'], groups: [['source', 'path']] },
  // One row a file: a sum of them all is five bytes a file.
  file: { key: ['dir', 'name'], groups: [['size', 'mtime', 'status', 'instance']] },
  issue: { key: ['dir', 'name', 'code'], groups: [['message']] },
  tag: { key: ['id'], groups: each('tag', 'path', 'keyword', 'private_creator', 'vr', 'first_vr', 'high_cardinality') },
  value: { key: ['tag', 'first'], groups: each('count', 'encoding', 'texts') },
  column: { key: ['tag', 'chunk'], groups: each('encoding', 'absent', 'empty', 'data') },
  vr: { key: ['tag', 'chunk'], groups: each('encoding', 'data') },
  location: { key: ['chunk'], groups: each('rows', 'dir_encoding', 'dirs', 'name_encoding', 'names') },
  live: { key: ['chunk'], groups: [['bits']] },
  summary: { key: ['tag'], groups: each('present', 'non_empty', 'distinct_values', 'top') },
  run: { key: ['id'], groups: each('created', 'program', 'parameters', 'features', 'sample', 'result') },
  clustering: {
    key: ['run', 'k'],
    groups: each(
      'loss',
      'silhouette',
      'swaps',
      'seconds',
      'medoids',
      'labels',
      'silhouettes',
      'medoid_rows',
      'clusters'
    )
  },
  assignment: { key: ['run', 'k', 'chunk'], groups: each('clusters', 'distances') },
  annotation: {
    key: ['id'],
    groups: each('run', 'k', 'cluster', 'label', 'code', 'scheme', 'meaning', 'note', 'created')
  },
  model: { key: ['id'], groups: each('created', 'program', 'trainer', 'training', 'validation', 'report') },
  evaluation: {
    key: ['id'],
    groups: each('created', 'program', 'run', 'k', 'model', 'instances', 'labels', 'result')
  }
}
