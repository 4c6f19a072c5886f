import * as v from 'valibot'
import { UNITS } from '../../core/catalogue/stored/unit.ts'
import { EVALUATION_DEFAULTS } from '../../core/evaluation/evaluation.ts'
import { MOST_DATASET_IMAGES, MOST_DATASETS, MOST_PERMUTATIONS } from '../../core/evaluation/limits.ts'
import { MISSING_WORDS } from '../../core/missing.ts'
import { boolean, integer, oneOf, text } from '../../core/schema.ts'
import { defineCommand, defineJob, type Task } from '../definition.ts'
import { type Given, parameter } from '../parameter.ts'
import { backend, clusteringName, missingWords, number, out, outFolder, overwrite, run, seed, shard } from './common.ts'
import { project } from './embedding.ts'

/** Jobs that test whether clusters look alike, and tell of it. */

/** What is drawn, and how it is tested. */
const protocol = {
  datasets: parameter(v.optional(integer(2, MOST_DATASETS), EVALUATION_DEFAULTS.datasets), {
    label: 'Datasets',
    unit: 'datasets',
    help: 'datasets to draw'
  }),
  size: parameter(v.optional(integer(2, MOST_DATASET_IMAGES), EVALUATION_DEFAULTS.size), {
    label: 'Images of each',
    unit: 'images',
    help: 'images of each'
  }),
  centre: parameter(v.optional(oneOf('mean', 'medoid'), EVALUATION_DEFAULTS.centre), {
    label: 'Centre',
    help: 'of a cluster: the mean of its vectors, or the vector of its medoid',
    placeholder: 'kind',
    choices: { mean: 'mean of the vectors', medoid: 'vector of the medoid' }
  }),
  permutations: parameter(v.optional(integer(1, MOST_PERMUTATIONS), EVALUATION_DEFAULTS.permutations), {
    label: 'Permutations',
    unit: 'permutations',
    help: 'of the permutation test'
  }),
  fit: parameter(v.optional(boolean, false), {
    label: 'Make them fit',
    help: 'take the largest datasets that fit, where these do not',
    suggested: true
  }),
  seed: seed(EVALUATION_DEFAULTS.seed)
}

const parameters = {
  run: parameter(clusteringName, {
    label: 'Clustering',
    help: 'the clustering',
    placeholder: 'R[.K]',
    names: 'run'
  }),
  model: parameter(number, { label: 'Model', help: 'the autoencoder', placeholder: 'number', names: 'model' }),
  ...protocol,
  by: parameter(v.optional(oneOf(...UNITS), EVALUATION_DEFAULTS.by), {
    label: 'Draw by',
    help: 'what is in one set only: slices of a series, or images of a patient, look alike',
    hint: 'Neighbouring slices, and images of one patient, look alike: kept together, they cannot help the clusters',
    placeholder: 'unit',
    choices: { image: 'image, as in the paper', series: 'series, kept together', patient: 'patient, kept together' }
  }),
  project,
  backend
}
export type EvaluateParameters = Task<typeof parameters>

export const evaluate = defineJob({
  id: 'evaluate',
  title: 'Evaluate',
  command: 'evaluate',
  writes: false,
  computes: true,
  stages: [
    'Clustering datasets',
    'Preparing pictures',
    'Finding components',
    'Embedding',
    'Comparing embeddings',
    'Permuting labels'
  ],
  repeats: true,
  step: { readsOnly: ['values', 'clusters', 'models'], gives: 'evaluation' },
  parameters,
  load: async () => (await import('../evaluate.ts')).evaluateJob,
  tell: ({ evaluation, run, model, sets }) => ({
    message: { code: 'evaluated', parameters: { evaluation, clustering: run, model, images: sets.evaluated } },
    outcome: { evaluation }
  })
})

const shardParameters = {
  ...parameters,
  shard,
  out: outFolder('with --shard: the folder for the results of all shards')
}
export type EvaluateShardParameters = Task<typeof shardParameters>

/** Some of the datasets, by a catalogue that is only read: one task of a job array. */
export const evaluateShard = defineCommand({
  command: 'evaluate',
  parameters: shardParameters,
  load: async () => (await import('../evaluate-shard.ts')).evaluateShardJob
})

const mergeParameters = {
  merge: parameter(text(), {
    label: 'Folder of the shards',
    help: 'put the results of all shards in this folder together, and store the evaluation',
    placeholder: 'folder'
  })
}
export type MergeEvaluationParameters = Task<typeof mergeParameters>

/** The evaluation that `evaluate` without shards makes, of the results of shards. */
export const mergeEvaluation = defineCommand({
  command: 'evaluate',
  parameters: mergeParameters,
  load: async () => (await import('../merge-evaluation.ts')).mergeEvaluationJob
})

const vectorsParameters = {
  ...protocol,
  vectors: parameter(text(), {
    label: 'Vectors',
    help: 'evaluate these vectors (.npy, or CSV with a header) instead of a run and a model',
    placeholder: 'file'
  }),
  labels: parameter(text(), {
    label: 'Labels',
    help: 'with --vectors: the cluster of each (.npy, or CSV with a header)',
    placeholder: 'file'
  }),
  labelColumn: parameter(v.optional(text({ max: 1000 })), {
    label: 'Column of the labels',
    help: 'with --labels: the column of the CSV file that holds them',
    option: 'label-column',
    placeholder: 'name'
  }),
  na: missingWords('with --labels', MISSING_WORDS)
}
export type EvaluateVectorsParameters = Given<typeof vectorsParameters>

/** The same protocol on given vectors and labels, without a catalogue. */
export const evaluateVectors = defineCommand({
  command: 'evaluate',
  parameters: vectorsParameters,
  load: async () => (await import('../evaluate-vectors.ts')).evaluateVectorsJob
})

const reportParameters = {
  run,
  out: out('the page to write, e.g. report.html'),
  evaluation: parameter(v.optional(number), {
    label: 'Evaluation',
    names: 'evaluation',
    help: 'one of its evaluations (default: the newest)',
    placeholder: 'number'
  }),
  pictures: parameter(v.optional(oneOf('safe', 'all'), 'safe'), {
    label: 'Pictures',
    help: 'safe (see above), or all: look at each before you pass the page on',
    hint: 'Otherwise only pictures whose Burned In Annotation is NO, and none of ultrasound, secondary captures and photographs',
    placeholder: 'which',
    choices: {
      safe: 'Only pictures that show no name',
      all: 'Include pictures that may have names burned in'
    }
  }),
  overwrite
}
export type ReportParameters = Task<typeof reportParameters>

export const report = defineJob({
  id: 'report',
  title: 'Write the report',
  command: 'report',
  writes: false,
  computes: false,
  stages: [
    'Comparing methods',
    'Telling sites apart',
    'Counting what the archive holds',
    'Fetching pictures',
    'Describing the clusters'
  ],
  parameters: reportParameters,
  load: async () => (await import('../report.ts')).reportJob,
  tell: ({ clustering, out, json, pictures }) => ({
    message: {
      code: 'report-written',
      parameters: {
        clustering,
        file: out,
        withheld: pictures.withheld,
        pictures: pictures.shown + pictures.withheld
      }
    },
    outcome: { files: [out, json] }
  })
})
