import type { CatalogueReader } from '../catalogue/reader.ts'
import { CHUNK } from '../catalogue/chunks.ts'
import { InstanceBits } from '../catalogue/instance-bits.ts'
import { type ClusteringName, formatClustering } from '../catalogue/clustering-name.ts'
import { editSummary, rejectedImages } from '../catalogue/edit-summary.ts'
import { assignedChunks, findClustering, firstOf, loadClustering, loadRun, UNASSIGNED } from '../catalogue/runs.ts'
import type { ClusterDescription } from '../catalogue/stored/clustering.ts'
import { type Condition, conditionWords } from '../conditions.ts'
import { MedoidError } from '../errors.ts'
import { imagesWhere, matching } from '../features/where.ts'
import type { Work } from '../work.ts'
import type { ClusterLabel } from '../catalogue/annotations.ts'
import { clusterLabels } from './annotate.ts'
import { type Inherit, type InheritedLabel, inheritedLabels } from './inherit.ts'
import { type ExportedLabels, type LabelExport, writeLabels } from './export.ts'
import type { LabelChunk, LabelSource } from './label-source.ts'
import type { Subset } from './subset.ts'
import type { Unnamed } from './unnamed.ts'
import { publicConditions, publicParameters } from './public-parameters.ts'

/**
 * Exports the labels of a clustering of the catalogue, see `writeLabels`.
 *
 * @param options with `clustering`: `R.K`, or `R` for the best K of run R
 * @throws MedoidError `unknown-run`, `unknown-clustering`, and as `catalogueLabels` and `writeLabels` do
 */
export function exportLabels(
  reader: CatalogueReader,
  options: LabelExport & Wanted & { clustering: string },
  work?: Work
): Promise<ExportedLabels> {
  const source = catalogueLabels(reader, findClustering(reader.db, options.clustering), options)
  return writeLabels(source, options, work)
}

/** What an export is to hold. */
interface Wanted {
  /** Only images that satisfy these. */
  where?: readonly Condition[]
  /** Only images of these clusters. */
  clusters?: readonly number[]
  /** Only images whose cluster has a name, and those that inherit one. */
  subset?: Subset
  /** Whether images without a label inherit one, see `inheritedLabels`; so do images that have no cluster, which have rows then. */
  inherit?: Inherit
  /** Whether clusters without a name get the suggested one, where there is one. */
  unnamed?: Unnamed
}

/**
 * What the catalogue knows about one clustering, for an export. Labels are those of now; assignments are read as they are
 * asked for, a chunk at a time.
 *
 * @throws MedoidError `not-assigned`, `no-images`, `no-such-images`, `unknown-cluster`, `unknown-tag`, `ambiguous-tag`, `unknown-selection`
 */
export function catalogueLabels(
  reader: CatalogueReader,
  clustering: ClusteringName,
  { where = [], clusters: asked, subset = 'all', inherit = 'nothing', unnamed = 'empty' }: Wanted = {}
): LabelSource {
  const { db } = reader
  const { created, program, parameters, sample } = loadRun(db, clustering.run)
  const { clusters, medoids, silhouettes } = loadClustering(db, clustering)
  const edits = editSummary(reader, clustering)
  const wanted = where.length === 0 ? null : InstanceBits.of(matching(reader, where, reader.live()))
  const chosen = asked === undefined ? null : [...new Set(asked)].sort((a, b) => a - b)
  checkClusters(clustering, clusters, chosen ?? [])
  let assigned = 0
  let isAssigned = false
  for (const { instances } of labelChunks(reader, clustering, null)) {
    isAssigned = true
    assigned += instances.length
  }
  if (isAssigned && assigned === 0) {
    throw new MedoidError('not-assigned', { why: 'all-gone', clustering: formatClustering(clustering) })
  }
  if (!isAssigned) throw new MedoidError('not-assigned', { why: 'not-yet', clustering: formatClustering(clustering) })
  const labels = clusterLabels(db, clustering)
  const inherited = inherit === 'nothing' ? null : inheritedIn(reader, clustering, labels)
  const heirs = inherited === null ? new Uint32Array() : heirsWithoutCluster(reader, clustering, inherited)
  const among = chosen && new Set(chosen)
  const keeps: Keeps = (instance, cluster) =>
    (wanted === null || wanted.has(instance)) &&
    (among === null || among.has(cluster)) &&
    (subset === 'all' || labels.has(cluster) || inherited?.has(instance) === true)
  const shown = heirs.filter((instance) => keeps(instance, UNASSIGNED))
  const rows = rowsByCluster(labelChunks(reader, clustering, keeps))
  const count = [...rows.values()].reduce((sum, each) => sum + each, 0)
  if (count + shown.length === 0) {
    if (among === null && subset === 'all') {
      throw new MedoidError('no-images', { why: 'conditions', images: assigned, where: where.map(conditionWords) })
    }
    throw new MedoidError('nothing-to-export', {
      clustering: formatClustering(clustering),
      clusters: chosen,
      isNamed: subset === 'named',
      where: where.map(conditionWords)
    })
  }
  const images = imagesWhere(reader, parameters.where, created)
  const isHeir = InstanceBits.of(heirs)
  return {
    ...clustering,
    created,
    program,
    parameters: publicParameters(parameters, reader.tags()),
    clusters: clusters.map(({ id }) => id),
    filled: clusters.flatMap(({ id }) => (rows.has(id) ? [id] : [])),
    medoids: Uint32Array.from(clusters, ({ id }) => medoids[id]),
    edits,
    silhouettes: new Map(Array.from(sample, (instance, row) => [instance, silhouettes[row]])),
    labels,
    inherited,
    suggested: unnamed === 'empty' ? null : suggestedNames(clusters, labels),
    tags: reader,
    where: publicConditions(where, reader.tags()),
    chosen,
    subset,
    count: count + shown.length,
    excluded: assigned + heirs.length - count - shown.length,
    live: reader.live().length,
    unassigned:
      images.length - assigned - images.filter((instance) => isHeir.has(instance)).length - (edits?.rejected ?? 0),
    assigned: () => withHeirs(labelChunks(reader, clustering, keeps), shown),
    paths: (instances) => Array.from(instances, (instance) => reader.readablePath(instance))
  }
}

