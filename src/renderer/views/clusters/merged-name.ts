import type { ClusterRow } from '../../../api/contract.ts'

type Part = Pick<ClusterRow, 'id' | 'size' | 'assigned'> & { annotation: { label: string } | null }

/** The cluster with most images, of equal ones the first, which a merged one is where nobody says otherwise. */
export function largestOf(parts: readonly Part[]): number {
  const sizeOf = ({ assigned, size }: Part): number => assigned ?? size
  const sorted = parts.toSorted((a, b) => sizeOf(b) - sizeOf(a) || a.id - b.id)
  return sorted[0]?.id ?? 0
}

/** What a merged cluster is called: as those of its parts that have a name, where they all have the same one; else it keeps its own; '': it has none. */
export function nameOfMerged(parts: readonly Part[], into: number): string {
  const own = parts.find(({ id }) => id === into)?.annotation?.label
  if (own !== undefined) return own
  const names = new Set(parts.flatMap(({ annotation }) => annotation?.label ?? []))
  return names.size === 1 ? [...names][0] : ''
}
