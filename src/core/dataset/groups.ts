import type { TagSource } from '../catalogue/types.ts'
import { groupsOf, NO_GROUP } from '../features/groups.ts'
import type { SplitUnit } from './options.ts'

/** Tags whose values images of one group share: a study has one patient, and a series is of one study. */
export const SHARED_TAGS: Record<SplitUnit, readonly string[]> = {
  patient: ['PatientID', 'StudyInstanceUID', 'SeriesInstanceUID'],
  study: ['StudyInstanceUID', 'SeriesInstanceUID'],
  series: ['SeriesInstanceUID']
}

/** Which group each image is in, by place. */
interface Groups {
  /** Numbers from 0, in the order of their first images. */
  of: Uint32Array
  count: number
  /** Images without a value of the first tag, which only their study or series puts into a group, if anything does. */
  without: number
}

/**
 * Groups of images that must stay together: those that share a patient, a study or a series, directly or through other images, so
 * that one study with two spellings of its patient stays whole. An image that shares nothing with another is a group of its own.
 *
 * Memory: three arrays of numbers, whatever the values (disjoint sets; Tarjan, J. ACM 22, 1975).
 * @param instances ascending
 */
export function linkedGroups(source: TagSource, unit: SplitUnit, instances: Uint32Array): Groups {
  const parent = new Uint32Array(instances.length)
  for (let i = 0; i < parent.length; i++) parent[i] = i
  const root = (row: number): number => {
    let at = row
    while (parent[at] !== at) at = parent[at] = parent[parent[at]]
    return at
  }
  let without = 0
  for (const [place, keyword] of SHARED_TAGS[unit].entries()) {
    const groups = groupsOf(source, keyword, instances)
    // The first row of each group, and 1.
    const firsts = new Uint32Array(instances.length)
    for (let row = 0; row < groups.length; row++) {
      const group = groups[row]
      if (group === NO_GROUP) {
        if (place === 0) without++
      } else if (firsts[group] === 0) firsts[group] = row + 1
      else {
        const [a, b] = [root(firsts[group] - 1), root(row)]
        parent[Math.max(a, b)] = Math.min(a, b)
      }
    }
  }
  const numbers = new Uint32Array(instances.length)
  const of = new Uint32Array(instances.length)
  let count = 0
  for (let row = 0; row < of.length; row++) {
    // The root of a group is its first row.
    const first = root(row)
    if (first === row) numbers[row] = count++
    of[row] = numbers[first]
  }
  return { of, count, without }
}

/**
 * How many values of the tags of a unit lie on several sides of a split: none, or the split is wrong. Counted from the values
 * themselves, not from the groups that the split was made of.
 * @param splits of each image, by place
 */
export function sharedValues(source: TagSource, unit: SplitUnit, instances: Uint32Array, splits: Uint8Array): number {
  let shared = 0
  for (const keyword of SHARED_TAGS[unit]) {
    const groups = groupsOf(source, keyword, instances)
    // Of each value: 0, not met; its split and 1; 255, several.
    const seen = new Uint8Array(instances.length)
    for (let row = 0; row < groups.length; row++) {
      const group = groups[row]
      if (group === NO_GROUP || seen[group] === 255) continue
      if (seen[group] === 0) seen[group] = splits[row] + 1
      else if (seen[group] !== splits[row] + 1) {
        seen[group] = 255
        shared++
      }
    }
  }
  return shared
}
