import { findClustering, formatClustering, loadClustering, loadRun } from '../../core/catalogue/runs.ts'
import { MedoidError } from '../../core/errors.ts'
import { attributeColumn, attributesOf } from '../../core/features/attributes.ts'
import { findAttribute } from '../../core/features/names.ts'
import { categoryKey } from '../../core/features/normalise.ts'
import { parseNumber } from '../../core/features/parse.ts'
import type { Arguments, ClusterTag, Member, Page } from '../contract.ts'
import { assignment, type Assignment } from './clusterings.ts'
import type { OpenCatalogue } from './open-catalogue.ts'

const SHOWN_VALUES = 50

interface Sorted {
  key: string
  /** Rows of the assignment. */
  rows: Uint32Array
  values: (string | null)[] | null
}

/** The images of a cluster, sorted, some at a time. */
export function members(catalogue: OpenCatalogue, given: Arguments<'clusters.members'>): Page<Member> {
  const { db } = catalogue.reader
  const name = findClustering(db, given.clustering)
  const found = assigned(catalogue, given.clustering)
  const { medoids, silhouettes } = loadClustering(db, name)
  const bySilhouette = catalogue.once(`silhouettes ${formatClustering(name)}`, () => {
    const { sample } = loadRun(db, name.run)
    return new Map(Array.from(sample, (instance, row) => [instance, silhouettes[row]]))
  })
  const { rows, values } = sorted(catalogue, found, given, bySilhouette)
  return {
    total: rows.length,
    rows: Array.from(rows.subarray(given.offset, given.offset + given.limit), (row, i) => ({
      instance: found.instances[row],
      distance: found.distances[row],
      silhouette: bySilhouette.get(found.instances[row]) ?? null,
      isMedoid: medoids[given.cluster] === found.instances[row],
      value: values?.[given.offset + i] ?? null
    }))
  }
}

/** Paging asks for the same order again and again: the last one is kept. */
function sorted(
  catalogue: OpenCatalogue,
  found: Assignment,
  { clustering, cluster, sort, order, tag }: Arguments<'clusters.members'>,
  silhouettes: ReadonlyMap<number, number>
): Sorted {
  const last = catalogue.once('sorted', () => ({ key: '', rows: new Uint32Array(), values: null, of: found }))
  const key = JSON.stringify([clustering, cluster, sort, order, tag])
  if (last.key === key && last.of === found) return last
  const rows = rowsOf(found, cluster)
  const values = tag === undefined ? null : valuesOf(catalogue, found, rows, tag)
  const order_ = Uint32Array.from(rows.keys())
  const sign = order === 'ascending' ? 1 : -1
  const by: (i: number) => number = {
    distance: (i: number) => found.distances[rows[i]],
    silhouette: (i: number) => silhouettes.get(found.instances[rows[i]]) ?? NaN,
    value: (i: number) => parseNumber(values?.[i] ?? ''),
    instance: (i: number) => found.instances[rows[i]]
  }[sort]
  const numbers = Float64Array.from(order_, by)
  order_.sort((a, b) => {
    const [x, y] = [numbers[a], numbers[b]]
    // What has no number comes last, whichever way it is sorted; texts among themselves by their letters.
    if (Number.isNaN(x) || Number.isNaN(y)) {
      if (!Number.isNaN(x)) return -1
      if (!Number.isNaN(y)) return 1
      const [s, t] = [values?.[a] ?? null, values?.[b] ?? null]
      if (s === t) return a - b
      if (s === null || t === null) return s === null ? 1 : -1
      return s < t ? -sign : sign
    }
    return x === y ? a - b : (x - y) * sign
  })
  Object.assign(last, {
    key,
    of: found,
    rows: order_.map((i) => rows[i]),
    values: values === null ? null : Array.from(order_, (i) => values[i])
  })
  return last
}

/** A tag's most frequent values in a cluster, beside how often they are elsewhere. */
export function clusterTag(catalogue: OpenCatalogue, given: Arguments<'clusters.tag'>): ClusterTag {
  const found = assigned(catalogue, given.clustering)
  const values = valuesOf(catalogue, found, Uint32Array.from(found.instances.keys()), given.tag)
  const counts = new Map<string, { value: string; here: number; elsewhere: number }>()
  let [here, elsewhere] = [0, 0]
  found.clusters.forEach((cluster, row) => {
    const isHere = cluster === given.cluster
    if (isHere) here++
    else elsewhere++
    const value = values[row] ?? ''
    const key = categoryKey(value)
    let count = counts.get(key)
    if (count === undefined) counts.set(key, (count = { value, here: 0, elsewhere: 0 }))
    if (isHere) count.here++
    else count.elsewhere++
  })
  const shown = [...counts.values()].sort((a, b) => b.here - a.here || b.elsewhere - a.elsewhere)
  return { keyword: given.tag, here, elsewhere, values: shown.slice(0, SHOWN_VALUES) }
}

function assigned(catalogue: OpenCatalogue, clustering: string): Assignment {
  const name = findClustering(catalogue.reader.db, clustering)
  const found = assignment(catalogue, name)
  if (found !== null) return found
  throw new MedoidError(
    'not-assigned',
    `No image has been assigned to the clusters of ${formatClustering(name)} yet. Assign the images first.`
  )
}

function rowsOf({ clusters }: Assignment, cluster: number): Uint32Array {
  const rows = new Uint32Array(clusters.length)
  let length = 0
  for (let row = 0; row < clusters.length; row++) if (clusters[row] === cluster) rows[length++] = row
  return rows.slice(0, length)
}

function valuesOf(catalogue: OpenCatalogue, found: Assignment, rows: Uint32Array, tag: string): (string | null)[] {
  const { reader } = catalogue
  const attribute = findAttribute(attributesOf(reader.tags()), tag, tag)
  const { codes, texts } = attributeColumn(
    reader,
    attribute,
    rows.map((row) => found.instances[row])
  )
  return Array.from(codes, (code) => (code < 2 ? null : texts[code]))
}
