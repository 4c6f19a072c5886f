import * as v from 'valibot'
import { formatClustering } from '../../core/catalogue/clustering-name.ts'
import { UNITS } from '../../core/catalogue/stored/unit.ts'
import { ALGORITHMS, DEFAULT_ALGORITHM, DEFAULT_RESTARTS } from '../../core/clustering/algorithms.ts'
import { MOST_CLUSTERS, MOST_RESTARTS, MOST_ROWS, MOST_SAMPLE } from '../../core/clustering/limits.ts'
import { PAPER_K } from '../../core/clustering/possible-k.ts'
import { hasBest } from '../../core/clustering/remarks.ts'
import { SMALL_ARCHIVE, USUAL_SAMPLE } from '../../core/features/usual-sample.ts'
import { METHODS, PAPER_METHOD } from '../../core/features/methods.ts'
import { DEFAULT_ALPHA } from '../../core/fusion/fuse.ts'
import { count } from '../../messages/format.ts'
import { MISSING_WORDS } from '../../core/missing.ts'
import { MOST_LISTED } from '../../core/number-list.ts'
import { integer, list, oneOf, share, text } from '../../core/schema.ts'
import { defineCommand, defineJob, type Task } from '../definition.ts'
import { aboutOf, type Given, parameter } from '../parameter.ts'
import { missingWords, number, raw, seed } from './common.ts'
import { comparison, featureParameters } from './feature-parameters.ts'

/** How a sample or a table is clustered. */
const searching = {
  k: parameter(v.optional(list(integer(1, MOST_CLUSTERS), MOST_LISTED)), {
    label: 'Numbers of clusters, K',
    help: 'numbers of clusters: 5,10,15, a range 5..30, or one with a step 5..100:5',
    hint: 'Numbers and ranges: 5, 10..20, 50..100:10',
    placeholder: 'list',
    syntax: 'numbers',
    usual: PAPER_K,
    usualNote: 'as far as there are images'
  }),
  seed: seed(1),
  algorithm: parameter(v.optional(oneOf(...ALGORITHMS.map(({ name }) => name)), DEFAULT_ALGORITHM), {
    label: 'Algorithm',
    help: ALGORITHMS.map(({ name, help }) => `${name}: ${help}`).join('; '),
    placeholder: 'name',
    choices: Object.fromEntries(ALGORITHMS.map(({ name, label }) => [name, label]))
  }),
  restarts: parameter(v.optional(integer(1, MOST_RESTARTS), DEFAULT_RESTARTS), {
    label: 'Starts for each K',
    unit: 'starts',
    help: 'starts for each K, the best of which counts: the first is PAM, the others are random'
  })
}

/** The vectors of pictures beside the tags. */
const fusing = {
  fuse: parameter(v.optional(number), {
    label: 'Pictures, seen by model',
    names: 'model',
    help: 'compare pictures, too, by their vectors of this autoencoder; an evaluation with the same one is circular then, and refused',
    hint: 'Images are compared by tags and pictures. That clusters look alike is then no finding of its own: an evaluation with the same model is refused',
    placeholder: 'model'
  }),
  alpha: parameter(v.optional(share()), {
    label: 'Share of the pictures, α',
    help: 'with --fuse: how much pictures count; the distance is √((1 − α)(1 − S) + α · scaled cosine distance)',
    hint: 'Of each dissimilarity: 0 is tags alone',
    placeholder: 'share',
    usual: DEFAULT_ALPHA
  })
}

/** The algorithm for samples without a full matrix. */
const { name: LARGE_SAMPLES, label: LARGE_SAMPLES_LABEL } = ALGORITHMS.find((each) => each.isBatched)!

/** `any number with paper, 4 with balanced` */
const usualPerSeries = METHODS.map(({ name, perSeries }) => `${perSeries ?? 'any number'} with ${name}`).join(', ')

