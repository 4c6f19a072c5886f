import { formatClustering } from '../catalogue/clustering-name.ts'
import { loadLabels } from '../catalogue/annotations.ts'
import { CHUNK } from '../catalogue/chunks.ts'
import { changedClusterings } from '../catalogue/edits.ts'
import { editSummary } from '../catalogue/edit-summary.ts'
import { listMaps, loadMap, placedChunks } from '../catalogue/maps.ts'
import type { CatalogueReader } from '../catalogue/reader.ts'
import {
  assignedChunks,
  firstOf,
  isAssigned,
  type ListedRun,
  listRuns,
  loadClustering,
  loadRun,
  type StoredClustering,
  UNASSIGNED
} from '../catalogue/runs.ts'
import { clusterLabels } from '../labels/annotate.ts'
import { publicParameters } from '../labels/public-parameters.ts'
import type { TableBatch } from '../tables/table.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'
import { codeFields, CREATED, type ExportedTable, type Field, INSTANCE, K, madeFields, RUN } from './exported-table.ts'
import { rowTable, tableOf } from './table-of.ts'

/** Runs that are not removed, with all that was made of them. */
export function runTables(reader: CatalogueReader, work: Work | undefined): ExportedTable[] {
  const runs = listRuns(reader.db)
  return [
    runTable(reader, runs),
    features(reader, runs),
    clusterings(reader, runs),
    clusters(reader, runs),
    labels(reader, runs),
    samples(reader, runs, work),
    assignments(reader, runs, work),
    maps(reader, runs, work)
  ]
}

function runTable(reader: CatalogueReader, runs: readonly ListedRun[]): ExportedTable {
  const tags = reader.tags()
  const fields: readonly Field<ListedRun>[] = [
    { ...RUN, cell: ({ id }) => id },
    { name: 'name', type: 'string', meaning: 'what somebody called it', cell: ({ name }) => name || null },
    ...madeFields<ListedRun>(),
    { name: 'sample', type: 'int32', meaning: 'images clustered', cell: ({ result }) => result.n },
    { name: 'images', type: 'int32', meaning: 'images there were to draw from', cell: ({ result }) => result.images },
    { name: 'seed', type: 'double', meaning: 'of the sample and of the starts', cell: ({ result }) => result.seed },
    { name: 'bestK', type: 'int32', meaning: 'K with the highest silhouette', cell: ({ result }) => result.best.k },
    {
      name: 'parameters',
      type: 'string',
      meaning: 'what was asked for (JSON); values of conditions that may tell of a person are withheld',
      cell: ({ parameters }) => JSON.stringify(publicParameters(parameters, tags))
    }
  ]
  return rowTable('runs', 'one run: features, a sample, and a clustering for each K', fields, () => runs)
}

function features(reader: CatalogueReader, runs: readonly ListedRun[]): ExportedTable {
  type Row = { run: number; feature: ReturnType<typeof loadRun>['features']['features'][number] }
  const fields: readonly Field<Row>[] = [
    { ...RUN, cell: ({ run }) => run },
    { name: 'name', type: 'string', meaning: 'keyword or path of the tag', cell: ({ feature }) => feature.name },
    { name: 'tag', type: 'string', meaning: '(gggg,eeee)', cell: ({ feature }) => feature.tag },
    { name: 'vr', type: 'string', meaning: 'value representation', cell: ({ feature }) => feature.vr },
    { name: 'kind', type: 'string', meaning: 'numeric or nominal', cell: ({ feature }) => feature.kind },
    {
      name: 'columns',
      type: 'string',
      meaning: 'columns that it became (JSON)',
      cell: ({ feature }) => JSON.stringify(feature.columns.map(({ name }) => name))
    },
    { name: 'weight', type: 'double', meaning: 'of each column', cell: ({ feature }) => feature.weighting.weight },
    {
      name: 'missingShare',
      type: 'double',
      meaning: 'share of the images without a value that can be read',
      cell: ({ feature }) => feature.missingShare
    },
    { name: 'distinct', type: 'int32', meaning: 'distinct values', cell: ({ feature }) => feature.distinct },
    {
      name: 'personal',
      type: 'boolean',
      meaning: 'whether values may tell of a person',
      cell: ({ feature }) => feature.phi
    }
  ]
  return rowTable('features', 'one feature of a run', fields, function* () {
    for (const { id } of runs) {
      for (const feature of loadRun(reader.db, id).features.features) yield { run: id, feature }
    }
  })
}

