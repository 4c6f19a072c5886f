import type { Database } from 'better-sqlite3'
import { loadLabels } from '../core/catalogue/annotations.ts'
import type { ClusteringName } from '../core/catalogue/clustering-name.ts'
import type { Shaping } from '../core/catalogue/edits.ts'
import type { Merge } from '../core/catalogue/stored/edit.ts'
import { annotateAll, clusterLabels, type Label } from '../core/labels/annotate.ts'

/** What becomes of the names of clusters with a change. */
export interface Naming {
  /** Writes them, inside the caller's transaction. @returns the entry of the name; 0: none */
  write(db: Database, author: string): number
  /** The name that the merged cluster has then; '' for none. */
  kept: string
  /** What clusters were called, where they do not all have one name. */
  others: { cluster: number; label: string }[]
}

/**
 * A merged cluster is called as those of its parts that have a name, where they all have the same one; else it keeps its own.
 * @param name what it is to be called, whatever the parts are called
 */
export function namingOfMerge(
  db: Database,
  clustering: ClusteringName,
  { clusters, into }: Merge,
  name: string | undefined
): Naming {
  const labels = clusterLabels(db, clustering)
  const named = clusters.flatMap((cluster) => {
    const label = labels.get(cluster)
    return label === undefined ? [] : [{ cluster, label }]
  })
  const isOne = new Set(named.map(({ label }) => label.label)).size === 1
  const own = labels.get(into)
  const inherited = own === undefined && isOne ? named[0].label : undefined
  const given = name === undefined ? inherited : { label: name }
  return {
    write: (db, author) => (given === undefined ? 0 : put(db, clustering, into, given, author)),
    kept: given?.label ?? own?.label ?? '',
    others: isOne ? [] : named.map(({ cluster, label }) => ({ cluster, label: label.label }))
  }
}

const PARTS = ['label', 'code', 'scheme', 'meaning', 'note'] as const satisfies (keyof Label)[]
const NO_NAME: Label = { label: '', code: '', scheme: '', meaning: '', note: '' }

/** With a merge the name that it gave comes or goes; unless somebody has given another one since. */
export function renamingOf(
  db: Database,
  clustering: ClusteringName,
  { change }: Shaping,
  step: 'undo' | 'redo'
): Naming | undefined {
  if (change.kind !== 'merge' || change.named === 0) return undefined
  const { into, named } = change
  const history = loadLabels(db).filter(
    ({ annotation: { run, k, cluster, naming } }) =>
      run === clustering.run && k === clustering.k && cluster === into && naming === ''
  )
  const at = history.findIndex(({ id }) => id === named)
  const given = history[at]?.annotation ?? NO_NAME
  const before = history[at - 1]?.annotation ?? NO_NAME
  const [from, to] = step === 'undo' ? [given, before] : [before, given]
  const now = history.at(-1)?.annotation ?? NO_NAME
  if (at < 0 || !PARTS.every((part) => now[part] === from[part])) return undefined
  return { write: (db, author) => put(db, clustering, into, to, author), kept: to.label, others: [] }
}

function put(
  db: Database,
  clustering: ClusteringName,
  cluster: number,
  given: Partial<Label> & Pick<Label, 'label'>,
  author: string
): number {
  const { label, code, scheme, meaning, note } = given
  // An empty name has no code either.
  const parts = label === '' ? {} : { code, scheme, meaning, note }
  const [{ entry }] = annotateAll(db, clustering, [{ cluster, label, ...parts, author }])
  return entry
}
