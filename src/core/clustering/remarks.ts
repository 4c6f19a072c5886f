import { count } from '../../messages/format.ts'
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
 * What a person has to know before they believe a sweep: each remark is a sentence. The one place for these words, in
 * the shell, the window and the report.
 * @param things what was clustered
 */
export function sweepRemarks(
  { n, pairsWithoutSharedFeature: unshared, distinctRows, sweep, algorithm }: RemarkedSweep,
  things: 'images' | 'rows'
): string[] {
  const remarks: string[] = []
  const beyond = sweep.map(({ k }) => k).filter((k) => k > (distinctRows ?? Infinity))
  if (beyond.length > 0) {
    remarks.push(
      `K = ${listed(beyond)} ${beyond.length === 1 ? 'exceeds' : 'exceed'} the ${count(distinctRows)} distinct ${distinctRows === 1 ? 'row' : 'rows'}: ${things} that are equal in every feature are split arbitrarily. Choose a smaller K, or more features.`
    )
  }
  const judged = sweep.filter(({ silhouette }) => silhouette !== null)
  const highest = Math.max(...judged.map(({ silhouette }) => silhouette!))
  if (judged.length > 0 && !fits(highest)) {
    remarks.push(
      `No K is the best: no mean silhouette is above 0, so by these features the ${things} form no clusters. Choose other features, or other ${things}.`
    )
  } else if (judged.length > 0) {
    if (highest < STRUCTURE_FROM.weak) {
      remarks.push(
        `No mean silhouette reaches ${STRUCTURE_FROM.weak}: by Kaufman and Rousseeuw’s bands, no K shows a substantial structure. Look at the clusters one by one before you use them, or choose other features.`
      )
    }
    if (!raisesSilhouette(algorithm)) remarks.push(...largestRemark(judged, beyond.length > 0))
  }
  if (judged.length > 0 && raisesSilhouette(algorithm)) {
    remarks.push(
      `The medoids of this run were chosen for high silhouettes, so these do not judge its clusters: they may be higher than those of other algorithms for that reason alone, and no K is called the best. Look at the clusters, or evaluate them by their pictures.`
    )
  }
  if (unshared > 0) {
    remarks.push(
      `No feature is shared by ${count(unshared)} of the ${count((n * (n - 1)) / 2)} pairs of ${things}; their distance counts as 1.`
    )
  }
  return remarks
}

/** That the highest silhouette is that of the largest K: beyond it there may be a higher one, unless rows that are equal would be split. */
function largestRemark(judged: Swept['sweep'], isSplitting: boolean): string[] {
  const [first, second] = judged.toSorted((a, b) => b.silhouette! - a.silhouette! || a.k - b.k)
  const largest = Math.max(...judged.map(({ k }) => k))
  if (second === undefined || first.k < largest || isSplitting) return []
  return [
    `The silhouette is highest for the largest K, ${largest}, and may be higher still beyond it: so no K is called the best. Try larger values of K.`
  ]
}

/** `3`, `3 and 4`, `3, 4 and 5` */
function listed(numbers: readonly number[]): string {
  if (numbers.length === 1) return String(numbers[0])
  return `${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)!}`
}
