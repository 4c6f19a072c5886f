import { count } from '../../messages/format.ts'
import { fits } from './silhouette.ts'

/** What the remarks on a sweep are made of. */
interface RemarkedSweep {
  n: number
  pairsWithoutSharedFeature: number
  /** Rows that differ from each other; null, or absent from runs of earlier versions, where no K exceeds them. */
  distinctRows?: number | null
  sweep: readonly { k: number; silhouette: number | null }[]
}

/** Whether the K with the highest silhouette is to be called the best: where clusters fit, and differ. */
export function hasBest({
  best,
  distinctRows
}: Pick<RemarkedSweep, 'distinctRows'> & { best: { k: number; silhouette: number | null } }): boolean {
  return fits(best.silhouette) && best.k <= (distinctRows ?? Infinity)
}

/**
 * What a person has to know before they believe a sweep: each remark is a sentence. The one place for these words, in
 * the shell, the window and the report.
 * @param things what was clustered
 */
export function sweepRemarks(
  { n, pairsWithoutSharedFeature: unshared, distinctRows, sweep }: RemarkedSweep,
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
  if (judged.length > 0 && !judged.some(({ silhouette }) => fits(silhouette))) {
    remarks.push(
      `No K is the best: no mean silhouette is above 0, so by these features the ${things} form no clusters. Choose other features, or other ${things}.`
    )
  }
  if (unshared > 0) {
    remarks.push(
      `No feature is shared by ${count(unshared)} of the ${count((n * (n - 1)) / 2)} pairs of ${things}; their distance counts as 1.`
    )
  }
  return remarks
}

/** `3`, `3 and 4`, `3, 4 and 5` */
function listed(numbers: readonly number[]): string {
  if (numbers.length === 1) return String(numbers[0])
  return `${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)!}`
}
