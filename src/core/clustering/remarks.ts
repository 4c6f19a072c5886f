import type { Message } from '../../messages/message.ts'
import { STRUCTURE_FROM } from '../structure.ts'
import { raisesSilhouette } from './algorithms.ts'
import { fits } from './silhouette.ts'

/** What the remarks on a sweep are made of. */
interface RemarkedSweep extends Swept {
  n: number
  pairsWithoutSharedFeature: number
}

interface Swept {
  /** Name of one of `ALGORITHMS`. */
  algorithm: string
  /** Rows that differ from each other; null, or absent from runs of earlier versions, where no K exceeds them. */
  distinctRows?: number | null
  sweep: readonly { k: number; silhouette: number | null }[]
}

/**
 * Whether the K with the highest silhouette is to be called the best: where clusters fit, and differ, and a larger K was tried that does
 * not fit as well; and where silhouettes are not what was searched for.
 */
export function hasBest({
  best,
  algorithm,
  distinctRows,
  sweep
}: Swept & { best: { k: number; silhouette: number | null } }): boolean {
  const isLargest = sweep.every(({ k }) => k <= best.k)
  return fits(best.silhouette) && best.k <= (distinctRows ?? Infinity) && !isLargest && !raisesSilhouette(algorithm)
}

/**
 * What a person has to know before they believe a sweep.
 * @param things what was clustered
 */
export function sweepRemarks(
  { n, pairsWithoutSharedFeature: without, distinctRows, sweep, algorithm }: RemarkedSweep,
  things: 'images' | 'rows'
): Message[] {
  const remarks: Message[] = []
  const beyond = sweep.map(({ k }) => k).filter((k) => k > (distinctRows ?? Infinity))
  if (beyond.length > 0) {
    const parameters = { k: beyond, distinctRows: distinctRows!, things }
    remarks.push({ code: 'more-clusters-than-rows', parameters })
  }
  const judged = sweep.filter(({ silhouette }) => silhouette !== null)
  const highest = Math.max(...judged.map(({ silhouette }) => silhouette!))
  if (judged.length > 0 && !fits(highest)) remarks.push({ code: 'clusters-not-found', parameters: { things } })
  else if (judged.length > 0) {
    const least = STRUCTURE_FROM.weak
    if (highest < least) remarks.push({ code: 'structure-weak', parameters: { least } })
    if (!raisesSilhouette(algorithm)) remarks.push(...largestRemark(judged, beyond.length > 0))
  }
  if (judged.length > 0 && raisesSilhouette(algorithm)) {
    remarks.push({ code: 'silhouettes-searched-for', parameters: {} })
  }
  if (without > 0) {
    remarks.push({ code: 'pairs-share-nothing', parameters: { without, pairs: (n * (n - 1)) / 2, things } })
  }
  return remarks
}

/** That the highest silhouette is that of the largest K: beyond it there may be a higher one, unless rows that are equal would be split. */
function largestRemark(judged: Swept['sweep'], isSplitting: boolean): Message[] {
  const [first, second] = judged.toSorted((a, b) => b.silhouette! - a.silhouette! || a.k - b.k)
  const largest = Math.max(...judged.map(({ k }) => k))
  if (second === undefined || first.k < largest || isSplitting) return []
  return [{ code: 'largest-k-highest', parameters: { k: largest } }]
}
