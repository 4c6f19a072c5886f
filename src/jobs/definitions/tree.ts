import { MOST_CUTS } from '../../core/catalogue/stored/tree.ts'
import { integer } from '../../core/schema.ts'
import { defineJob, type Task } from '../definition.ts'
import { parameter } from '../parameter.ts'
import { clusteringName } from './common.ts'

/** Trees of clusters, and cuts of them. */

const cutParameters = {
  run: parameter(clusteringName, {
    label: 'Run',
    names: 'run',
    help: 'a run whose clusterings are cuts of a tree',
    placeholder: 'R',
    isArgument: true
  }),
  k: parameter(integer(1, MOST_CUTS), {
    label: 'Number of clusters, K',
    help: 'into how many clusters to cut',
    unit: 'clusters'
  })
}
export type CutParameters = Task<typeof cutParameters>

export const cut = defineJob({
  id: 'cut',
  title: 'Cut a tree',
  command: 'cut',
  writes: true,
  computes: false,
  stages: ['Embedding', 'Comparing embeddings', 'Comparing rows', 'Judging clusters', 'Assigning images'],
  step: { readsOnly: ['values'], changes: ['clusters'], gives: 'run' },
  parameters: cutParameters,
  load: async () => (await import('../cut.ts')).cutJob,
  tell: ({ run, clustering, k, named }) => ({
    message: { code: 'tree-cut', parameters: { clustering, clusters: k, named } },
    outcome: { run, clustering }
  })
})

const treeParameters = {
  run: parameter(clusteringName, {
    label: 'Clustering',
    names: 'run',
    help: 'the clustering whose clusters are the leaves; without K, the one with the highest silhouette',
    placeholder: 'R[.K]',
    isArgument: true
  })
}
export type TreeParameters = Task<typeof treeParameters>

export const tree = defineJob({
  id: 'tree',
  title: 'Make a tree of clusters',
  command: 'tree',
  writes: true,
  computes: false,
  stages: [
    'Embedding',
    'Comparing embeddings',
    'Comparing rows',
    'Comparing clusters',
    'Merging clusters',
    'Judging cuts'
  ],
  step: { readsOnly: ['values', 'clusters'] },
  parameters: treeParameters,
  load: async () => (await import('../tree.ts')).treeJob,
  tell: ({ clustering, leaves }) => ({
    message: { code: 'tree-made', parameters: { clustering, clusters: leaves } },
    outcome: { clustering }
  })
})
