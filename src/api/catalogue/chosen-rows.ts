import type { MemberFilter } from '../areas/arguments.ts'
import type { Assignment } from './assignment.ts'
import type { OpenCatalogue } from './open-catalogue.ts'
import { type TagValues, tagValues } from './tag-values.ts'

/** Rows of the images of a cluster, or of those of them for which every condition holds. */
export function chosenRows(
  catalogue: OpenCatalogue,
  { clusters, instances }: Assignment,
  cluster: number,
  among: readonly MemberFilter[] = []
): Uint32Array {
  const rows = new Uint32Array(clusters.length)
  let length = 0
  for (let row = 0; row < clusters.length; row++) if (clusters[row] === cluster) rows[length++] = row
  let inside: Uint32Array = rows.slice(0, length)
  for (const condition of among) inside = narrowed(catalogue, instances, inside, condition)
  return inside
}

function narrowed(
  catalogue: OpenCatalogue,
  instances: Uint32Array,
  rows: Uint32Array,
  condition: MemberFilter
): Uint32Array {
  const listed = condition.instances === undefined ? null : new Set(condition.instances)
  const inside = listed === null ? rows : rows.filter((row) => listed.has(instances[row]))
  if (condition.tag === undefined) return inside
  const values = tagValues(
    catalogue,
    inside.map((row) => instances[row]),
    condition.tag
  )
  const isMeant = values.texts.map((text, code) => means(condition, text, values.numbers[code], values.keyOf))
  return inside.filter((_, i) => isMeant[values.codes[i]])
}

function means(
  { value, from, to }: MemberFilter,
  text: string | null,
  number: number,
  keyOf: TagValues['keyOf']
): boolean {
  if (value !== undefined && keyOf(text) !== keyOf(value)) return false
  if (from === undefined && to === undefined) return true
  return number >= (from ?? -Infinity) && (to === undefined || number < to)
}
