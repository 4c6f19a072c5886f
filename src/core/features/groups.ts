import { findTag } from '../catalogue/find-tag.ts'
import { HashCounter } from '../catalogue/hash-counter.ts'
import { hashInto } from '../catalogue/hash.ts'
import type { Unit } from '../catalogue/stored/unit.ts'
import type { TagSource } from '../catalogue/types.ts'
import { MedoidError } from '../errors.ts'
import { FIRST_VALUE } from '../tag-codes.ts'
import { ROWS_AT_A_TIME } from './attributes.ts'

/** The images of a group that stand for no group: each is one of its own. */
export const NO_GROUP = -1

/** The tag that says which series, or which patient, an image is of. */
export const GROUP_KEYWORDS: Record<Exclude<Unit, 'image'>, string> = {
  series: 'SeriesInstanceUID',
  patient: 'PatientID'
}

/**
 * Which group (series, patient) each instance belongs to: a number from 0, or NO_GROUP where the tag has no value. Texts are known by
 * their 64-bit hashes, since as many as there are instances fit in no Map.
 * @param instances ids, ascending
 */
export function groupsOf(source: TagSource, keyword: string, instances: Uint32Array): Int32Array {
  const groups = new Int32Array(instances.length).fill(NO_GROUP)
  const tag = findTag(source.tags(), keyword)
  if (tag === undefined) return groups
  // Each hash counts as often as its group is numbered, from 1.
  const numbers = new HashCounter(0)
  const hash = new Uint32Array(2)
  const groupOf = (text: string): number => {
    const bytes = Buffer.from(text)
    hashInto(bytes, 0, bytes.length, hash)
    const number = numbers.get(hash[0], hash[1])
    if (number > 0) return number - 1
    numbers.add(hash[0], hash[1], numbers.size + 1)
    return numbers.size - 1
  }
  for (let from = 0; from < instances.length; from += ROWS_AT_A_TIME) {
    const { codes, texts } = source.column(tag.id, instances.subarray(from, from + ROWS_AT_A_TIME))
    const known = new Int32Array(Math.max(texts.length, FIRST_VALUE)).fill(NO_GROUP)
    for (let row = 0; row < codes.length; row++) {
      const code = codes[row]
      if (code < FIRST_VALUE) continue
      if (known[code] === NO_GROUP) known[code] = groupOf(texts[code])
      groups[from + row] = known[code]
    }
  }
  return groups
}

/** How many instances have no group. @throws MedoidError `no-groups` where none has one */
export function countWithoutGroup(groups: Int32Array, unit: Exclude<Unit, 'image'>): number {
  let without = 0
  for (const group of groups) if (group === NO_GROUP) without++
  if (without < groups.length) return without
  throw new MedoidError('no-groups', { keyword: GROUP_KEYWORDS[unit], unit })
}
