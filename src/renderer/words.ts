import type { RunRow, Structure } from '../api/contract.ts'
import { structureWords } from '../api/for-windows.ts'
import { count, counted, decimal } from '../messages/format.ts'

/** Words that several views share. */

/** The last parts of a path, which tell files apart. */
export function shortPath(path: string, parts = 3): string {
  const steps = path.split(/[/\\]/).filter((step) => step !== '')
  return steps.length <= parts ? path : `…/${steps.slice(-parts).join('/')}`
}

/** `best K = 4, silhouette 0.35: weak structure`; of a K that is not to be called the best, `highest silhouette 0.35 at K = 30: weak structure`. */
export function bestWords({
  k,
  silhouette,
  structure,
  isBest
}: {
  k: number
  silhouette: number | null
  structure: Structure | null
  isBest: boolean
}): string {
  if (silhouette === null || structure === null) return `K = ${k}: a silhouette takes at least two clusters`
  const words = structureWords(structure)
  if (!isBest) return `highest silhouette ${decimal(silhouette, 2)} at K = ${k}: ${words}`
  return `best K = ${k}, silhouette ${decimal(silhouette, 2)}: ${words}`
}

type SweepRow = RunRow['sweep'][number]

/** How many clusters there are, which people may have changed since the method made K of them. */
export function clustersNow({ k, edited }: Pick<SweepRow, 'k' | 'edited'>): number {
  return edited?.clusters ?? k
}

/** `4 clusters`; of those that people changed, `5 clusters as edited (K = 4)`. */
export function clustersWords(row: Pick<SweepRow, 'k' | 'edited'>): string {
  return `${counted(clustersNow(row), 'clusters')}${row.edited === null ? '' : ` as edited (K = ${row.k})`}`
}

/** `0.123 on 66 of 98`: a distance, and on how many of the columns it rests; without these where they are not known yet. */
export function distanceWords(distance: number | null, columns: { shared: number; of: number } | null): string {
  return `${decimal(distance)}${columns === null ? '' : ` on ${columns.shared} of ${columns.of}`}`
}

/** `silhouette 0.12 to 0.45`; one figure where the two read alike. */
export function silhouetteWords(least: number, most: number): string {
  const [low, high] = [decimal(least, 2), decimal(most, 2)]
  return low === high ? `silhouette ${high}` : `silhouette ${low} to ${high}`
}

export interface PartOfList {
  /** The first and the last entry in sight. */
  first: number
  last: number
  /** Entries in all. */
  of: number
}

/** `Printed: 12 to 40 of 4,049, as they were in sight.`; null where all of a list is in sight. */
export function printedPart({ first, last, of }: PartOfList): string | null {
  if (first <= 0 && last >= of - 1) return null
  return `Printed: ${count(first + 1)} to ${count(Math.min(last, of - 1) + 1)} of ${count(of)}, as they were in sight.`
}
