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
 * from, so that taking back goes on step by step. Who gives that name anew repeats the present one in the same moment, see
 * `repeatedBefore`.
 *
 * @param history every entry of a clustering, oldest first
 * @returns null where there is nothing left to take back
 */
export function lastChange(history: readonly Annotation[]): Change | null {
  const now = new Map<number, Name>()
  const changes: Change[] = []
  let repeated: Annotation | null = null
  for (const entry of history) {
    const { cluster, created } = entry
    const before = now.get(cluster) ?? NO_NAME
    if (isSame(entry, before)) {
      repeated = entry
      continue
    }
    const last = changes.at(-1)
    const isAnew = repeated?.cluster === cluster && repeated.created === created
    if (last?.cluster === cluster && isSame(entry, last.before) && !isAnew) changes.pop()
    else changes.push({ cluster, before })
    now.set(cluster, entry)
    repeated = null
  }
  const last = changes.at(-1)
  if (last === undefined) return null
  const { label, code, scheme, meaning, note } = last.before
  return { cluster: last.cluster, before: { label, code, scheme, meaning, note } }
}

/**
 * A name that a cluster had before the last change, given to it again, would read as taking that change back.
 *
 * @param entry what is about to be written
 * @returns what has to be written before it, so that it reads as a change of its own; null where nothing has to
 */
export function repeatedBefore(history: readonly Annotation[], entry: Annotation): Annotation | null {
  const last = lastChange(history)
  if (last?.cluster !== entry.cluster || !isSame(entry, last.before)) return null
  const now = history.findLast(({ cluster }) => cluster === entry.cluster)!
  return { ...now, created: entry.created }
}

/** Whether an entry is there only so that the next one is read as a change, see `repeatedBefore`. */
export function isRepeated(entry: Annotation, before: Annotation | undefined, after: Annotation | undefined): boolean {
  return before !== undefined && isSame(entry, before) && entry.created === after?.created
}

function isSame(a: Name, b: Name): boolean {
  return (Object.keys(NO_NAME) as (keyof Name)[]).every((part) => a[part] === b[part])
}
