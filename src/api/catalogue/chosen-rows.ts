import type { ClusteringName } from '../../core/catalogue/clustering-name.ts'
import { InstanceBits } from '../../core/catalogue/instance-bits.ts'
import { labelCodes } from '../../core/catalogue/label-sets.ts'
import { clusterChunks, findClustering, firstOf } from '../../core/catalogue/runs.ts'
import { selectedInstances } from '../../core/catalogue/selections.ts'
import { ContingencyCounter } from '../../core/evaluation/contingency.ts'
import { usualLabels } from '../../core/labels/usual-labels.ts'
import { labelledPairs } from '../../jobs/compare-labels.ts'
import { polygonTester } from '../../core/polygon.ts'
import type { MemberFilter } from '../areas/arguments.ts'
import type { StoredAssignment } from './assignment.ts'
import { mapPlaces } from './map-places.ts'
import type { OpenCatalogue } from './open-catalogue.ts'
import { type TagValues, tagValues } from './tag-values.ts'

/**
 * Rows of the images of a cluster, or of those of them for which every condition holds.
 * @param found the assignment of the clustering
 * @param cluster null for all images of the clustering
 * @throws MedoidError `unknown-tag`, `ambiguous-tag`, `unknown-map`, `unknown-selection`, `unknown-label-set`, `unknown-run`, `unknown-clustering`
 */
export function chosenRows(
  catalogue: OpenCatalogue,
  name: ClusteringName,
  found: StoredAssignment,
  cluster: number | null,
  among: readonly MemberFilter[] = []
): Uint32Array {
  const { clusters } = found
  const rows = new Uint32Array(clusters.length)
  let length = 0
  for (let row = 0; row < clusters.length; row++) {
    if (cluster === null || clusters[row] === cluster) rows[length++] = row
  }
  let inside: Uint32Array = rows.slice(0, length)
  for (const condition of among) inside = narrowed(catalogue, name, found, inside, condition)
  return inside
}

function narrowed(
  catalogue: OpenCatalogue,
  { run }: ClusteringName,
  { instances, clusters }: StoredAssignment,
  rows: Uint32Array,
  condition: MemberFilter
): Uint32Array {
  let inside = rows
  if (condition.instances !== undefined) {
    const listed = new Set(condition.instances)
    inside = inside.filter((row) => listed.has(instances[row]))
  }
  if (condition.clusters !== undefined) {
    const listed = new Set(condition.clusters)
    inside = inside.filter((row) => listed.has(clusters[row]))
  }
  if (condition.selection !== undefined) {
    const selected = selectedInstances(catalogue.reader.db, condition.selection)
    inside = inside.filter((row) => selected.has(instances[row]))
  }
  if (condition.labelled !== undefined) {
    inside = inside.filter(labelTester(catalogue, { instances, clusters }, condition.labelled))
  }
  if (condition.elsewhere !== undefined) {
    const other = InstanceBits.of(membersElsewhere(catalogue, condition.elsewhere))
    inside = inside.filter((row) => other.has(instances[row]))
  }
  if (condition.region !== undefined) {
    const places = mapPlaces(catalogue, run, condition.region.by)
    const isInside = polygonTester(condition.region.polygon)
    inside = inside.filter((row) => isInside(places[2 * instances[row]], places[2 * instances[row] + 1]))
  }
  if (condition.tag === undefined) return inside
  const values = tagValues(
    catalogue,
    inside.map((row) => instances[row]),
    condition.tag
  )
  const isMeant = values.texts.map((text, code) => means(condition, text, values.numbers[code], values.keyOf))
  return inside.filter((_, i) => isMeant[values.codes[i]])
}

/** Whether the label of the image in a row is meant: one of these, none, or another one than that of most labelled images of its cluster. */
function labelTester(
  { reader }: OpenCatalogue,
  { instances, clusters }: Pick<StoredAssignment, 'instances' | 'clusters'>,
  { set, label, disagrees = false }: NonNullable<MemberFilter['labelled']>
): (row: number) => boolean {
  const codes = labelCodes(reader.db, set)
  if (!disagrees) return (row) => label === undefined || (codes.label(instances[row]) ?? '') === label
  const counter = new ContingencyCounter()
  instances.forEach((instance, row) => {
    const code = codes.code(instance)
    if (code > 0) counter.add(clusters[row], code)
  })
  const usual = usualLabels(labelledPairs(counter.table))
  return (row) => codes.code(instances[row]) > 0 && codes.code(instances[row]) !== usual.get(clusters[row])
}

function* membersElsewhere({ reader }: OpenCatalogue, { clustering, cluster }: InCluster): IterableIterator<number> {
  for (const { chunk, clusters } of clusterChunks(reader.db, findClustering(reader.db, clustering))) {
    for (let row = 0; row < clusters.length; row++) if (clusters[row] === cluster) yield firstOf(chunk) + row
  }
}

type InCluster = NonNullable<MemberFilter['elsewhere']>

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
