import { findTag } from '../catalogue/find-tag.ts'
import type { TagSource } from '../catalogue/types.ts'
import { type Attribute, attributeColumn, ROWS_AT_A_TIME } from '../features/attributes.ts'
import { GROUP_KEYWORDS } from '../features/groups.ts'
import { FIRST_VALUE } from '../tag-codes.ts'

/** What names the images of a suggestion: their series by one of them, and the value that they have; null: none. */
interface ImagesOfSeries {
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
  const found: number[] = []
  for (const { instance } of imagesWithPlaces(source, target, images, suggestions)) found.push(instance)
  return Uint32Array.from(found)
}

/** The same, each image with the places of the suggestions that are about it: several where different values are suggested in a series. */
export function* imagesWithPlaces(
  source: TagSource,
  target: Attribute,
  images: Uint32Array,
  suggestions: readonly ImagesOfSeries[]
): Generator<{ instance: number; places: readonly number[] }> {
  const series = findTag(source.tags(), GROUP_KEYWORDS.series)
  const named = Uint32Array.from(new Set(suggestions.map(({ instance }) => instance))).sort()
  const column = series && source.column(series.id, named)
  const seriesOf = new Map(Array.from(named, (id, at) => [id, column?.texts[column.codes[at]] ?? '']))
  const wanted = Map.groupBy(suggestions.keys(), (place) => {
    const { instance, present } = suggestions[place]
    return keyOf(seriesOf.get(instance)!, instance, present)
  })
  for (let from = 0; from < images.length; from += ROWS_AT_A_TIME) {
    const some = images.subarray(from, from + ROWS_AT_A_TIME)
    const uids = series && source.column(series.id, some)
    const values = attributeColumn(source, target, some)
    for (const [row, instance] of some.entries()) {
      const code = values.codes[row]
      const present = code < FIRST_VALUE ? null : values.texts[code]
      const places = wanted.get(keyOf(uids?.texts[uids.codes[row]] ?? '', instance, present))
      if (places !== undefined) yield { instance, places }
    }
  }
}

/** @param series its UID; '': the image is a series of its own */
function keyOf(series: string, instance: number, present: string | null): string {
  return `${series === '' ? `#${instance}` : series}\0${present === null ? '' : `=${present}`}`
}