const parameters = {
  ...featureParameters,
  raw,
  sample: parameter(v.optional(integer(2, MOST_SAMPLE)), {
    label: 'Images in the sample',
    unit: 'images',
    help: `images that are clustered, or all where there are fewer; more than ${count(MOST_ROWS)} with --algorithm ${LARGE_SAMPLES} alone (default: half of the images, ${count(USUAL_SAMPLE)} at most, which leaves the other half, of other patients or series, to evaluate with)`,
    hint: `Empty: half of the images, ${count(USUAL_SAMPLE)} at most. The other half is left to evaluate with; up to ${count(SMALL_ARCHIVE)} images it is of other patients or series, where there are several of each kind. More than ${count(MOST_ROWS)} with ${LARGE_SAMPLES_LABEL} alone`
  }),
  perSeries: parameter(v.optional(integer(0, MOST_SAMPLE)), {
    label: 'Images of each series at most',
    unit: 'images',
    help: `images of one series in the sample at most, 0 for any number (default: ${usualPerSeries}, and more where too few would be left)`,
    hint: `Neighbouring slices look alike, and many of one series decide the clusters. 0: any number. Empty: ${usualPerSeries}, and more where too few would be left`,
    option: 'per-series'
  }),
  by: parameter(v.optional(oneOf(...UNITS), 'image'), {
    label: 'Draw by',
    help: 'what the sample is drawn by: images at random, or as many of each series or of each patient',
    placeholder: 'unit',
    choices: { image: 'image', series: 'series, as many of each', patient: 'patient, as many of each' }
  }),
  ...searching,
  ...fusing
}
export type ClusterParameters = Task<typeof parameters>

const CHOOSING = ['Reading values', 'Ranking tags', 'Choosing features']
const SEARCHING = ['Comparing rows', 'Merging clusters', 'Judging cuts', 'Finding medoids', 'Judging clusters']
/** Of a clustering by tags alone. */
export const CLUSTER_STAGES = [...CHOOSING, ...SEARCHING]

export const cluster = defineJob({
  id: 'cluster',
  title: 'Cluster',
  command: 'cluster',
  writes: true,
  computes: false,
  stages: [...CHOOSING, 'Embedding', 'Comparing embeddings', ...SEARCHING, 'Assigning images'],
  step: {
    readsOnly: ['values'],
    gives: 'run',
    madeSince: async () => (await import('../run-made-since.ts')).runMadeSince
  },
  parameters,
  load: async () => (await import('../cluster.ts')).clusterJob,
  tell: (report) => {
    const { run, n, best, remarks } = report
    return {
      message: {
        code: 'clustered',
        parameters: { run, images: n, best: hasBest(report) ? best.k : null, remarks }
      },
      outcome: { run, clustering: formatClustering({ run, k: best.k }) }
    }
  }
})

const row = integer(0, 999_999_999)
/** What only a table takes. */
export const tableOnly = {
  table: parameter(text(), {
    label: 'Table',
    help: 'cluster this table instead of a catalogue',
    placeholder: 'csv'
  }),
  types: parameter(text(), {
    label: 'Types',
    help: 'with --table: the type of each column',
    placeholder: 'json'
  }),
  na: missingWords('with --table', MISSING_WORDS),
  distances: parameter(v.optional(list(v.tuple([row, row]), 10_000), []), {
    label: 'Pairs',
    help: 'with --table: also 1 − S of these pairs of rows, e.g. 0:1,5:9',
    placeholder: 'pairs',
    syntax: 'pairs'
  })
}
const tableParameters = {
  ...searching,
  ...tableOnly,
  ...comparison,
  // A table is no archive: without a method that is asked for, its rows are compared as R's daisy does.
  method: parameter(v.optional(oneOf(...METHODS.map(({ name }) => name)), PAPER_METHOD), aboutOf(comparison.method))
}
export type ClusterTableParameters = Given<typeof tableParameters>

/** The same of any table, without a catalogue. */
export const clusterTable = defineCommand({
  command: 'cluster',
  parameters: tableParameters,
  load: async () => (await import('../cluster-table.ts')).clusterTableJob
})
