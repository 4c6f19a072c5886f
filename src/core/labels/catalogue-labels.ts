import type { CatalogueReader } from '../catalogue/reader.ts'
import { InstanceBits } from '../catalogue/instance-bits.ts'
import { type ClusteringName, formatClustering } from '../catalogue/clustering-name.ts'
import { editSummary } from '../catalogue/edit-summary.ts'
import { assignedChunks, findClustering, firstOf, loadClustering, loadRun, UNASSIGNED } from '../catalogue/runs.ts'
import type { RunParameters } from '../catalogue/stored/run.ts'
import { type Condition, conditionWords } from '../conditions.ts'
import { MedoidError } from '../errors.ts'
import { imagesWhere, matching } from '../features/where.ts'
import type { Work } from '../work.ts'
import { clusterLabels } from './annotate.ts'
import { type ExportedLabels, type LabelExport, writeLabels } from './export.ts'
import type { LabelChunk, LabelSource } from './label-source.ts'
import { publicConditions, publicParameters } from './public-parameters.ts'

/**
 * Exports the labels of a clustering of the catalogue, see `writeLabels`.
 *
 * @param options with `clustering`: `R.K`, or `R` for the best K of run R, and `where`: only images that satisfy these
 * @throws MedoidError `unknown-run`, `unknown-clustering`, `not-assigned`, and as `writeLabels` does
 */
export function exportLabels(
  reader: CatalogueReader,
  options: LabelExport & { clustering: string; where?: readonly Condition[] },
  work?: Work
): Promise<ExportedLabels> {
  const source = catalogueLabels(reader, findClustering(reader.db, options.clustering), options.where)
  return writeLabels(source, options, work)
}

/**
 * What the catalogue knows about one clustering, for an export. Labels are those of now; assignments are read as they are
 * asked for, a chunk at a time.
 *
 * @param where only images that satisfy these
 * @throws MedoidError `not-assigned`, `no-images`, `unknown-tag`, `ambiguous-tag`, `unknown-selection`
 */
export function catalogueLabels(
  reader: CatalogueReader,
  clustering: ClusteringName,
  where: readonly Condition[] = []
): LabelSource {
  const { db } = reader
  const { created, program, parameters, sample } = loadRun(db, clustering.run)
  const { clusters, medoids, silhouettes } = loadClustering(db, clustering)
  const edits = editSummary(reader, clustering)
  const wanted = where.length === 0 ? null : InstanceBits.of(matching(reader, where, reader.live()))
  let [assigned, count] = [0, 0]
  let isAssigned = false
  for (const { instances } of labelChunks(reader, clustering, null)) {
    isAssigned = true
    assigned += instances.length
    count += wanted === null ? instances.length : instances.filter((instance) => wanted.has(instance)).length
  }
  if (isAssigned && assigned === 0) {
    throw new MedoidError('not-assigned', { why: 'all-gone', clustering: formatClustering(clustering) })
  }
  if (!isAssigned) throw new MedoidError('not-assigned', { why: 'not-yet', clustering: formatClustering(clustering) })
  if (count === 0) {
    throw new MedoidError('no-images', { why: 'conditions', images: assigned, where: where.map(conditionWords) })
  }
  return {
    ...clustering,
    created,
    program,
    parameters: publicParameters(parameters, reader.tags()),
    clusters: clusters.map(({ id }) => id),
    medoids: Uint32Array.from(clusters, ({ id }) => medoids[id]),
    edits,
    silhouettes: new Map(Array.from(sample, (instance, row) => [instance, silhouettes[row]])),
    labels: clusterLabels(db, clustering),
    tags: reader,
    where: publicConditions(where, reader.tags()),
    count,
    excluded: assigned - count,
    live: reader.live().length,
    unassigned: subsetSize(reader, parameters, created) - assigned - (edits?.rejected ?? 0),
    assigned: () => labelChunks(reader, clustering, wanted),
    paths: (instances) => Array.from(instances, (instance) => reader.readablePath(instance))
  }
}

/** Live images that a run is about. */
function subsetSize(reader: CatalogueReader, { where }: RunParameters, created: string): number {
  return imagesWhere(reader, where, created).length
}

/** The assigned instances that are live. @param wanted only these; null for all */
function* labelChunks(
  reader: CatalogueReader,
  clustering: ClusteringName,
  wanted: InstanceBits | null
): Generator<LabelChunk> {
  for (const { chunk, clusters, distances } of assignedChunks(reader.db, clustering)) {
    const first = firstOf(chunk)
    const isIn = (row: number): boolean =>
      clusters[row] !== UNASSIGNED && reader.isLive(first + row) && (wanted === null || wanted.has(first + row))
    const rows = Array.from(clusters.keys()).filter(isIn)
    yield {
      instances: Uint32Array.from(rows, (row) => first + row),
      clusters: Uint16Array.from(rows, (row) => clusters[row]),
      distances: Float32Array.from(rows, (row) => distances[row])
    }
  }
}
