import type { CatalogueReader } from '../catalogue/reader.ts'
import {
  assignedChunks,
  findClustering,
  firstOf,
  formatClustering,
  loadClustering,
  loadRun,
  UNASSIGNED
} from '../catalogue/runs.ts'
import type { ClusteringName } from '../catalogue/runs.ts'
import type { RunParameters } from '../catalogue/stored/run.ts'
import { MedoidError } from '../errors.ts'
import { imagesWhere } from '../features/where.ts'
import type { Work } from '../work.ts'
import { annotations } from './annotate.ts'
import { writeLabels } from './export.ts'
import type { ExportedLabels, LabelExport } from './export.ts'
import type { LabelChunk, LabelSource } from './label-source.ts'
import { publicParameters } from './public-parameters.ts'

/**
 * Exports the labels of a clustering of the catalogue, see `writeLabels`.
 *
 * @param options with `run`: `R.K`, or `R` for its best K
 * @throws MedoidError `unknown-run`, `unknown-clustering`, `not-assigned`, and as `writeLabels` does
 */
export function exportLabels(
  reader: CatalogueReader,
  options: LabelExport & { run: string },
  work?: Work
): Promise<ExportedLabels> {
  return writeLabels(catalogueLabels(reader, findClustering(reader.db, options.run)), options, work)
}

/**
 * What the catalogue knows about one clustering, for an export. Labels are those of now; assignments are read as they are
 * asked for, a chunk at a time.
 *
 * @throws MedoidError `not-assigned`
 */
export function catalogueLabels(reader: CatalogueReader, name: ClusteringName): LabelSource {
  const { db } = reader
  const { created, program, parameters, sample } = loadRun(db, name.run)
  const { medoids, silhouettes } = loadClustering(db, name)
  let count = 0
  let isAssigned = false
  for (const chunk of labelChunks(reader, name)) {
    isAssigned = true
    count += chunk.instances.length
  }
  const clustering = formatClustering(name)
  if (isAssigned && count === 0) {
    throw new MedoidError('not-assigned', { why: 'all-gone', clustering })
  }
  if (!isAssigned) throw new MedoidError('not-assigned', { why: 'not-yet', clustering })
  return {
    ...name,
    created,
    program,
    parameters: publicParameters(parameters, reader.tags()),
    medoids,
    silhouettes: new Map(Array.from(sample, (instance, row) => [instance, silhouettes[row]])),
    labels: annotations(db, name.run, name.k),
    tags: reader,
    count,
    live: reader.live().length,
    unassigned: subsetSize(reader, parameters) - count,
    assigned: () => labelChunks(reader, name),
    paths: (instances) => Array.from(instances, (instance) => reader.readablePath(instance))
  }
}

/** Live images that a run is about. */
function subsetSize(reader: CatalogueReader, { where }: RunParameters): number {
  return imagesWhere(reader, where).length
}

/** The assigned instances that are live. */
function* labelChunks(reader: CatalogueReader, name: ClusteringName): Generator<LabelChunk> {
  for (const { chunk, clusters, distances } of assignedChunks(reader.db, name)) {
    const first = firstOf(chunk)
    const rows = Array.from(clusters.keys()).filter((row) => clusters[row] !== UNASSIGNED && reader.isLive(first + row))
    yield {
      instances: Uint32Array.from(rows, (row) => first + row),
      clusters: Uint16Array.from(rows, (row) => clusters[row]),
      distances: Float32Array.from(rows, (row) => distances[row])
    }
  }
}
