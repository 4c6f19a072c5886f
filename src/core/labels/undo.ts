import type { Annotation } from './annotate.ts'

/** What a cluster is called, without who and when. */
export type Name = Pick<Annotation, 'label' | 'code' | 'scheme' | 'meaning' | 'note'>

const NO_NAME: Name = { label: '', code: '', scheme: '', meaning: '', note: '' }

/** A change of a name, and what takes it back. */
export interface Change {
  cluster: number
  before: Name
}

/**
 * The last change of names that has not been taken back. The history is append-only, so that taking back is an entry too: one
 * that gives a cluster the name it had before the last change. Such entries are read as what they do, wherever they come
 * from, so that taking back goes on step by step.
 *
 * @param history every entry of a clustering, oldest first
 * @returns null where there is nothing left to take back
 */
export function lastChange(history: readonly Annotation[]): Change | null {
  const now = new Map<number, Name>()
  const changes: Change[] = []
  for (const entry of history) {
    const { cluster } = entry
    const before = now.get(cluster) ?? NO_NAME
    if (isSame(entry, before)) continue
    const last = changes.at(-1)
    if (last?.cluster === cluster && isSame(entry, last.before)) changes.pop()
    else changes.push({ cluster, before })
    now.set(cluster, entry)
  }
  const last = changes.at(-1)
  if (last === undefined) return null
  const { label, code, scheme, meaning, note } = last.before
  return { cluster: last.cluster, before: { label, code, scheme, meaning, note } }
}

function isSame(a: Name, b: Name): boolean {
  return (Object.keys(NO_NAME) as (keyof Name)[]).every((part) => a[part] === b[part])
}
