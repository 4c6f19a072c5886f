import type { TagSource } from '../catalogue/types.ts'
import { type Attribute, attributeColumn, ROWS_AT_A_TIME } from '../features/attributes.ts'
import { GROUP_KEYWORDS } from '../features/groups.ts'
import { FIRST_VALUE } from '../tag-codes.ts'

/** What names the images of a suggestion: their series by one of them, and the value that they have; null: none. */
export interface ImagesOfSeries {
  instance: number
  present: string | null
}

/**
 * The images that suggestions are about: all of a series that have the same value.
 * @param images ids, ascending
 * @returns ids, ascending
 */
export function imagesOf(
  source: TagSource,
  target: Attribute,
  images: Uint32Array,
  suggestions: readonly ImagesOfSeries[]
): Uint32Array {
  const series = source.tags().find(({ path, keyword }) => path === '' && keyword === GROUP_KEYWORDS.series)
  const named = Uint32Array.from(new Set(suggestions.map(({ instance }) => instance))).sort()
  const column = series && source.column(series.id, named)
  const seriesOf = new Map(Array.from(named, (id, at) => [id, column?.texts[column.codes[at]] ?? '']))
  const wanted = new Set<string>()
  const single = new Set<string>()
  for (const { instance, present } of suggestions) {
    const uid = seriesOf.get(instance)!
    // An image without a series is one of its own.
    if (uid === '') single.add(keyOf(String(instance), present))
    else wanted.add(keyOf(uid, present))
  }
  const found: number[] = []
  for (let from = 0; from < images.length; from += ROWS_AT_A_TIME) {
    const some = images.subarray(from, from + ROWS_AT_A_TIME)
    const uids = series && source.column(series.id, some)
    const values = attributeColumn(source, target, some)
    some.forEach((instance, row) => {
      const code = values.codes[row]
      const present = code < FIRST_VALUE ? null : values.texts[code]
      const uid = uids?.texts[uids.codes[row]] ?? ''
      const isFound = uid === '' ? single.has(keyOf(String(instance), present)) : wanted.has(keyOf(uid, present))
      if (isFound) found.push(instance)
    })
  }
  return Uint32Array.from(found)
}

function keyOf(series: string, present: string | null): string {
  return present === null ? series : `${series}\0${present}`
}
