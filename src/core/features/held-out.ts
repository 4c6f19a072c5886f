import type { TagSource } from '../catalogue/types.ts'
import { GROUP_KEYWORDS, groupsOf, NO_GROUP } from './groups.ts'
import { FEWEST_HALVED, SMALL_ARCHIVE } from './usual-sample.ts'

/** Each side of a split has this share of the images at least. */
const LEAST_SHARE = 1 / 3

/**
 * The part of a small archive that is left to evaluate with, as long as nobody asks for other numbers: neither samples nor training
 * sets have images of it. It is about half of the images, by whole patients, or else by whole series. Of each modality and body part
 * every other one is left, so that the sample has images of each. The same images always have the same part.
 *
 * @param images ids, ascending
 * @returns ids, ascending; none where the archive is not small, or where whole patients or series would leave too much or too little
 */
export function heldOut(source: TagSource, images: Uint32Array): Uint32Array {
  if (images.length < FEWEST_HALVED || images.length > SMALL_ARCHIVE) return new Uint32Array()
  const [modality, bodyPart] = ['Modality', 'BodyPartExamined'].map((keyword) => groupsOf(source, keyword, images))
  const kinds = Array.from(images, (_, row) => `${modality[row]} ${bodyPart[row]}`)
  const series = groupsOf(source, GROUP_KEYWORDS.series, images)
  const patients = groupsOf(source, GROUP_KEYWORDS.patient, images)
  // An image whose patient is not known is one of its series at least.
  const people = patients.map((patient, row) => {
    if (patient !== NO_GROUP) return 2 * patient
    return series[row] === NO_GROUP ? NO_GROUP : 2 * series[row] + 1
  })
  for (const groups of [people, series]) {
    const left = everyOther(groups, kinds)
    const share = left.length / images.length
    if (share >= LEAST_SHARE && share <= 1 - LEAST_SHARE) return left.map((row) => images[row])
  }
  return new Uint32Array()
}

/**
 * Rows of every other group of each kind, in their order; the first of a kind is not among them.
 * @param groups of rows; a row without one is a group of its own
 * @param kinds of rows; a group has that of its first row
 */
function everyOther(groups: Int32Array, kinds: readonly string[]): Uint32Array {
  const sizes = new Map<number, number>()
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  /** Rows of each kind that are in the sample's part, less those that are left. */
  const balance = new Map<string, number>()
  const isLeft = new Map<number, boolean>()
  const decide = (row: number, size: number): boolean => {
    const taken = balance.get(kinds[row]) ?? 0
    const isOne = taken > 0
    balance.set(kinds[row], taken + (isOne ? -size : size))
    return isOne
  }
  const left: number[] = []
  groups.forEach((group, row) => {
    if (group === NO_GROUP) {
      if (decide(row, 1)) left.push(row)
      return
    }
    if (!isLeft.has(group)) isLeft.set(group, decide(row, sizes.get(group)!))
    if (isLeft.get(group) === true) left.push(row)
  })
  return Uint32Array.from(left)
}
