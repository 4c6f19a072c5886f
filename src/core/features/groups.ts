import { FIRST_VALUE } from '../tag-codes.ts'
import type { Unit } from '../catalogue/stored/unit.ts'
import type { TagSource } from '../catalogue/types.ts'
import { MedoidError } from '../errors.ts'

/** The images of a group that stand for no group: each is one of its own. */
export const NO_GROUP = -1

/** The tag that says which series, or which patient, an image is of. */
export const GROUP_KEYWORDS: Record<Exclude<Unit, 'image'>, string> = {
  series: 'SeriesInstanceUID',
  patient: 'PatientID'
}

/** Which group (series, patient) each instance belongs to: a number; NO_GROUP where the tag has no value. */
export function groupsOf(source: TagSource, keyword: string, instances: Uint32Array): Int32Array {
  const groups = new Int32Array(instances.length).fill(NO_GROUP)
  const tag = source.tags().find((each) => each.path === '' && each.keyword === keyword)
  if (tag === undefined) return groups
  const { codes } = source.column(tag.id, instances)
  for (let i = 0; i < codes.length; i++) if (codes[i] >= FIRST_VALUE) groups[i] = codes[i]
  return groups
}

/** How many instances have no group. @throws MedoidError `no-groups` where none has one */
export function countWithoutGroup(groups: Int32Array, unit: Exclude<Unit, 'image'>): number {
  let without = 0
  for (const group of groups) if (group === NO_GROUP) without++
  if (without < groups.length) return without
  throw new MedoidError('no-groups', { keyword: GROUP_KEYWORDS[unit], unit })
}