function* clusteringsOf(reader: CatalogueReader, runs: readonly ListedRun[]): Generator<StoredClustering> {
  for (const { id, result } of runs) {
    for (const { k } of result.sweep) yield loadClustering(reader.db, { run: id, k })
  }
}

function clusterings(reader: CatalogueReader, runs: readonly ListedRun[]): ExportedTable {
  const changed = new Set(changedClusterings(reader.db).map(formatClustering))
  const fields: readonly Field<StoredClustering>[] = [
    { ...RUN, cell: ({ run }) => run },
    { ...K, cell: ({ k }) => k },
    { name: 'clusters', type: 'int32', meaning: 'clusters that there are', cell: ({ clusters }) => clusters.length },
    { name: 'loss', type: 'double', meaning: 'sum of the distances √(1 − S) to the medoids', cell: ({ loss }) => loss },
    {
      name: 'silhouette',
      type: 'double',
      meaning: 'mean silhouette of the sample (Rousseeuw 1987); missing for K = 1',
      cell: ({ silhouette }) => silhouette
    },
    {
      name: 'assigned',
      type: 'boolean',
      meaning: 'whether all images have been assigned',
      cell: (clustering) => isAssigned(reader.db, clustering)
    },
    {
      name: 'changes',
      type: 'int32',
      meaning: 'changes to the clusters that people made',
      cell: ({ run, k }) =>
        changed.has(formatClustering({ run, k })) ? (editSummary(reader, { run, k })?.changes ?? 0) : 0
    }
  ]
  return rowTable('clusterings', 'one K of a run', fields, () => clusteringsOf(reader, runs))
}

function clusters(reader: CatalogueReader, runs: readonly ListedRun[]): ExportedTable {
  type Row = {
    clustering: StoredClustering
    cluster: StoredClustering['clusters'][number]
    label: ReturnType<typeof clusterLabels> extends Map<number, infer L> ? L | undefined : never
  }
  const fields: readonly Field<Row>[] = [
    { ...RUN, cell: ({ clustering }) => clustering.run },
    { ...K, cell: ({ clustering }) => clustering.k },
    { name: 'cluster', type: 'int32', meaning: 'its number', cell: ({ cluster }) => cluster.id },
    { name: 'size', type: 'int32', meaning: 'images of the sample', cell: ({ cluster }) => cluster.size },
    {
      name: 'medoid',
      type: 'int32',
      meaning: 'instance that is the medoid',
      cell: ({ clustering, cluster }) => clustering.medoids[cluster.id]
    },
    {
      name: 'silhouette',
      type: 'double',
      meaning: 'mean silhouette of its images of the sample',
      cell: ({ cluster }) => cluster.silhouette
    },
    { name: 'label', type: 'string', meaning: 'current name', cell: ({ label }) => label?.label ?? null },
    ...codeFields<Row>(({ label }) => label),
    { name: 'author', type: 'string', meaning: 'who named it', cell: ({ label }) => label?.author || null },
    {
      name: 'suggestedLabel',
      type: 'string',
      meaning: 'name that the program suggests',
      cell: ({ cluster }) => cluster.suggestedLabel || null
    }
  ]
  return rowTable('clusters', 'one cluster of a clustering', fields, function* () {
    for (const clustering of clusteringsOf(reader, runs)) {
      const names = clusterLabels(reader.db, { run: clustering.run, k: clustering.k })
      for (const cluster of clustering.clusters) yield { clustering, cluster, label: names.get(cluster.id) }
    }
  })
}

function labels(reader: CatalogueReader, runs: readonly ListedRun[]): ExportedTable {
  type Row = ReturnType<typeof loadLabels>[number]
  const present = new Set(runs.map(({ id }) => id))
  const fields: readonly Field<Row>[] = [
    { name: 'entry', type: 'int32', meaning: 'in the order in which names were given', cell: ({ id }) => id },
    { ...RUN, cell: ({ annotation }) => annotation.run },
    { ...K, cell: ({ annotation }) => annotation.k },
    { name: 'cluster', type: 'int32', meaning: 'cluster', cell: ({ annotation }) => annotation.cluster },
    {
      name: 'naming',
      type: 'string',
      meaning: 'naming that it belongs to: empty is the one that everybody shares',
      cell: ({ annotation }) => annotation.naming
    },
    {
      name: 'label',
      type: 'string',
      meaning: 'name; empty: it was taken away',
      cell: ({ annotation }) => annotation.label
    },
    ...codeFields<Row>(({ annotation }) => annotation),
    { name: 'author', type: 'string', meaning: 'who gave it', cell: ({ annotation }) => annotation.author || null },
    { name: 'created', type: 'string', meaning: CREATED, cell: ({ annotation }) => annotation.created }
  ]
  const rows = (): Row[] => loadLabels(reader.db).filter(({ annotation }) => present.has(annotation.run))
  return rowTable('labels', 'one name that somebody gave to a cluster: the last of each naming counts', fields, rows)
}

