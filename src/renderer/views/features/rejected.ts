import type { FeaturesDocument } from '../../../api/contract.ts'

export type Rejected = FeaturesDocument['rejected'][number]
export type RejectedSort = 'name' | 'missing' | 'reason'

/** Lengths of groups (PS3.5, section 7.2): they say nothing of an image. */
const isGroupLength = ({ tag }: Rejected): boolean => tag.endsWith(',0000)')

const COMPARE: Record<RejectedSort, (a: Rejected, b: Rejected) => number> = {
  name: (a, b) => a.name.localeCompare(b.name, 'en'),
  missing: (a, b) => a.missingShare - b.missingShare,
  reason: (a, b) => a.reason.localeCompare(b.reason, 'en')
}

/**
 * Rejected tags in an order. Those for which a person is the reason come first, since there they can be undone, and lengths of
 * groups last, whatever the rest is sorted by.
 */
export function sortRejected(
  rejected: readonly Rejected[],
  byPerson: (tag: Rejected) => boolean,
  sort: RejectedSort,
  descending: boolean
): Rejected[] {
  const rank = (tag: Rejected): number => (byPerson(tag) ? 0 : isGroupLength(tag) ? 2 : 1)
  const sign = descending ? -1 : 1
  return rejected.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      sign * COMPARE[sort](a, b) ||
      COMPARE.missing(a, b) ||
      (a.tag < b.tag ? -1 : a.tag > b.tag ? 1 : 0)
  )
}
