import * as v from 'valibot'
import { conditions } from '../../core/conditions.ts'
import { ARCHITECTURES, embeddingShape } from '../../core/embedding/architecture.ts'
import { TRAINING_DEFAULTS } from '../../core/embedding/training-defaults.ts'
import { count } from '../../messages/format.ts'
import { integer, oneOf, share, text } from '../../core/schema.ts'
import { VECTOR_FORMATS, type VectorFormat } from '../../core/vectors/layout.ts'
import { defineJob, type Task } from '../definition.ts'
import { parameter } from '../parameter.ts'
import { aboutWhere, backend, clusteringName, number, overwrite } from './common.ts'

/** Jobs that train autoencoders, and write what they make of images. */

/** What is left out has its default, or with `resume` what the model was made with. */
const trainParameters = {
  images: parameter(v.optional(integer(2, 10_000_000)), {
    label: 'Images',
    unit: 'images',
    help: 'images to draw',
    usual: TRAINING_DEFAULTS.images
  }),
  epochs: parameter(v.optional(integer(1, 100_000)), {
    label: 'Epochs',
    unit: 'epochs',
    help: 'passes over them',
    hint: 'One epoch is one pass over all images',
    usual: TRAINING_DEFAULTS.epochs
  }),
  batch: parameter(v.optional(integer(1, 10_000)), {
    label: 'Batch size',
    unit: 'images',
    help: 'images of a step',
    usual: TRAINING_DEFAULTS.batch
  }),
  architecture: parameter(v.optional(oneOf(...ARCHITECTURES.map(({ name }) => name))), {
    label: 'Architecture',
    help: 'what is trained',
    usual: TRAINING_DEFAULTS.architecture,
    choices: Object.fromEntries(
      ARCHITECTURES.map((each) => [
        each.name,
        `${each.name}${each.note === undefined ? '' : ` (${each.note})`}, ${count(embeddingShape(each).values)} values an image`
      ])
    )
  }),
  backend,
  validation: parameter(v.optional(share()), {
    label: 'Kept for validation',
    help: 'of the images, kept aside to validate on',
    placeholder: 'share',
    usual: TRAINING_DEFAULTS.validation
  }),
  where: parameter(v.optional(conditions), aboutWhere),
  reserve: parameter(v.optional(integer(0, 2 ** 32 - 1)), {
    label: 'Kept for evaluation',
    unit: 'images',
    help: 'images kept for evaluation, which no training touches (default: 50,000 or half of the images, whichever is less)'
  }),
  seed: parameter(v.optional(integer(0, 2 ** 32 - 1)), {
    label: 'Seed',
    help: 'for everything that is drawn at random',
    usual: TRAINING_DEFAULTS.seed
  }),
  resume: parameter(v.optional(number), {
    label: 'Resume',
    help: 'resume this model; only --epochs and --backend may differ',
    placeholder: 'model'
  })
}
export type TrainParameters = Task<typeof trainParameters>

export const train = defineJob({
  id: 'train',
  title: 'Train',
  command: 'train',
  writes: false,
  computes: true,
  stages: ['Preparing pictures', 'Training'],
  parameters: trainParameters,
  presets: [
    {
      title: 'A first look',
      about: 'Coarser than the paper’s, and enough to compare clusters on a processor.',
      values: { architecture: 'compact', images: 2000, epochs: 20 }
    },
    {
      title: 'As in the paper',
      about: 'Made for a graphics card: on processors it takes days.',
      values: {
        architecture: TRAINING_DEFAULTS.architecture,
        images: TRAINING_DEFAULTS.images,
        epochs: TRAINING_DEFAULTS.epochs
      }
    }
  ],
  load: async () => (await import('../train.ts')).trainJob,
  tell: ({ model, images, epochs }) => ({
    message: {
      code: 'trained',
      parameters: { model, images, epochs: epochs.length, loss: epochs.at(-1)?.loss ?? null }
    },
    outcome: { model }
  })
})

const VECTOR_LABELS: Record<VectorFormat, string> = { parquet: 'parquet', npy: 'npy, for NumPy' }
const embedParameters = {
  model: parameter(number, { label: 'Model', help: 'the autoencoder', placeholder: 'number' }),
  out: parameter(v.optional(text()), {
    label: 'File',
    help: 'where to write (default: vectors-MODEL.FORMAT)',
    placeholder: 'file'
  }),
  run: parameter(v.optional(clusteringName), {
    label: 'Clustering',
    help: 'the clustering (default: the one that was assigned last)',
    placeholder: 'R[.K]'
  }),
  format: parameter(v.optional(oneOf(...VECTOR_FORMATS), 'parquet'), {
    label: 'Format',
    help: 'parquet, or npy for NumPy',
    placeholder: 'format',
    choices: VECTOR_LABELS
  }),
  backend,
  overwrite
}
export type EmbedParameters = Task<typeof embedParameters>

export const embed = defineJob({
  id: 'embed',
  title: 'Write vectors',
  command: 'embed',
  writes: false,
  computes: true,
  stages: ['Embedding'],
  parameters: embedParameters,
  load: async () => (await import('../embed.ts')).embedJob,
  tell: ({ images, length, files, skipped }) => ({
    message: {
      code: 'vectors-written',
      parameters: { vectors: images, values: length, file: files[0].path, skipped: skipped.length }
    },
    outcome: { files: files.map(({ path }) => path) }
  })
})

const vectorsParameters = {
  model: parameter(v.optional(number), {
    label: 'Model',
    help: 'the autoencoder (default: the latest one)',
    placeholder: 'number'
  }),
  backend
}
export type VectorsParameters = Task<typeof vectorsParameters>

export const vectors = defineJob({
  id: 'vectors',
  title: 'Store vectors',
  command: 'vectors',
  writes: false,
  computes: true,
  stages: ['Embedding', 'Finding components', 'Shortening vectors'],
  parameters: vectorsParameters,
  load: async () => (await import('../vectors.ts')).vectorsJob,
  tell: ({ model, images, added, skipped }) => ({
    message: { code: 'vectors-stored', parameters: { model, images, added, skipped: skipped.length } },
    outcome: { model }
  })
})
