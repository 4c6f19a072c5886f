import * as v from 'valibot'
import { MAP_BY } from '../../core/catalogue/stored/map.ts'
import { boolean, oneOf } from '../../core/schema.ts'
import { defineJob, type Task } from '../definition.ts'
import { parameter } from '../parameter.ts'
import { clusteringName, number, seed } from './common.ts'

const parameters = {
  run: parameter(clusteringName, {
    label: 'Run',
    names: 'run',
    help: 'the run whose sample is laid out',
    placeholder: 'R',
    isArgument: true
  }),
  by: parameter(v.optional(oneOf(...MAP_BY), 'tags'), {
    label: 'Compare images by',
    help: 'what images are compared by: the features of the run, or their pictures as a model sees them',
    placeholder: 'what',
    choices: { tags: 'by the tags of the run', pixels: 'by the pictures, as a model sees them' }
  }),
  model: parameter(v.optional(number), {
    label: 'Model',
    names: 'model',
    help: 'with --by pixels: the autoencoder that compares pictures (default: the newest one)',
    placeholder: 'number'
  }),
  seed: seed(1),
  sampleOnly: parameter(v.optional(boolean, false), {
    label: 'The sample only',
    help: 'leave the other images without a place: by pixels each of them has to be read',
    option: 'sample-only'
  })
}
export type MapTask = Task<typeof parameters>

export const map = defineJob({
  id: 'map',
  title: 'Make a map',
  command: 'map',
  writes: false,
  computes: true,
  stages: [
    'Embedding',
    'Comparing embeddings',
    'Comparing rows',
    'Laying out the map',
    'Judging the map',
    'Placing images'
  ],
  step: { readsOnly: ['values', 'models'] },
  parameters,
  load: async () => (await import('../map.ts')).mapJob,
  tell: ({ run, by, laidOut, placed, quality }) => ({
    message: {
      code: 'mapped',
      parameters: {
        run,
        by,
        laidOut,
        placed: placed?.placed ?? null,
        trustworthiness: quality?.trustworthiness ?? null
      }
    },
    outcome: { run }
  })
})
