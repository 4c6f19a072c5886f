import type { CatalogueReader } from '../catalogue/reader.ts'
import { type ClusteringName, formatClustering } from '../catalogue/clustering-name.ts'
import { assignedChunks, findClustering, firstOf, loadClustering, loadRun, UNASSIGNED } from '../catalogue/runs.ts'
import type { RunParameters } from '../catalogue/stored/run.ts'
import { MedoidError } from '../errors.ts'
import { imagesWhere } from '../features/where.ts'
import type { Work } from '../work.ts'
import { clusterLabels } from './annotate.ts'
import { type ExportedLabels, type LabelExport, writeLabels } from './export.ts'
import type { LabelChunk, LabelSource } from './label-source.ts'
import { publicParameters } from './public-parameters.ts'

/**
 * Exports the labels of a clustering of the catalogue, see `writeLabels`.
 *
 * @param options with `clustering`: `R.K`, or `R` for the best K of run R
 * @throws MedoidError `unknown-run`, `unknown-clustering`, `not-assigned`, and as `writeLabels` does
 */
export function exportLabels(
  reader: CatalogueReader,
  options: LabelExport & { clustering: string },
  work?: Work
): Promise<ExportedLabels> {
  return writeLabels(catalogueLabels(reader, findClustering(reader.db, options.clustering)), options, work)
}

/**
 * What the catalogue knows about one clustering, for an export. Labels are those of now; assignments are read as they are
 * asked for, a chunk at a time.
 *
 * @throws MedoidError `not-assigned`
 */
export function catalogueLabels(reader: CatalogueReader, clustering: ClusteringName): LabelSource {
  const { db } = reader
  const { created, program, parameters, sample } = loadRun(db, clustering.run)
  const { medoids, silhouettes } = loadClustering(db, clustering)
  let count = 0
  let isAssigned = false
  for (const chunk of labelChunks(reader, clustering)) {
    isAssigned = true
    count += chunk.instances.length
  }
  if (isAssigned && count === 0) {
    throw new MedoidError('not-assigned', { why: 'all-gone', clustering: formatClustering(clustering) })
  }
  if (!isAssigned) throw new MedoidError('not-assigned', { why: 'not-yet', clustering: formatClustering(clustering) })
  return {
    ...clustering,
    created,
    program,
    parameters: publicParameters(parameters, reader.tags()),
    medoids,
    silhouettes: new Map(Array.from(sample, (instance, row) => [instance, silhouettes[row]])),
    labels: clusterLabels(db, clustering),
    tags: reader,
    count,
    live: reader.live().length,
    unassigned: subsetSize(reader, parameters, created) - count,
    assigned: () => labelChunks(reader, clustering),
    paths: (instances) => Array.from(instances, (instance) => reader.readablePath(instance))
  }
}

/** Live images that a run is about. */
function subsetSize(reader: CatalogueReader, { where }: RunParameters, created: string): number {
  return imagesWhere(reader, where, created).length
}

/** The assigned instances that are live. */
function* labelChunks(reader: CatalogueReader, clustering: ClusteringName): Generator<LabelChunk> {
  for (const { chunk, clusters, distances } of assignedChunks(reader.db, clustering)) {
    const first = firstOf(chunk)
    const rows = Array.from(clusters.keys()).filter((row) => clusters[row] !== UNASSIGNED && reader.isLive(first + row))
    yield {
      instances: Uint32Array.from(rows, (row) => first + row),
      clusters: Uint16Array.from(rows, (row) => clusters[row]),
      distances: Float32Array.from(rows, (row) => distances[row])
    }
  }
}
