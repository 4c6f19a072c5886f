import { findTag } from '../catalogue/find-tag.ts'
import type { ClusterLabel } from '../catalogue/annotations.ts'
import type { TagSource } from '../catalogue/types.ts'
import { FIRST_VALUE } from '../tag-codes.ts'

/** From what images without a label inherit one. */
export const INHERIT = ['nothing', 'series'] as const
export type Inherit = (typeof INHERIT)[number]

/** A label that an image has from the other images of its series. */
export interface InheritedLabel {
  label: ClusterLabel
  /** Images of the series that have it, of those that have any. */
  share: number
}

/** Images whose series are read at a time. */
const AT_A_TIME = 65_536

/**
 * What images of a series inherit from those of its images that have a label: the label that most of these have. Where two labels have as
 * many, and where an image names no series, nothing is inherited.
 * @param labelled every image that has a label, with it; images of one name and code have one label
 * @param instances those that may inherit, ascending
 * @returns by instance; those that inherit nothing are not in it
 */
export function inheritedLabels(
  source: TagSource,
  labelled: ReadonlyMap<number, ClusterLabel>,
  instances: Uint32Array
): Map<number, InheritedLabel> {
  const votes = new Map<string, Map<string, { label: ClusterLabel; images: number }>>()
  for (const [instance, series] of seriesOf(source, Uint32Array.from(labelled.keys()).sort())) {
    const label = labelled.get(instance)!
    const key = JSON.stringify([label.label, label.scheme, label.code])
    const ofSeries = votes.get(series) ?? votes.set(series, new Map()).get(series)!
    const vote = ofSeries.get(key)
    if (vote === undefined) ofSeries.set(key, { label, images: 1 })
    else vote.images++
  }
  const winners = new Map([...votes].map(([series, ofSeries]) => [series, winnerOf([...ofSeries.values()])]))
  const inherited = new Map<number, InheritedLabel>()
  for (const [instance, series] of seriesOf(source, instances)) {
    const winner = winners.get(series)
    if (winner) inherited.set(instance, winner)
  }
  return inherited
}

/** null where no label alone has the most images. */
function winnerOf(votes: { label: ClusterLabel; images: number }[]): InheritedLabel | null {
  const [first, second] = votes.sort((a, b) => b.images - a.images)
  if (second !== undefined && second.images === first.images) return null
  return { label: first.label, share: first.images / votes.reduce((sum, { images }) => sum + images, 0) }
}

/** Each instance that names its series, with that. @param instances ascending */
function* seriesOf(source: TagSource, instances: Uint32Array): IterableIterator<[instance: number, series: string]> {
  const tag = findTag(source.tags(), 'SeriesInstanceUID')
  if (tag === undefined) return
  for (let from = 0; from < instances.length; from += AT_A_TIME) {
    const some = instances.subarray(from, from + AT_A_TIME)
    const { codes, texts } = source.column(tag.id, some)
    for (let row = 0; row < some.length; row++) {
      if (codes[row] >= FIRST_VALUE) yield [some[row], texts[codes[row]]]
    }
  }
}
