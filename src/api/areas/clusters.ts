import type { Database } from 'better-sqlite3'
import { type ClusteringName, formatClustering } from '../../core/catalogue/clustering-name.ts'
import { editedUpTo } from '../../core/catalogue/edited.ts'
import { findClustering, loadClustering, loadRun, UNASSIGNED } from '../../core/catalogue/runs.ts'
import { medoidTable } from '../../core/clustering/assign.ts'
import { MedoidError } from '../../core/errors.ts'
import { PresentColumns } from '../../core/clustering/shared-columns.ts'
import { buildTable } from '../../core/features/build.ts'
import { boolean, type Infer, list, object, oneOf, optional, text } from '../../core/schema.ts'
import { clusteringName } from '../../jobs/definitions/common.ts'
import { assigned, type StoredAssignment } from '../catalogue/assignment.ts'
import { type BriefHeader, briefHeaders } from '../catalogue/brief-headers.ts'
import { chosenRows } from '../catalogue/chosen-rows.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { SHOWN_CHARACTERS, type TagValues, tagValues } from '../catalogue/tag-values.ts'
import { question, slowQuestion } from '../method.ts'
import { MOST_SHOWN_TAGS } from '../shown-tags.ts'
import { among, anyCluster, instance, limit, offset, type Page } from './arguments.ts'

export interface ClusterMember {
  instance: number
  cluster: number
  /** To the medoid of its cluster; null where it is not known, that of the sample in a run that compares pictures, before all images are assigned. */
  distance: number | null
  /** null outside the run's sample. */
  silhouette: number | null
  isMedoid: boolean
  /** null: was not asked for. */
  header: BriefHeader | null
  /** Of the tag that was asked for. */
  value: string | null
  /** Of the tags that were to be shown, in their order; null: no value, or no such tag in this catalogue. */
  shown: (string | null)[]
}

/** Every image of the run's sample in a cluster, or in all, by falling silhouette. */
export interface ClusterSilhouettes {
  instances: number[]
  silhouettes: number[]
  /** Places of those that are chosen; null where nothing is. */
  chosen: number[] | null
}

/** Images that are in sight at a time, at most. */
const MOST_SHOWN = 200

const page = object({
  clustering: clusteringName,
  cluster: anyCluster,
  sort: oneOf('distance', 'silhouette', 'value', 'instance'),
  order: oneOf('ascending', 'descending'),
  tag: optional(text({ max: 1000 })),
  /** Tags whose values are shown, too. */
  shows: optional(list(text({ max: 1000 }), MOST_SHOWN_TAGS)),
  /** Whether to tell of the headers, too. */
  headers: optional(boolean),
  among,
  offset,
  limit
})
const some = object({ clustering: clusteringName, cluster: anyCluster, instances: list(instance, MOST_SHOWN) })
const plot = object({ clustering: clusteringName, cluster: anyCluster, among })

/** The images of a cluster, or of a clustering. */
export const clusters = {
  'clusters.members': question(page, members),
  'clusters.columns': slowQuestion(some, columnsWithMedoid),
  'clusters.silhouettes': question(plot, clusterSilhouettes)
}

interface Sorted {
  key: string
  of: StoredAssignment | null
  /** Rows of the assignment. */
  rows: Uint32Array
  values: (string | null)[] | null
}

