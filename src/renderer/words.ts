import { decimal } from '../messages/format.ts'

/** Words that several views share. */

/** The last parts of a path, which tell files apart. */
export function shortPath(path: string, parts = 3): string {
  const steps = path.split(/[/\\]/).filter((step) => step !== '')
  return steps.length <= parts ? path : `…/${steps.slice(-parts).join('/')}`
}

/** By the bands of Kaufman and Rousseeuw (1990). */
export function structureWords(structure: 'none' | 'weak' | 'reasonable' | 'strong' | null): string {
  if (structure === null) return 'a silhouette takes at least two clusters'
  return structure === 'none' ? 'no substantial structure' : `${structure} structure`
}

/** `best K = 4, silhouette 0.35: weak structure`; no K is the best where no silhouette is above 0. */
export function bestWords({
  k,
  silhouette,
  structure,
  fits
}: {
  k: number
  silhouette: number | null
  structure: Parameters<typeof structureWords>[0]
  fits: boolean
}): string {
  if (silhouette === null) return `K = ${k}: ${structureWords(structure)}`
  if (!fits) return `no best K: the highest silhouette is ${decimal(silhouette, 2)}`
  return `best K = ${k}, silhouette ${decimal(silhouette, 2)}: ${structureWords(structure)}`
}

/** `silhouette 0.12 to 0.45`; one figure where the two read alike. */
export function silhouetteWords(least: number, most: number): string {
  const [low, high] = [decimal(least, 2), decimal(most, 2)]
  return low === high ? `silhouette ${high}` : `silhouette ${low} to ${high}`
}
