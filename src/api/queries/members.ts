import { FIRST_VALUE } from '../../core/catalogue/chunks.ts'
import { findClustering, formatClustering, loadClustering, loadRun } from '../../core/catalogue/runs.ts'
import { MedoidError } from '../../core/errors.ts'
import type { Arguments, ClusterSilhouettes, Condition, Member, Page } from '../contract.ts'
import { assignment, type Assignment } from './clusterings.ts'
import type { OpenCatalogue } from './open-catalogue.ts'
import { SHOWN_CHARACTERS, type TagValues, tagValues } from './tag-values.ts'

interface Sorted {
  key: string
  of: Assignment | null
  /** Rows of the assignment. */
  rows: Uint32Array
  values: (string | null)[] | null
}

/** The images of a cluster, or those of them that are chosen, sorted, some at a time. */
export function members(catalogue: OpenCatalogue, given: Arguments<'clusters.members'>): Page<Member> {
  const { db } = catalogue.reader
  const name = findClustering(db, given.clustering)
  const found = assigned(catalogue, given.clustering)
  const medoid = catalogue.once(`medoids ${formatClustering(name)}`, () => loadClustering(db, name).medoids)
  const bySilhouette = silhouettesOf(catalogue, given.clustering)
  const { rows, values } = sorted(catalogue, found, given, medoid[given.cluster], bySilhouette)
  const page = rows.subarray(given.offset, given.offset + given.limit)
  const headers = given.headers ? headersOf(catalogue, found.instances, page) : null
  return {
    total: rows.length,
    rows: Array.from(page, (row, i) => ({
      instance: found.instances[row],
      distance: found.distances[row],
      silhouette: bySilhouette.get(found.instances[row]) ?? null,
      isMedoid: medoid[given.cluster] === found.instances[row],
      header: headers?.get(row) ?? null,
      value: values?.[given.offset + i]?.slice(0, SHOWN_CHARACTERS) ?? null
    }))
  }
}

/** What the headers of some images say that tells them apart at a glance. */
function headersOf(
  { reader }: OpenCatalogue,
  instances: Uint32Array,
  page: Uint32Array
): Map<number, NonNullable<Member['header']>> {
  // Columns are read in the order of the archive, in which neighbours are read together.
  const rows = page.toSorted()
  const ids = rows.map((row) => instances[row])
  const texts = (keyword: string): string[] => {
    const tag = reader.find(keyword)
    if (tag === undefined) return []
    const column = reader.column(tag.id, ids)
    return Array.from(column.codes, (code) => (code < FIRST_VALUE ? '' : column.texts[code].slice(0, SHOWN_CHARACTERS)))
  }
  const [modality, bodyPart, seriesDescription] = ['Modality', 'BodyPartExamined', 'SeriesDescription'].map(texts)
  return new Map(
    Array.from(rows, (row, i) => [
      row,
      { modality: modality[i] ?? '', bodyPart: bodyPart[i] ?? '', seriesDescription: seriesDescription[i] ?? '' }
    ])
  )
}

/** The cluster's part of the silhouette plot, and which of it is chosen. */
export function clusterSilhouettes(
  catalogue: OpenCatalogue,
  { clustering, cluster, among }: Arguments<'clusters.silhouettes'>
): ClusterSilhouettes {
  const { db } = catalogue.reader
  const name = findClustering(db, clustering)
  const { labels, silhouettes } = loadClustering(db, name)
  const { sample } = loadRun(db, name.run)
  const rows = Uint32Array.from(sample.keys())
    .filter((row) => labels[row] === cluster)
    .sort((a, b) => silhouettes[b] - silhouettes[a])
  const instances = Array.from(rows, (row) => sample[row])
  let chosen: number[] | null = null
  if (among !== undefined && among.length > 0) {
    const found = assigned(catalogue, clustering)
    const inside = new Set(chosenRows(catalogue, found, cluster, among).map((row) => found.instances[row]))
    chosen = instances.flatMap((instance, place) => (inside.has(instance) ? [place] : []))
  }
  return { instances, silhouettes: Array.from(rows, (row) => Math.round(silhouettes[row] * 1e4) / 1e4), chosen }
}

/** @throws MedoidError `not-assigned` */
export function assigned(catalogue: OpenCatalogue, clustering: string): Assignment {
  const name = findClustering(catalogue.reader.db, clustering)
  const found = assignment(catalogue, name)
  if (found !== null) return found
  throw new MedoidError('not-assigned', { why: 'not-yet', clustering: formatClustering(name) })
}

/** Rows of the images of a cluster, or of those of them for which every condition holds. */
export function chosenRows(
  catalogue: OpenCatalogue,
  { clusters, instances }: Assignment,
  cluster: number,
  among: readonly Condition[] = []
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
  condition: Condition
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
  { value, from, to }: Condition,
  text: string | null,
  number: number,
  keyOf: TagValues['keyOf']
): boolean {
  if (value !== undefined && keyOf(text) !== keyOf(value)) return false
  if (from === undefined && to === undefined) return true
  return number >= (from ?? -Infinity) && (to === undefined || number < to)
}

function silhouettesOf(catalogue: OpenCatalogue, clustering: string): ReadonlyMap<number, number> {
  const { db } = catalogue.reader
  const name = findClustering(db, clustering)
  return catalogue.once(`silhouettes ${formatClustering(name)}`, () => {
    const { silhouettes } = loadClustering(db, name)
    const { sample } = loadRun(db, name.run)
    return new Map(Array.from(sample, (instance, row) => [instance, silhouettes[row]]))
  })
}

/** Paging asks for the same order again and again: the last one is kept. */
function sorted(
  catalogue: OpenCatalogue,
  found: Assignment,
  { clustering, cluster, sort, order, tag, among }: Arguments<'clusters.members'>,
  medoid: number,
  silhouettes: ReadonlyMap<number, number>
): Sorted {
  const last = catalogue.once<Sorted>('sorted', () => ({ key: '', of: null, rows: new Uint32Array(), values: null }))
  const key = JSON.stringify([clustering, cluster, sort, order, tag, among])
  if (last.key === key && last.of === found) return last
  const rows = chosenRows(catalogue, found, cluster, among)
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
  const places = placesBy(numbers, values, instances.indexOf(medoid), order === 'ascending' ? 1 : -1)
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
 * @param medoid the place that comes first of those that are equal
 */
function placesBy(numbers: Float64Array, values: TagValues | null, medoid: number, sign: 1 | -1): Uint32Array {
  const among = (a: number, b: number): number => (a === medoid ? -1 : b === medoid ? 1 : a - b)
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