/** The images of a cluster, or of all, or those of them that are chosen, sorted, some at a time. */
function members(catalogue: OpenCatalogue, given: Infer<typeof page>): Page<ClusterMember> {
  const { db } = catalogue.reader
  const name = findClustering(db, given.clustering)
  const found = assigned(catalogue, given.clustering)
  const medoids = catalogue.once(`medoids ${stateOf(db, name)}`, () => loadClustering(db, name).medoids)
  const isMedoid = (row: number): boolean => medoids[found.clusters[row]] === found.instances[row]
  const bySilhouette = silhouettesOf(catalogue, given.clustering)
  const { rows, values } = sorted(catalogue, name, found, given, isMedoid, bySilhouette)
  const shown = rows.subarray(given.offset, given.offset + given.limit)
  const headers = given.headers ? headersOf(catalogue, found.instances, shown) : null
  const columns = (given.shows ?? []).map((tag) => columnOf(catalogue, found.instances, shown, tag))
  return {
    total: rows.length,
    rows: Array.from(shown, (row, i) => ({
      instance: found.instances[row],
      cluster: found.clusters[row],
      distance: Number.isNaN(found.distances[row]) ? null : found.distances[row],
      silhouette: bySilhouette.get(found.instances[row]) ?? null,
      isMedoid: isMedoid(row),
      header: headers?.get(row) ?? null,
      value: values?.[given.offset + i]?.slice(0, SHOWN_CHARACTERS) ?? null,
      shown: columns.map((column) => column.get(row)?.slice(0, SHOWN_CHARACTERS) ?? null)
    }))
  }
}

/** The values of a tag by row of the assignment; none of a tag that the catalogue lacks: it was chosen in another one. */
function columnOf(
  catalogue: OpenCatalogue,
  instances: Uint32Array,
  shown: Uint32Array,
  tag: string
): Map<number, string | null> {
  // Columns are read in the order of the archive.
  const rows = shown.toSorted()
  const images = rows.map((row) => instances[row])
  try {
    const { codes, texts } = tagValues(catalogue, images, tag)
    return new Map(Array.from(rows, (row, i) => [row, texts[codes[i]]]))
  } catch (error) {
    if (error instanceof MedoidError && error.code === 'unknown-tag') return new Map()
    throw error
  }
}

/** By row of the assignment. */
function headersOf(
  catalogue: OpenCatalogue,
  instances: Uint32Array,
  shown: Uint32Array
): Map<number, NonNullable<ClusterMember['header']>> {
  // Columns are read in the order of the archive.
  const rows = shown.toSorted()
  const headers = briefHeaders(
    catalogue,
    rows.map((row) => instances[row])
  )
  return new Map(Array.from(rows, (row, i) => [row, headers[i]]))
}

/**
 * On how many columns each of some images is compared with the medoid of a cluster, or of its own where none is named; read from
 * their headers.
 */
function columnsWithMedoid(catalogue: OpenCatalogue, given: Infer<typeof some>): number[] {
  const { reader } = catalogue
  const name = findClustering(reader.db, given.clustering)
  const { features, model } = catalogue.once(`features ${name.run}`, () => loadRun(reader.db, name.run).features)
  const { medoidRows } = loadClustering(reader.db, name)
  const ids = Uint32Array.from(new Set(given.instances)).sort()
  const images = new PresentColumns(buildTable(reader, features, ids), model)
  const clusters = given.cluster === null ? clustersOf(assigned(catalogue, given.clustering), ids) : null
  const wanted = [...new Set(clusters ?? [given.cluster!])]
  const medoids = new PresentColumns(medoidTable(model, medoidRows, wanted), model)
  const medoidOf = (row: number): number => (clusters === null ? 0 : wanted.indexOf(clusters[row]))
  const shared = new Map(Array.from(ids, (instance, row) => [instance, images.shared(row, medoids, medoidOf(row))]))
  return given.instances.map((instance) => shared.get(instance)!)
}

/** @param ids ascending @throws MedoidError `no-such-instance` where one is in no cluster */
function clustersOf({ instances, clusters }: StoredAssignment, ids: Uint32Array): number[] {
  let row = 0
  return Array.from(ids, (instance) => {
    while (row < instances.length && instances[row] < instance) row++
    if (instances[row] !== instance) throw new MedoidError('no-such-instance', {})
    return clusters[row]
  })
}

