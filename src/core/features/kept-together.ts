import type { TagSource } from '../catalogue/types.ts'
import { GROUP_KEYWORDS, groupsOf, NO_GROUP } from './groups.ts'

/** What is kept together. */
export type Kept = 'patient' | 'study' | 'series' | 'image'

const KEYWORDS = [
  ['patient', GROUP_KEYWORDS.patient],
  ['study', 'StudyInstanceUID'],
  ['series', GROUP_KEYWORDS.series]
] as const

/**
 * The groups that images are kept together by, numbers from 0: patients; where an image tells none its study, its series, or the image
 * itself. Where these are fewer than `fewest`, as where all patients have one name, it is studies from the first, then series.
 * @param images ids, ascending
 */
export function keptTogether(source: TagSource, images: Uint32Array, fewest: number): { by: Kept; groups: Int32Array } {
  const named = KEYWORDS.map(([by, keyword]) => ({ by, groups: groupsOf(source, keyword, images) })).filter(
    ({ groups }) => groups.some((group) => group !== NO_GROUP)
  )
  for (let first = 0; first < named.length; first++) {
    const { groups, count } = firstKnown(named.slice(first), images.length)
    if (count >= fewest) return { by: named[first].by, groups }
  }
  return { by: 'image', groups: Int32Array.from(images.keys()) }
}

/** The first group that each image has; one without any is a group of its own. */
function firstKnown(named: readonly { groups: Int32Array }[], images: number): { groups: Int32Array; count: number } {
  const found = new Int32Array(images).fill(NO_GROUP)
  let count = 0
  for (const { groups } of named) {
    const first = count
    groups.forEach((group, image) => {
      if (found[image] !== NO_GROUP || group === NO_GROUP) return
      found[image] = first + group
      count = Math.max(count, first + group + 1)
    })
  }
  for (let image = 0; image < images; image++) if (found[image] === NO_GROUP) found[image] = count++
  return { groups: found, count }
}
