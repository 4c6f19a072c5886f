import { formatClustering } from '../catalogue/clustering-name.ts'
import type { Label, NewLabel } from './annotate.ts'

/** A clustering, and the names of its clusters. */
export interface NamedClustering {
  k: number
  /** Cluster of each row of the sample. */
  labels: ArrayLike<number>
  /** By cluster. */
  names: ReadonlyMap<number, Label>
}

/**
 * Names for the clusters of a cut of a tree, by other cuts of it: a cluster that consists of clusters that all have one name, and one that lies
 * within a named cluster, get that name. Of several the nearest cut counts, of equally near ones the finer.
 * @returns with notes that say where they are from
 */
export function rollNames(
  run: number,
  { k, labels }: Omit<NamedClustering, 'names'>,
  others: readonly NamedClustering[]
): NewLabel[] {
  const rolled = new Map<number, NewLabel>()
  const nearest = others.toSorted((a, b) => Math.abs(a.k - k) - Math.abs(b.k - k) || b.k - a.k)
  for (const other of nearest) {
    const name = formatClustering({ run, k: other.k })
    const parts = partsOf({ k, labels }, other)
    for (const [cluster, of] of parts.entries()) {
      if (rolled.has(cluster)) continue
      const [first, ...rest] = Array.from(of, (part) => other.names.get(part))
      if (first === undefined || !rest.every((each) => each !== undefined && isSame(each, first))) continue
      const many = [...of].toSorted((a, b) => a - b)
      const note = `from ${many.length === 1 ? `cluster ${many[0]}` : `clusters ${listed(many)}`} of ${name}`
      const { label, code, scheme, meaning } = first
      rolled.set(cluster, { cluster, label, code, scheme, meaning, note })
    }
  }
  return [...rolled.values()].sort((a, b) => a.cluster - b.cluster)
}

/** Clusters whose numbers a note gives. */
const LISTED = 20

/** `3, 4 and 5` */
function listed(numbers: readonly number[]): string {
  if (numbers.length > LISTED) return `${numbers.slice(0, LISTED).join(', ')} and others`
  return `${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)!}`
}

/** The clusters of another clustering that rows of each cluster are in. */
function partsOf({ k, labels }: Omit<NamedClustering, 'names'>, other: NamedClustering): Set<number>[] {
  const parts = Array.from({ length: k }, () => new Set<number>())
  for (let row = 0; row < labels.length; row++) parts[labels[row]].add(other.labels[row])
  return parts
}

function isSame(one: Label, other: Label): boolean {
  return (
    one.label === other.label && one.code === other.code && one.scheme === other.scheme && one.meaning === other.meaning
  )
}
