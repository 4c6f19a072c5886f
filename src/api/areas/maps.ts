import { clusterName } from '../../core/labels/label-parts.ts'
import { findClustering, loadClustering, loadRun } from '../../core/catalogue/runs.ts'
import { type ListedMap, listMaps } from '../../core/catalogue/maps.ts'
import { type MapBy, mapBy } from '../../core/catalogue/stored/map.ts'
import { FIRST_VALUE } from '../../core/tag-codes.ts'
import { MedoidError } from '../../core/errors.ts'
import { clusterLabels } from '../../core/labels/annotate.ts'
import { type Infer, integer, object, oneOf, optional, text } from '../../core/schema.ts'
import { throwIfCancelled, type Work } from '../../core/work.ts'
import { clusteringName } from '../../jobs/definitions/common.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { SHOWN_CHARACTERS, tagValues } from '../catalogue/tag-values.ts'
import { type ColourBy, COLOURS, clustersOf, coloursOf, type Legend } from '../maps/colours.ts'
import { islandsOf } from '../maps/islands.ts'
import { inUnits, placedImages, type PlacedFrame } from '../maps/placed.ts'
import { nothing, question, slowQuestion } from '../method.ts'
import { pack } from '../packed.ts'
import { instance } from './arguments.ts'

export type { ColourBy, Legend, MapBy }
export type MapRow = ListedMap

/** Stands before the points of a map: ids as 32-bit numbers, then x and y of each as 16-bit numbers. */
export interface MapFrame extends PlacedFrame {
  /** Points that follow. */
  points: number
  /** Images of the archive, with a place or without one. */
  images: number
}

/** Images that lie together on a map. */
export interface Island {
  size: number
  /** What most of it is in: a cluster, how many images of it are there, and what it is called. null: nothing of it is in a cluster. */
  cluster: { id: number; count: number; label: string; isNamed: boolean } | null
  /** The image nearest to its middle. */
  medoid: number
  /** Corners, in the unit of the map, that hold all of its images and no others by the even-odd rule. */
  outline: [x: number, y: number][]
}

export interface Islands {
  /** Of all islands; the largest are listed. */
  total: number
  islands: Island[]
}

/** One point of a map, as a person who points at it is told. */
export interface MapImage {
  instance: number
  /** null: in none. */
  cluster: { id: number; label: string; isNamed: boolean } | null
  /** null outside the run's sample. */
  silhouette: number | null
  /** Of the header; '' where it has none. */
  modality: string
  bodyPart: string
  seriesDescription: string
  /** Of the tag that was asked for. */
  value: string | null
}

const run = integer(1, 999_999_999)
const some = object({ run, by: mapBy })
const coloured = object({
  clustering: clusteringName,
  by: mapBy,
  colour: oneOf(...COLOURS),
  /** For the colour `tag`. */
  tag: optional(text({ max: 1000 }))
})
const one = object({ clustering: clusteringName, instance, tag: optional(text({ max: 1000 })) })

/** Maps of runs. Points and colours are bytes, which windows ask for by address (`maps/address.ts`). */
export const maps = {
  'maps.list': question(nothing, ({ reader: { db } }): MapRow[] => listMaps(db)),
  'maps.points': slowQuestion(some, mapPoints),
  'maps.colours': slowQuestion(coloured, mapColours),
  'maps.islands': slowQuestion(object({ clustering: clusteringName, by: mapBy }), mapIslands),
  'maps.image': question(one, mapImage)
}

/** Islands that are listed. */
const LISTED = 1000

function mapPoints(catalogue: OpenCatalogue, given: Infer<typeof some>): Uint8Array {
  const { instances, places } = placedImages(catalogue, given.run, given.by)
  const { frame, places: units } = inUnits(places)
  const images = catalogue.reader.images().length
  return pack({ ...frame, points: instances.length, images } satisfies MapFrame, instances, units)
}

/** The legend, and behind it a code by point. */
function mapColours(catalogue: OpenCatalogue, given: Infer<typeof coloured>): Uint8Array {
  const name = findClustering(catalogue.reader.db, given.clustering)
  const { instances } = placedImages(catalogue, name.run, given.by)
  const { legend, codes } = coloursOf(catalogue, name, instances, given.colour, given.tag ?? '')
  return pack(legend, codes)
}

function mapIslands(catalogue: OpenCatalogue, given: { clustering: string; by: MapBy }, work: Work): Islands {
  const { db } = catalogue.reader
  const name = findClustering(db, given.clustering)
  const { instances, places } = placedImages(catalogue, name.run, given.by)
  const regions = islandsOf(places)
  throwIfCancelled(work)
  const clusters = clustersOf(catalogue, name)
  const told = clusterTexts(catalogue, given.clustering)
  return {
    total: regions.length,
    islands: regions.slice(0, LISTED).map(({ points, middle, outline }) => {
      const counts = new Map<number, number>()
      for (const point of points) {
        const id = clusters[instances[point]]
        if (id >= 0) counts.set(id, (counts.get(id) ?? 0) + 1)
      }
      const [most] = [...counts].sort(([a, x], [b, y]) => y - x || a - b)
      return {
        size: points.length,
        cluster: most === undefined ? null : { id: most[0], count: most[1], ...told(most[0]) },
        medoid: instances[middle],
        outline
      }
    })
  }
}

/** What clusters are called: their names, else what Medoid suggests. */
function clusterTexts({ reader: { db } }: OpenCatalogue, clustering: string) {
  const name = findClustering(db, clustering)
  const labels = clusterLabels(db, name)
  const suggested = new Map(loadClustering(db, name).clusters.map(({ id, suggestedLabel }) => [id, suggestedLabel]))
  return (id: number): { label: string; isNamed: boolean } => {
    const named = labels.get(id)?.label
    return { label: clusterName(named, suggested.get(id) ?? ''), isNamed: named !== undefined }
  }
}

/** @throws MedoidError `no-such-instance` */
function mapImage(catalogue: OpenCatalogue, given: Infer<typeof one>): MapImage {
  const { reader } = catalogue
  if (given.instance >= reader.capacity || !reader.isLive(given.instance)) throw new MedoidError('no-such-instance', {})
  const name = findClustering(reader.db, given.clustering)
  const only = Uint32Array.of(given.instance)
  const header = (keyword: string): string => {
    const tag = reader.find(keyword)
    if (tag === undefined) return ''
    const { codes, texts } = reader.column(tag.id, only)
    return codes[0] < FIRST_VALUE ? '' : texts[codes[0]].slice(0, SHOWN_CHARACTERS)
  }
  const { silhouettes } = loadClustering(reader.db, name)
  const row = loadRun(reader.db, name.run).sample.indexOf(given.instance)
  const cluster = clustersOf(catalogue, name)[given.instance]
  const values = given.tag === undefined ? null : tagValues(catalogue, only, given.tag)
  return {
    instance: given.instance,
    cluster: cluster < 0 ? null : { id: cluster, ...clusterTexts(catalogue, given.clustering)(cluster) },
    silhouette: row < 0 || Number.isNaN(silhouettes[row]) ? null : silhouettes[row],
    modality: header('Modality'),
    bodyPart: header('BodyPartExamined'),
    seriesDescription: header('SeriesDescription'),
    value: values?.texts[values.codes[0]]?.slice(0, SHOWN_CHARACTERS) ?? null
  }
}
