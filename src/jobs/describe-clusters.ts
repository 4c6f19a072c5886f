import type { CatalogueReader } from '../core/catalogue/reader.ts'
import type { StoredClustering } from '../core/catalogue/runs.ts'
import type { ClusterDescription } from '../core/catalogue/stored/clustering.ts'
import type { Feature, GowerModel } from '../core/catalogue/stored/features.ts'
import { medoidRows } from '../core/clustering/assign.ts'
import { distinguishing } from '../core/clustering/distinguishing.ts'
import { medianSharedColumns, PresentColumns } from '../core/clustering/shared-columns.ts'
import type { SweepEntry } from '../core/clustering/sweep.ts'
import type { FeatureTable } from '../core/features/table.ts'
import { autoLabels } from '../core/labels/auto-label.ts'
import { inReadingOrder } from '../core/labels/reading-order.ts'
import { clusterTerms, type FacetColumn, facetColumns } from '../core/labels/cluster-terms.ts'

/** Distinguishing values that are kept of each cluster. */
export const SHOWN_VALUES = 12

/** Mean silhouette of each cluster's members; null for K = 1, where it is not defined. */
export function meanSilhouettes({ k, labels, sizes, silhouette, silhouettes }: SweepEntry): (number | null)[] {
  const sums = new Float64Array(k)
  labels.forEach((cluster, row) => (sums[cluster] += silhouettes[row]))
  return Array.from(sums, (sum, cluster) => (silhouette === null ? null : sum / sizes[cluster]))
}

/** What clusterings of a sample are described by. */
interface Described {
  table: FeatureTable
  model: GowerModel
  features: readonly Pick<Feature, 'phi' | 'columns'>[]
  /** Instance ids, by row of the table. */
  sample: Uint32Array
  reader: CatalogueReader
}

/** Where its medoid is. */
export function medoidOf(reader: CatalogueReader, instance: number): ClusterDescription['medoid'] {
  const uidTag = reader.find('SOPInstanceUID')
  const uid = uidTag === undefined ? undefined : reader.column(uidTag.id, Uint32Array.of(instance))
  return {
    instance,
    sopInstanceUid: uid === undefined ? '' : uid.texts[uid.codes[0]],
    path: reader.readablePath(instance)
  }
}

/**
 * Makes clusterings of a sample what a run keeps of them.
 * @returns a function of a clustering, and of the numbers of its clusters: from 0 on, where none are given
 */
export function describing({
  table,
  model,
  features,
  sample,
  reader
}: Described): (entry: SweepEntry, ids?: readonly number[]) => Omit<StoredClustering, 'run'> {
  // Values of features that tell of people are neither shown nor stored beside the clusters.
  const personal = new Set(features.filter(({ phi }) => phi).flatMap(({ columns }) => columns.map(({ name }) => name)))
  const shown = { rows: table.rows, columns: table.columns.filter(({ name }) => !personal.has(name)) }
  const present = new PresentColumns(table, model)
  const facets = facetColumns(reader, sample)
  return (entry, ids = [...Array(entry.k).keys()]) => ({
    k: entry.k,
    loss: entry.loss,
    silhouette: entry.silhouette,
    swaps: entry.swaps,
    seconds: entry.seconds,
    medoids: entry.medoids.map((row) => sample[row]),
    labels: entry.labels,
    silhouettes: Float32Array.from(entry.silhouettes),
    medoidRows: medoidRows(table, entry.medoids),
    clusters: describeClusters(entry, ids, shown, present, facets, sample, reader)
  })
}

function describeClusters(
  entry: SweepEntry,
  ids: readonly number[],
  shown: FeatureTable,
  present: PresentColumns,
  facets: readonly FacetColumn[],
  sample: Uint32Array,
  reader: CatalogueReader
): ClusterDescription[] {
  const silhouettes = meanSilhouettes(entry)
  const sharedColumns = medianSharedColumns(present, entry.labels, entry.medoids)
  const values = distinguishing(shown, entry.labels, entry.k)
  const names = autoLabels(clusterTerms(facets, entry.labels, entry.k))
  return Array.from(entry.medoids, (row, place) => ({
    id: ids[place],
    size: entry.sizes[place],
    medoid: medoidOf(reader, sample[row]),
    silhouette: silhouettes[place],
    distinguishing: inReadingOrder(values[place]).slice(0, SHOWN_VALUES),
    suggestedLabel: names[place],
    sharedColumns: sharedColumns[place]
  }))
}