/** The cluster's part of the silhouette plot, and which of it is chosen. */
function clusterSilhouettes(
  catalogue: OpenCatalogue,
  { clustering, cluster, among }: Infer<typeof plot>
): ClusterSilhouettes {
  const { db } = catalogue.reader
  const name = findClustering(db, clustering)
  const { labels, silhouettes } = loadClustering(db, name)
  const { sample } = loadRun(db, name.run)
  const rows = Uint32Array.from(sample.keys())
    .filter((row) => (cluster === null ? labels[row] !== UNASSIGNED : labels[row] === cluster))
    .sort((a, b) => silhouettes[b] - silhouettes[a])
  const instances = Array.from(rows, (row) => sample[row])
  let chosen: number[] | null = null
  if (among !== undefined && among.length > 0) {
    const found = assigned(catalogue, clustering)
    const inside = new Set(chosenRows(catalogue, name, found, cluster, among).map((row) => found.instances[row]))
    chosen = instances.flatMap((instance, place) => (inside.has(instance) ? [place] : []))
  }
  return { instances, silhouettes: Array.from(rows, (row) => Math.round(silhouettes[row] * 1e4) / 1e4), chosen }
}

function silhouettesOf(catalogue: OpenCatalogue, clustering: string): ReadonlyMap<number, number> {
  const { db } = catalogue.reader
  const name = findClustering(db, clustering)
  return catalogue.once(`silhouettes ${stateOf(db, name)}`, () => {
    const { silhouettes } = loadClustering(db, name)
    const { sample } = loadRun(db, name.run)
    return new Map(Array.from(sample, (instance, row) => [instance, silhouettes[row]]))
  })
}

/** A clustering with the change that it takes account of: what was computed of it holds until the next one. */
function stateOf(db: Database, name: ClusteringName): string {
  return `${formatClustering(name)} ${editedUpTo(db, name)}`
}

/** Paging asks for the same order again and again: the last one is kept. */
function sorted(
  catalogue: OpenCatalogue,
  name: ClusteringName,
  found: StoredAssignment,
  { cluster, sort, order, tag, among }: Infer<typeof page>,
  isMedoid: (row: number) => boolean,
  silhouettes: ReadonlyMap<number, number>
): Sorted {
  const last = catalogue.once<Sorted>('sorted', () => ({ key: '', of: null, rows: new Uint32Array(), values: null }))
  const key = JSON.stringify([formatClustering(name), cluster, sort, order, tag, among])
  if (last.key === key && last.of === found) return last
  const rows = chosenRows(catalogue, name, found, cluster, among)
  const instances = rows.map((row) => found.instances[row])
  const values = tag === undefined ? null : tagValues(catalogue, instances, tag)
  const numbers = Float64Array.from(rows, (row, i) => {
    switch (sort) {
      case 'distance':
        return found.distances[row]
      case 'silhouette':
        return silhouettes.get(instances[i]) ?? NaN
      case 'value':
        return values === null ? NaN : values.numbers[values.codes[i]]
      case 'instance':
        return instances[i]
    }
  })
  const places = placesBy(numbers, values, (place) => isMedoid(rows[place]), order === 'ascending' ? 1 : -1)
  Object.assign(last, {
    key,
    of: found,
    rows: places.map((i) => rows[i]),
    values: values === null ? null : Array.from(places, (i) => values.texts[values.codes[i]])
  })
  return last
}

/**
 * Places by their numbers; what has none comes last, whichever way it is sorted, texts among themselves by their letters.
 * @param comesFirst which places come first of those that are equal
 */
function placesBy(
  numbers: Float64Array,
  values: TagValues | null,
  comesFirst: (place: number) => boolean,
  sign: 1 | -1
): Uint32Array {
  const among = (a: number, b: number): number => Number(comesFirst(b)) - Number(comesFirst(a)) || a - b
  const text = (i: number): string | null => (values === null ? null : values.texts[values.codes[i]])
  return Uint32Array.from(numbers.keys()).sort((a, b) => {
    const [x, y] = [numbers[a], numbers[b]]
    if (Number.isNaN(x) || Number.isNaN(y)) {
      if (!Number.isNaN(x)) return -1
      if (!Number.isNaN(y)) return 1
      const [s, t] = [text(a), text(b)]
      if (s === t) return among(a, b)
      if (s === null || t === null) return s === null ? 1 : -1
      return s < t ? -sign : sign
    }
    return x === y ? among(a, b) : (x - y) * sign
  })
}
