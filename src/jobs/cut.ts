import { formatClustering } from '../core/catalogue/clustering-name.ts'
import { openReader } from '../core/catalogue/corrections/column-source.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import {
  addClustering,
  clusteringsOf,
  findClustering,
  loadClustering,
  loadRun,
  type StoredClustering,
  type StoredRun
} from '../core/catalogue/runs.ts'
import type { ClusterDescription } from '../core/catalogue/stored/clustering.ts'
import type { RunResult } from '../core/catalogue/stored/run.ts'
import { loadTree, prototypeOf, type StoredTree } from '../core/catalogue/trees.ts'
import { clusteringOf } from '../core/clustering/agglomerative.ts'
import { distinctRows } from '../core/clustering/distinct-rows.ts'
import { type ClusterQuality, withQuality } from '../core/clustering/quality.ts'
import { bestOf, judge } from '../core/clustering/sweep.ts'
import { MedoidError } from '../core/errors.ts'
import { annotateAll, clusterLabels } from '../core/labels/annotate.ts'
import { rollNames } from '../core/labels/roll-names.ts'
import type { Work } from '../core/work.ts'
import { type ClusteringAssignment, assignImages, saveAssignments } from './assign-images.ts'
import { writing } from './catalogues.ts'
import { isAssignedAtOnce, sweepRow } from './cluster.ts'
import type { Job } from './contract.ts'
import type { CutParameters } from './definitions/tree.ts'
import { describing } from './describe-clusters.ts'
import { subset } from './features.ts'
import { withRunMatrix } from './run-matrix.ts'
import { RunPictures } from './run-pictures.ts'

/** What `medoid cut` prints. */
export interface CutReport {
  run: number
  k: number
  /** `R.K` */
  clustering: string
  /** false: it was there already, and nothing was written. */
  isNew: boolean
  linkage: StoredTree['result']['linkage']
  silhouette: number | null
  loss: number
  /** Clusters that got their names from other cuts. */
  named: number
  clusters: (ClusterDescription & ClusterQuality & { name: string })[]
  seconds: number
}

/** Adds a clustering to a run that has a tree: a cut of that, as the run would have made it. */
export const cutJob: Job<CutParameters, CutReport> = {
  run: ({ catalogue, run: asked, k }, work) =>
    writing(catalogue, 'a clustering', work, async ({ db, file }) => {
      const started = performance.now()
      const { run: id } = findClustering(db, asked)
      const name = { run: id, k }
      const run = loadRun(db, id)
      const tree = loadTree(db, id, 0)
      if (tree === null) throw new MedoidError('no-tree', { run: id, algorithm: run.parameters.algorithm })
      if (k >= run.sample.length) {
        throw new MedoidError('k-impossible', { why: 'sample', k, rows: run.sample.length })
      }
      const isNew = !clusteringsOf(db, id).includes(k)
      let named = 0
      if (isNew) {
        const reader = openReader(db)
        const { clustering, result } = await cutTree(reader, { db, file }, run, tree, k, work)
        const images = subset(reader, run.parameters.where, run.created)
        const assigned = isAssignedAtOnce(run.sample, images)
          ? await assignCut(reader, { db, file }, run, clustering, images, work)
          : []
        const others = clusteringsOf(db, id).map((each) => {
          const other = { run: id, k: each }
          return { k: each, labels: loadClustering(db, other).labels, names: clusterLabels(db, other) }
        })
        const names = rollNames(id, clustering, others)
        named = names.length
        // A clustering is there with its names, or not at all.
        db.transaction(() => {
          addClustering(db, clustering, result)
          saveAssignments(db, id, assigned)
          annotateAll(db, name, names)
        })()
      }
      const clustering = loadClustering(db, name)
      const given = clusterLabels(db, name)
      const { silhouette, loss } = clustering
      const context = { things: 'images', method: run.parameters.method } as const
      return {
        ...name,
        clustering: formatClustering(name),
        isNew,
        linkage: tree.result.linkage,
        silhouette,
        loss,
        named,
        clusters: withQuality(clustering, run.features.model, context).map((cluster) => ({
          ...cluster,
          name: given.get(cluster.id)?.label ?? ''
        })),
        seconds: (performance.now() - started) / 1000
      }
    })
}

async function assignCut(
  reader: CatalogueReader,
  catalogue: Parameters<typeof withRunMatrix>[1],
  run: StoredRun,
  clustering: StoredClustering,
  images: Uint32Array,
  work: Work
): Promise<ClusteringAssignment[]> {
  const pictures = await RunPictures.open(reader, catalogue, run, work)
  const assigning = assignImages(reader, run, [clustering], images, pictures, work)
  return (await assigning.finally(() => pictures?.close())).assigned
}

/** Makes the clusters of a cut, and what they make of the result of their run. */
async function cutTree(
  reader: CatalogueReader,
  catalogue: Parameters<typeof withRunMatrix>[1],
  run: StoredRun,
  tree: StoredTree,
  k: number,
  work: Work
): Promise<{ clustering: StoredClustering; result: (before: RunResult) => RunResult }> {
  const { sample, features } = run
  const rowOf = new Map(Array.from(sample, (instance, row) => [instance, row]))
  const medoids = { get: (node: number) => rowOf.get(prototypeOf(tree, node)!) }
  return withRunMatrix(reader, catalogue, run, k, work, async (matrix, table) => {
    const entry = await judge(matrix, clusteringOf(matrix, { ...tree, n: sample.length, medoids }, k), work)
    work.onProgress?.({ stage: 'Judging clusters', done: 1, total: 1, unit: 'values of K' })
    const describe = describing({ table, model: features.model, features: features.features, sample, reader })
    const clustering = { run: run.id, ...describe(entry) }
    // Pictures tell rows apart that are equal in the table.
    const distinct = features.fusion === null ? distinctRows(table, k) : k
    return {
      clustering,
      result: (before) => {
        const sweep = [...before.sweep, sweepRow({ run: run.id, k }, entry)].sort((a, b) => a.k - b.k)
        return { ...before, sweep, best: bestOf(sweep), distinctRows: distinct < k ? distinct : before.distinctRows }
      }
    }
  })
}
