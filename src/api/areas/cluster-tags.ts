import { findClustering } from '../../core/catalogue/runs.ts'
import { type Infer, object, text } from '../../core/schema.ts'
import { clusteringName } from '../../jobs/definitions/common.ts'
import { assigned } from '../catalogue/assignment.ts'
import { chosenRows } from '../catalogue/chosen-rows.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { SHOWN_CHARACTERS, type TagValues, tagValues } from '../catalogue/tag-values.ts'
import { slowQuestion } from '../method.ts'
import { among, anyCluster } from './arguments.ts'

/** A tag's values in a cluster, or in what is chosen of all images, beside those of the rest of the clustering. */
export interface ClusterTag {
  keyword: string
  /** Images of the cluster, or those of them that are chosen, and all outside the cluster; of all clusters those that are chosen, and the rest. */
  here: number
  elsewhere: number
  values: { value: string; here: number; elsewhere: number }[]
  /** Of numbers with many values, in equal steps over both. */
  histogram: { min: number; max: number; here: number[]; elsewhere: number[]; without: Sides; unparsed: Sides } | null
}

/** Images here, and elsewhere. */
interface Sides {
  here: number
  elsewhere: number
}

const tag = object({ clustering: clusteringName, cluster: anyCluster, tag: text({ max: 1000 }), among })

/** What the tags of a cluster say. */
export const clusterTags = {
  'clusters.tag': slowQuestion(tag, clusterTag)
}

const SHOWN_VALUES = 50
/** Fewer numbers than this are shown one by one. */
const MANY_NUMBERS = 12
const STEPS = 24

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
  const counts = new Map<string, { value: string; here: number; elsewhere: number }>()
  values.texts.forEach((text, code) => {
    if (isFound[code] === 0) return
    const value = (text ?? '').slice(0, SHOWN_CHARACTERS)
    const key = values.keyOf(text)
    let count = counts.get(key)
    if (count === undefined) counts.set(key, (count = { value, here: 0, elsewhere: 0 }))
    count.here += here[code]
    count.elsewhere += elsewhere[code]
  })
  const shown = [...counts.values()].sort((a, b) => b.here - a.here || b.elsewhere - a.elsewhere)
  return {
    keyword: given.tag,
    here: rows.length,
    elsewhere: others,
    values: shown.slice(0, SHOWN_VALUES),
    histogram: counts.size < MANY_NUMBERS ? null : histogram(values, isFound, here, elsewhere)
  }
}

function histogram(
  { texts, numbers, isNumeric }: TagValues,
  isFound: Uint8Array,
  here: Uint32Array,
  elsewhere: Uint32Array
): ClusterTag['histogram'] {
  if (!isNumeric) return null
  let [min, max] = [Infinity, -Infinity]
  numbers.forEach((number, code) => {
    if (isFound[code] === 0 || Number.isNaN(number)) return
    ;[min, max] = [Math.min(min, number), Math.max(max, number)]
  })
  if (!(min < max)) return null
  const counts = { here: new Array<number>(STEPS).fill(0), elsewhere: new Array<number>(STEPS).fill(0) }
  const [without, unparsed] = [
    { here: 0, elsewhere: 0 },
    { here: 0, elsewhere: 0 }
  ]
  numbers.forEach((number, code) => {
    if (Number.isNaN(number)) {
      const side = (texts[code] ?? '') === '' ? without : unparsed
      side.here += here[code]
      side.elsewhere += elsewhere[code]
      return
    }
    const step = Math.min(STEPS - 1, Math.floor(((number - min) / (max - min)) * STEPS))
    counts.here[step] += here[code]
    counts.elsewhere[step] += elsewhere[code]
  })
  return { min, max, ...counts, without, unparsed }
}
