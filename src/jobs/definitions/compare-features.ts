import * as v from 'valibot'
import { MOST_CLUSTERS } from '../../core/clustering/limits.ts'
import { SELECTION_NAMES } from '../../core/features/selections.ts'
import { selectionLabel } from '../../core/report/comparison-words.ts'
import { integer, list, oneOf } from '../../core/schema.ts'
import { decimal } from '../../messages/format.ts'
import { defineJob, type Task } from '../definition.ts'
import { parameter } from '../parameter.ts'
import { backend, number, raw, seed } from './common.ts'
import { featureParameters } from './feature-parameters.ts'

const { select: _one, ...features } = featureParameters

const parameters = {
  ...features,
  raw,
  ways: parameter(v.optional(list(oneOf(...SELECTION_NAMES), SELECTION_NAMES.length)), {
    label: 'Ways',
    help: `ways to choose tags, of ${SELECTION_NAMES.join(', ')} (default: all)`,
    syntax: 'names',
    placeholder: 'names'
  }),
  k: parameter(v.optional(integer(2, MOST_CLUSTERS), 15), {
    label: 'Number of clusters, K',
    help: 'number of clusters'
  }),
  sample: parameter(v.optional(integer(10, 10_000), 2000), {
    label: 'Images in the sample',
    unit: 'images',
    help: 'images that are clustered'
  }),
  model: parameter(v.optional(number), {
    label: 'Model',
    names: 'model',
    help: 'the autoencoder that compares pictures (default: the newest one, if there is any)',
    placeholder: 'number'
  }),
  seed: seed(1),
  backend
}
export type CompareFeaturesParameters = Task<typeof parameters>

export const compareFeatures = defineJob({
  id: 'compare-features',
  title: 'Compare ways to choose tags',
  command: 'compare-features',
  writes: false,
  computes: true,
  stages: [
    'Reading values',
    'Choosing features',
    'Ranking tags',
    'Clustering subsets',
    'Preparing pictures',
    'Embedding',
    'Comparing embeddings',
    'Permuting labels'
  ],
  repeats: true,
  step: { readsOnly: ['values', 'models'] },
  parameters,
  load: async () => (await import('../compare-features.ts')).compareFeaturesJob,
  tell: ({ n, parameters: { k }, selections }) => ({
    message: {
      code: 'features-compared',
      parameters: {
        images: n,
        k,
        ways: selections.map(({ select, stability }) => ({
          way: selectionLabel(select),
          stability: decimal(stability, 2)
        }))
      }
    },
    outcome: {}
  })
})