/** @throws MedoidError `unknown-cluster` */
function checkClusters(
  clustering: ClusteringName,
  clusters: readonly ClusterDescription[],
  chosen: readonly number[]
): void {
  const known = clusters.map(({ id }) => id)
  const unknown = chosen.find((cluster) => !known.includes(cluster))
  if (unknown === undefined) return
  const name = formatClustering(clustering)
  throw new MedoidError('unknown-cluster', { clustering: name, cluster: unknown, clusters: known })
}

/** Instances by cluster. */
function rowsByCluster(chunks: Iterable<LabelChunk>): Map<number, number> {
  const rows = new Map<number, number>()
  for (const { clusters } of chunks) for (const cluster of clusters) rows.set(cluster, (rows.get(cluster) ?? 0) + 1)
  return rows
}

/** By cluster: of those that have no name, and for which there is one. */
function suggestedNames(
  clusters: readonly ClusterDescription[],
  labels: ReadonlyMap<number, ClusterLabel>
): Map<number, string> {
  const unnamed = clusters.filter(({ id, suggestedLabel }) => !labels.has(id) && suggestedLabel !== '')
  return new Map(unnamed.map(({ id, suggestedLabel }) => [id, suggestedLabel]))
}

/** What images inherit that have no label by their cluster. */
function inheritedIn(
  reader: CatalogueReader,
  clustering: ClusteringName,
  labels: ReadonlyMap<number, ClusterLabel>
): Map<number, InheritedLabel> {
  const labelled = new Map<number, ClusterLabel>()
  for (const { instances, clusters } of labelChunks(reader, clustering, null)) {
    instances.forEach((instance, row) => {
      const label = labels.get(clusters[row])
      if (label !== undefined) labelled.set(instance, label)
    })
  }
  const others = reader.images().filter((instance) => !labelled.has(instance))
  return inheritedLabels(reader, labelled, others)
}

/** Ascending. */
function heirsWithoutCluster(
  reader: CatalogueReader,
  clustering: ClusteringName,
  inherited: ReadonlyMap<number, InheritedLabel>
): Uint32Array {
  const heirs = new Set(inherited.keys())
  for (const { instances } of labelChunks(reader, clustering, null)) {
    for (const instance of instances) heirs.delete(instance)
  }
  // What somebody has rejected has no label, whatever its series has.
  for (const { instance } of rejectedImages(reader, clustering)) heirs.delete(instance)
  return Uint32Array.from(heirs).sort()
}

/** The rows of images that have a cluster, and of those that only inherit a label, in the order of the instances. */
function* withHeirs(chunks: Iterable<LabelChunk>, heirs: Uint32Array): Generator<LabelChunk> {
  let next = 0
  const below = (end: number): Uint32Array => {
    const from = next
    while (next < heirs.length && heirs[next] < end) next++
    return heirs.subarray(from, next)
  }
  for (const chunk of chunks) {
    const [first] = chunk.instances
    if (first === undefined) continue
    const begin = first - (first % CHUNK)
    yield* rowsOf(below(begin))
    yield merged(chunk, below(begin + CHUNK))
  }
  yield* rowsOf(below(Infinity))
}

function* rowsOf(heirs: Uint32Array): Generator<LabelChunk> {
  for (let from = 0; from < heirs.length; from += CHUNK) yield unassigned(heirs.subarray(from, from + CHUNK))
}

function unassigned(instances: Uint32Array): LabelChunk {
  const clusters = new Uint16Array(instances.length).fill(UNASSIGNED)
  return { instances, clusters, distances: new Float32Array(instances.length).fill(NaN) }
}

function merged(chunk: LabelChunk, heirs: Uint32Array): LabelChunk {
  if (heirs.length === 0) return chunk
  const parts = [chunk, unassigned(heirs)]
  const all = parts.flatMap(({ instances, clusters, distances }) =>
    Array.from(instances, (instance, row) => [instance, clusters[row], distances[row]])
  )
  all.sort(([a], [b]) => a - b)
  return {
    instances: Uint32Array.from(all, ([instance]) => instance),
    clusters: Uint16Array.from(all, ([, cluster]) => cluster),
    distances: Float32Array.from(all, ([, , distance]) => distance)
  }
}

type Keeps = (instance: number, cluster: number) => boolean

/** The assigned instances that are live. @param keeps only these; null: all */
function* labelChunks(reader: CatalogueReader, clustering: ClusteringName, keeps: Keeps | null): Generator<LabelChunk> {
  for (const { chunk, clusters, distances } of assignedChunks(reader.db, clustering)) {
    const first = firstOf(chunk)
    const isIn = (row: number): boolean =>
      clusters[row] !== UNASSIGNED &&
      reader.isLive(first + row) &&
      (keeps === null || keeps(first + row, clusters[row]))
    const rows = Array.from(clusters.keys()).filter(isIn)
    yield {
      instances: Uint32Array.from(rows, (row) => first + row),
      clusters: Uint16Array.from(rows, (row) => clusters[row]),
      distances: Float32Array.from(rows, (row) => distances[row])
    }
  }
}
