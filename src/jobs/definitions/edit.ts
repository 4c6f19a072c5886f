import * as v from 'valibot'
import { MOST_CLUSTERS } from '../../core/clustering/limits.ts'
import { MOST_LISTED } from '../../core/number-list.ts'
import { boolean, integer, list, text } from '../../core/schema.ts'
import { defineCommand, defineJob, type Task } from '../definition.ts'
import type { EditReport } from '../edit.ts'
import { parameter } from '../parameter.ts'
import { author, clusteringName, where } from './common.ts'

/** What people change about clusters. */

const cluster = integer(0, MOST_CLUSTERS - 1)

const run = parameter(clusteringName, {
  label: 'Clustering',
  help: 'the clustering; without K, the one with the highest silhouette',
  placeholder: 'R[.K]',
  isArgument: true
})

/** What every change takes. */
const common = {
  author: author('who changes it'),
  follows: parameter(v.optional(integer(0, Number.MAX_SAFE_INTEGER)), {
    label: 'Follows',
    help: 'only if the last entry of the history is this one (0: none), so that nobody has changed anything meanwhile',
    placeholder: 'entry'
  })
}

/** Which images. */
const chosen = {
  where,
  images: parameter(v.optional(text()), {
    label: 'Images',
    help: 'only images of this file: a SOP Instance UID a line, or a CSV file with a column SOPInstanceUID',
    placeholder: 'file'
  }),
  instances: parameter(v.optional(list(integer(0, 2 ** 32 - 1), 100_000)), {
    label: 'Numbers of images',
    help: 'only images with these numbers, which --json prints as "instance"',
    placeholder: 'numbers',
    syntax: 'numbers'
  })
}

/** What all changes of clusters have in common as jobs. */
const edit = {
  writes: false,
  computes: false,
  stages: [
    'Embedding',
    'Comparing embeddings',
    'Comparing rows',
    'Merging clusters',
    'Judging cuts',
    'Finding medoids',
    'Judging clusters',
    'Comparing with medoids'
  ],
  repeats: true,
  tell: ({ clustering, words, clusters, rejected }: EditReport) => ({
    message: { code: 'edited' as const, parameters: { clustering, words, clusters: clusters.length, rejected } },
    outcome: { clustering }
  })
}

const mergeParameters = {
  run,
  clusters: parameter(list(cluster, MOST_CLUSTERS), {
    label: 'Clusters',
    help: 'numbers of the clusters',
    isArgument: true
  }),
  into: parameter(v.optional(cluster), {
    label: 'Into',
    help: 'which of them the merged cluster is (default: the largest)',
    placeholder: 'cluster'
  }),
  name: parameter(v.optional(text({ max: 1000 })), {
    label: 'Name',
    help: 'its name (default: the one that they have, where it is one only)',
    placeholder: 'text'
  }),
  ...common
}
export type MergeClustersParameters = Task<typeof mergeParameters>

export const mergeClusters = defineJob({
  ...edit,
  id: 'merge-clusters',
  title: 'Merge clusters',
  command: 'edit merge',
  step: false,
  parameters: mergeParameters,
  load: async () => (await import('../edit.ts')).mergeJob
})

const splitParameters = {
  run,
  cluster: parameter(cluster, { label: 'Cluster', help: 'number of the cluster', isArgument: true }),
  by: parameter(v.optional(clusteringName), {
    label: 'By',
    help: 'the clusters of another clustering, such as one of the images of this cluster (medoid cluster --where …)',
    placeholder: 'R[.K]'
  }),
  parts: parameter(v.optional(list(integer(2, MOST_CLUSTERS), MOST_LISTED)), {
    label: 'Parts',
    help: 'into so many parts, by clustering its images as the run did: 3, or 2..10, of which the number with the highest silhouette counts',
    hint: 'A number, or several such as 2..10, of which the one with the highest silhouette counts',
    placeholder: 'list',
    syntax: 'numbers'
  }),
  ...chosen,
  ...common
}
export type SplitParameters = Task<typeof splitParameters>

export const splitCluster = defineJob({
  ...edit,
  id: 'split-cluster',
  title: 'Split a cluster',
  command: 'edit split',
  step: false,
  parameters: splitParameters,
  load: async () => (await import('../edit.ts')).splitJob
})

const rejectParameters = { run, ...chosen, ...common }
export type RejectParameters = Task<typeof rejectParameters>

export const rejectImages = defineJob({
  ...edit,
  id: 'reject-images',
  title: 'Reject images',
  command: 'edit reject',
  step: false,
  parameters: rejectParameters,
  load: async () => (await import('../edit.ts')).rejectJob
})

const moveParameters = {
  run,
  to: parameter(v.optional(cluster), { label: 'To', help: 'the cluster that they move to', placeholder: 'cluster' }),
  new: parameter(v.optional(boolean), { label: 'To a new cluster', help: 'they make a cluster of their own' }),
  ...chosen,
  ...common
}
export type MoveParameters = Task<typeof moveParameters>

export const moveImages = defineJob({
  ...edit,
  id: 'move-images',
  title: 'Move images',
  command: 'edit move',
  step: false,
  parameters: moveParameters,
  load: async () => (await import('../edit.ts')).moveJob
})

const undoParameters = { run, ...common }
export type UndoParameters = Task<typeof undoParameters>

export const undoEdit = defineJob({
  ...edit,
  id: 'undo-edit',
  title: 'Undo a change of clusters',
  command: 'edit undo',
  step: false,
  parameters: undoParameters,
  load: async () => (await import('../edit.ts')).undoJob
})

export const redoEdit = defineJob({
  ...edit,
  id: 'redo-edit',
  title: 'Redo a change of clusters',
  command: 'edit redo',
  step: false,
  parameters: undoParameters,
  load: async () => (await import('../edit.ts')).redoJob
})

export const editHistory = defineCommand({
  command: 'edit history',
  parameters: { run },
  load: async () => (await import('../edit-history.ts')).editHistoryJob
})
