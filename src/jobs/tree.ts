import { clusterName } from '../core/labels/label-parts.ts'
import { formatClustering } from '../core/catalogue/clustering-name.ts'
import { openReader } from '../core/catalogue/corrections/column-source.ts'
import { editedUpTo } from '../core/catalogue/edited.ts'
import {
  findClustering,
  loadClustering,
  loadRun,
  type StoredClustering,
  type StoredRun,
  UNASSIGNED
} from '../core/catalogue/runs.ts'
import { toppedMerges, type TreeReport } from '../core/catalogue/stored/tree.ts'
import { saveTree, type StoredTree } from '../core/catalogue/trees.ts'
import { cutsOf } from '../core/clustering/agglomerative.ts'
import { clusterTree } from '../core/clustering/cluster-tree.ts'
import { MedoidError } from '../core/errors.ts'
import { clusterLabels } from '../core/labels/annotate.ts'
import { Random, sampleRanks } from '../core/random.ts'
import { writing } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { TreeParameters } from './definitions/tree.ts'
import { PROGRAM_VERSION } from './program.ts'
import { withRunMatrix } from './run-matrix.ts'

/** What `medoid tree` prints. */
export interface TreeJobReport extends Omit<TreeReport, 'leafClusters' | 'edit'> {
  /** `R.K` */
  clustering: string
  /** The leaves, in the order of their nodes; sizes are images of the sample. */
  clusters: { id: number; size: number; silhouette: number | null; name: string; isSuggested: boolean }[]
  /** Ascending: clusters are nodes 0 to K − 1, merge i makes node K + i. */
  merges: { left: number; right: number; height: number }[]
}

/** Of a larger sample the distances of so many images say how near clusters are. */
const MOST_COMPARED = 20_000

/** Rows of a run's sample, ascending: all that are in a cluster, or the medoids and others that are drawn at random. */
export function rowsToCompare(
  { sample, parameters }: Pick<StoredRun, 'sample' | 'parameters'>,
  { medoidRows, labels }: Pick<StoredClustering, 'medoidRows' | 'labels'>,
  most = MOST_COMPARED
): Uint32Array {
  const rows = new Set(medoidRows.rows.filter((row) => row < sample.length))
  for (const row of sampleRanks(sample.length, most, new Random(parameters.seed))) {
    if (rows.size >= Math.min(most, sample.length)) break
    if (labels[row] !== UNASSIGNED) rows.add(row)
  }
  return Uint32Array.from(rows).sort()
}

/** The place of the cluster of each image that is compared: of the sample, and the medoids of clusters that have no image there. */
function leavesToCompare(run: StoredRun, stored: StoredClustering): Map<number, number> {
  const places = new Map(stored.clusters.map(({ id }, place) => [id, place]))
  const rows = rowsToCompare(run, stored)
  const leaves = new Map(Array.from(rows, (row) => [run.sample[row], places.get(stored.labels[row])!]))
  for (const [id, place] of places) if (!leaves.has(stored.medoids[id])) leaves.set(stored.medoids[id], place)
  return leaves
}

/** Makes the tree over the clusters of a clustering, in the place of the one that was there. */
export const treeJob: Job<TreeParameters, TreeJobReport> = {
  run: ({ catalogue, run: asked }, work) =>
    writing(catalogue, 'a tree', work, async ({ db, file }) => {
      const started = performance.now()
      const name = findClustering(db, asked)
      const clustering = formatClustering(name)
      const run = loadRun(db, name.run)
      const stored = loadClustering(db, name)
      const ids = stored.clusters.map(({ id }) => id)
      const k = ids.length
      if (k < 2) throw new MedoidError('one-cluster', { clustering })
      const reader = openReader(db)
      const leaves = leavesToCompare(run, stored)
      const images = Uint32Array.from(leaves.keys()).sort()
      const grown = await withRunMatrix(
        reader,
        { db, file },
        run,
        k,
        work,
        (matrix) =>
          clusterTree(
            matrix,
            Array.from(images, (instance) => leaves.get(instance)!),
            k,
            work
          ),
        images
      )
      const { left, right, height, cophenetic, silhouettes } = grown
      // A cluster has its own medoid, a group of them the image that is nearest to all of it.
      const medoidOf = (node: number): number =>
        node < k ? stored.medoids[ids[node]] : images[grown.medoids.get(node)!]
      const nodes = [2 * k - 2]
      for (let merge = k - 2; merge >= k - 1 - toppedMerges(k); merge--) nodes.push(left[merge], right[merge])
      const seconds = (performance.now() - started) / 1000
      const made = { linkage: 'average' as const, leaves: k, cophenetic, cuts: cutsOf(silhouettes), seconds }
      const result: TreeReport = { ...made, leafClusters: ids, edit: editedUpTo(db, name) }
      const tree: Omit<StoredTree, 'created'> = {
        run: name.run,
        k: name.k,
        program: PROGRAM_VERSION,
        left,
        right,
        height,
        prototypes: Uint32Array.from(nodes, medoidOf),
        result
      }
      saveTree(db, tree)
      const given = clusterLabels(db, name)
      return {
        ...made,
        clustering,
        clusters: stored.clusters.map(({ id, size, silhouette, suggestedLabel }) => {
          const label = given.get(id)?.label
          return { id, size, silhouette, name: clusterName(label, suggestedLabel), isSuggested: label === undefined }
        }),
        merges: Array.from(height, (each, merge) => ({ left: left[merge], right: right[merge], height: each }))
      }
    })
}