function samples(reader: CatalogueReader, runs: readonly ListedRun[], work: Work | undefined): ExportedTable {
  const columns = [
    RUN,
    K,
    INSTANCE,
    { name: 'cluster', type: 'int32' as const, meaning: 'cluster; missing: somebody rejected the image' },
    { name: 'silhouette', type: 'float' as const, meaning: 'silhouette within the sample, −1 to 1' }
  ]
  return tableOf('samples', 'one image of the sample of a run, by clustering', columns, async function* () {
    for (const { id, result } of runs) {
      const { sample } = loadRun(reader.db, id)
      for (const { k } of result.sweep) {
        throwIfCancelled(work)
        const { labels, silhouettes } = loadClustering(reader.db, { run: id, k })
        yield constant(id, k, sample.length, [
          sample,
          Array.from(labels, (cluster) => (cluster === UNASSIGNED ? null : cluster)),
          silhouettes
        ])
        await breathe()
      }
    }
  })
}

function assignments(reader: CatalogueReader, runs: readonly ListedRun[], work: Work | undefined): ExportedTable {
  const columns = [
    RUN,
    K,
    INSTANCE,
    { name: 'cluster', type: 'int32' as const, meaning: 'cluster, as people left the clusters' },
    { name: 'distance', type: 'float' as const, meaning: 'distance √(1 − S) to the medoid' }
  ]
  return tableOf('assignments', 'one image that was assigned, by clustering', columns, async function* () {
    for (const { id, result } of runs) {
      for (const { k } of result.sweep) {
        for (const { chunk, clusters, distances } of assignedChunks(reader.db, { run: id, k })) {
          throwIfCancelled(work)
          const first = firstOf(chunk)
          const rows = Array.from(clusters.keys()).filter(
            (row) => clusters[row] !== UNASSIGNED && reader.isLive(first + row)
          )
          yield constant(id, k, rows.length, [
            rows.map((row) => first + row),
            rows.map((row) => clusters[row]),
            rows.map((row) => distances[row])
          ])
          await breathe()
        }
      }
    }
  })
}

function constant(run: number, k: number, rows: number, rest: TableBatch): TableBatch {
  return [new Int32Array(rows).fill(run), new Int32Array(rows).fill(k), ...rest]
}

function maps(reader: CatalogueReader, runs: readonly ListedRun[], work: Work | undefined): ExportedTable {
  const present = new Set(runs.map(({ id }) => id))
  const columns = [
    RUN,
    { name: 'by', type: 'string' as const, meaning: 'what images are compared by: tags or pixels' },
    INSTANCE,
    { name: 'x', type: 'float' as const, meaning: 'place on the map, in its own unit' },
    { name: 'y', type: 'float' as const, meaning: 'place on the map, in its own unit' }
  ]
  return tableOf('maps', 'one image on a map of a run', columns, async function* () {
    for (const { run, by, result } of listMaps(reader.db)) {
      if (!present.has(run)) continue
      const batch = (instances: readonly number[], at: (row: number) => number, xy: Float32Array): TableBatch => [
        new Int32Array(instances.length).fill(run),
        instances.map(() => by),
        instances,
        instances.map((_, row) => xy[2 * at(row)]),
        instances.map((_, row) => xy[2 * at(row) + 1])
      ]
      if (result.placed === null) {
        const { sample } = loadRun(reader.db, run)
        const { positions } = loadMap(reader.db, run, by)!
        const rows = Array.from(sample.keys()).filter((row) => isPlaced(positions, row) && reader.isLive(sample[row]))
        yield batch(
          rows.map((row) => sample[row]),
          (i) => rows[i],
          positions
        )
      }
      for (const { chunk, positions } of placedChunks(reader.db, run, by)) {
        throwIfCancelled(work)
        const rows = Array.from({ length: CHUNK }, (_, row) => row).filter(
          (row) => isPlaced(positions, row) && reader.isLive(firstOf(chunk) + row)
        )
        yield batch(
          rows.map((row) => firstOf(chunk) + row),
          (i) => rows[i],
          positions
        )
        await breathe()
      }
    }
  })
}

function isPlaced(positions: Float32Array, row: number): boolean {
  return !Number.isNaN(positions[2 * row])
}
