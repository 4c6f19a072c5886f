import { findClustering } from '../../core/catalogue/runs.ts'
import { ascending, type Histogram, type HistogramView, histogramOf } from '../../core/marks/histogram.ts'
import { type Infer, object, optional, text } from '../../core/schema.ts'
import { clusteringName } from '../../jobs/definitions/common.ts'
import { assigned } from '../catalogue/assignment.ts'
import { chosenRows } from '../catalogue/chosen-rows.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { SHOWN_CHARACTERS, type TagValues, tagValues } from '../catalogue/tag-values.ts'
import { slowQuestion } from '../method.ts'
import { among, anyCluster, histogramView } from './arguments.ts'

/** A tag's values in a cluster, or in what is chosen of all images, beside those of the rest of the clustering. */
export interface ClusterTag {
  keyword: string
  /** Images of the cluster, or those of them that are chosen, and all outside the cluster; of all clusters those that are chosen, and the rest. */
  here: number
  elsewhere: number
  values: ClusterValue[]
  /** Of numbers with many values, over both. */
  histogram: Histogram | null
  /** The least and the greatest of the numbers here; null where there are none. */
  range: { least: number; most: number } | null
  /** Without a value, and with one that is no number. */
  without: Sides
  unparsed: Sides
}

interface ClusterValue extends Sides {
  value: string
  /** Of a number that is written otherwise, or in several ways. */
  spellings?: string[]
}

/** Images here, and elsewhere. */
interface Sides {
  here: number
  elsewhere: number
}

const tag = object({
  clustering: clusteringName,
  cluster: anyCluster,
  tag: text({ max: 1000 }),
  /** Of the histogram; without it, as much as can be read. */
  view: optional(histogramView),
  among
})

/** What the tags of a cluster say. */
export const clusterTags = {
  'clusters.tag': slowQuestion(tag, clusterTag)
}

const SHOWN_VALUES = 50
/** Fewer numbers than this are shown one by one. */
const MANY_NUMBERS = 12
const STEPS = 24
/** Of one number. */
const SPELLINGS = 20

/** A tag's values in a cluster, or in what is chosen of it or of all, beside how often they are elsewhere. */
function clusterTag(catalogue: OpenCatalogue, given: Infer<typeof tag>): ClusterTag {
  const found = assigned(catalogue, given.clustering)
  const values = tagValues(catalogue, found.instances, given.tag)
  const [here, elsewhere] = [new Uint32Array(values.texts.length), new Uint32Array(values.texts.length)]
  const name = findClustering(catalogue.reader.db, given.clustering)
  const rows = chosenRows(catalogue, name, found, given.cluster, given.among)
  const isHere = new Uint8Array(found.clusters.length)
  for (const row of rows) {
    here[values.codes[row]]++
    isHere[row] = 1
  }
  // Steps and their ends stay where they are, whatever is chosen.
  const isFound = new Uint8Array(values.texts.length)
  let others = 0
  found.clusters.forEach((cluster, row) => {
    isFound[values.codes[row]] = 1
    if (given.cluster === null ? isHere[row] === 1 : cluster === given.cluster) return
    others++
    elsewhere[values.codes[row]]++
  })
  const counts = new Map<string, ClusterValue & { spellings: string[] }>()
  values.texts.forEach((text, code) => {
    if (isFound[code] === 0) return
    const value = (text ?? '').slice(0, SHOWN_CHARACTERS)
    const key = values.keyOf(text)
    let count = counts.get(key)
    if (count === undefined) counts.set(key, (count = { value, here: 0, elsewhere: 0, spellings: [] }))
    count.here += here[code]
    count.elsewhere += elsewhere[code]
    if (values.isNumeric && text !== null) count.spellings.push(values.written[code]!)
  })
  const shown = [...counts.values()].sort((a, b) => b.here - a.here || b.elsewhere - a.elsewhere)
  return {
    keyword: given.tag,
    here: rows.length,
    elsewhere: others,
    values: shown.slice(0, SHOWN_VALUES).map(toldSpellings),
    ...numbersOf(values, isFound, here, elsewhere, counts.size < MANY_NUMBERS ? null : { view: given.view ?? null })
  }
}

function toldSpellings({ spellings, ...count }: ClusterValue & { spellings: string[] }): ClusterValue {
  if (spellings.every((spelling) => spelling === count.value)) return count
  return { ...count, spellings: spellings.slice(0, SPELLINGS) }
}

function numbersOf(
  { texts, codes, numbers: all, isNumeric }: TagValues,
  isFound: Uint8Array,
  here: Uint32Array,
  elsewhere: Uint32Array,
  drawn: { view: HistogramView | null } | null
): Pick<ClusterTag, 'histogram' | 'range' | 'without' | 'unparsed'> {
  const [without, unparsed] = [
    { here: 0, elsewhere: 0 },
    { here: 0, elsewhere: 0 }
  ]
  if (!isNumeric) return { histogram: null, range: null, without, unparsed }
  all.forEach((number, code) => {
    if (!Number.isNaN(number)) return
    const side = (texts[code] ?? '') === '' ? without : unparsed
    side.here += here[code]
    side.elsewhere += elsewhere[code]
  })
  const { numbers, places } = ascending(all.map((number, code) => (isFound[code] === 0 ? NaN : number)))
  const own = numbers.filter((_, i) => here[places[i]] > 0)
  const range = own.length === 0 ? null : { least: own[0], most: own[own.length - 1] }
  if (drawn === null || numbers.length === 0 || numbers[0] === numbers[numbers.length - 1]) {
    return { histogram: null, range, without, unparsed }
  }
  const total = new Uint32Array(texts.length)
  for (const code of codes) total[code]++
  const of = (counts: Uint32Array): Uint32Array => places.map((place) => counts[place])
  const counted = { numbers, series: [of(here), of(elsewhere)], all: of(total) }
  return { histogram: histogramOf(counted, STEPS, drawn.view), range, without, unparsed }
}
