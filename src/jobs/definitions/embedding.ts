import * as v from 'valibot'
import { conditions } from '../../core/conditions.ts'
import { FITTED_ON, MOST_WIDTH } from '../../core/projection/projection.ts'
import { ARCHITECTURES, embeddingShape } from '../../core/embedding/architecture.ts'
import { TRAINING_DEFAULTS } from '../../core/embedding/training-defaults.ts'
import { count } from '../../messages/format.ts'
import { boolean, integer, oneOf, share, text } from '../../core/schema.ts'
import { type Precision, PRECISIONS, VECTOR_FORMATS, type VectorFormat } from '../../core/vectors/layout.ts'
import { defineCommand, defineJob, type Task } from '../definition.ts'
import { type Given, parameter } from '../parameter.ts'
import { aboutWhere, backend, clusteringName, number, outFolder, overwrite, seed, shard } from './common.ts'

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
    names: 'model',
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
  step: { readsOnly: ['values'], changes: ['models'], gives: 'model' },
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
const vectorFormat = parameter(v.optional(oneOf(...VECTOR_FORMATS), 'parquet'), {
  label: 'Format',
  help: 'parquet, or npy for NumPy',
  placeholder: 'format',
  choices: VECTOR_LABELS
})
const PRECISION_LABELS: Record<Precision, string> = { f32: '32 bits', f16: '16 bits, half the space' }

/** The values of a projected vector. */
const width = integer(1, MOST_WIDTH)
export const project = parameter(v.optional(width), {
  label: 'Project to',
  unit: 'values',
  help: 'so many values a vector instead of all: its principal components, which are stored with the model',
  hint: `Principal components of the vectors of up to ${count(FITTED_ON)} images that the model learnt from; they are fitted once and stored with the model`,
  placeholder: 'number'
})

/** Which vectors are written, and how. */
const embedded = {
  model: parameter(number, { label: 'Model', help: 'the autoencoder', placeholder: 'number', names: 'model' }),
  run: parameter(v.optional(clusteringName), {
    names: 'run',
    label: 'Clustering',
    help: 'the clustering (default: the one that was assigned last)',
    placeholder: 'R[.K]'
  }),
  precision: parameter(v.optional(oneOf(...PRECISIONS), 'f32'), {
    label: 'Precision',
    help: 'of each value: 32 bits, or 16 in half the space',
    placeholder: 'name',
    choices: PRECISION_LABELS
  }),
  project,
  sample: parameter(v.optional(integer(1, 2 ** 32 - 1)), {
    label: 'Images in the sample',
    unit: 'images',
    help: 'only so many of the images, drawn at random (default: all)',
    placeholder: 'number'
  }),
  seed: seed(1)
}
/** Which vectors they are, as `embed` and a task of `embed --shard` are told. */
export type EmbeddedParameters = Given<typeof embedded>

const embedParameters = {
  ...embedded,
  out: parameter(v.optional(text()), {
    label: 'File',
    help: 'where to write (default: vectors-MODEL.FORMAT)',
    placeholder: 'file'
  }),
  format: vectorFormat,
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
  stages: ['Preparing pictures', 'Finding components', 'Embedding'],
  step: { readsOnly: ['values', 'clusters', 'models'] },
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

const embedShardParameters = {
  ...embedded,
  shard,
  out: outFolder('with --shard: the folder for the results of all shards'),
  backend
}
export type EmbedShardParameters = Task<typeof embedShardParameters>

/** The vectors of a part of the images, by a catalogue that is only read: one task of a job array. */
export const embedShard = defineCommand({
  command: 'embed',
  parameters: embedShardParameters,
  load: async () => (await import('../embed-shard.ts')).embedShardJob
})

const mergeVectorsParameters = {
  merge: parameter(text(), {
    label: 'Folder of the shards',
    help: 'put the results of all shards in this folder together',
    placeholder: 'folder'
  }),
  out: parameter(v.optional(text()), {
    label: 'File',
    help: 'where to write (default: vectors-MODEL.FORMAT)',
    placeholder: 'file'
  }),
  format: vectorFormat,
  overwrite
}
export type MergeVectorsParameters = Given<typeof mergeVectorsParameters>

/** Vectors of shards in one file: the one that `embed` without shards writes. */
export const mergeVectors = defineCommand({
  command: 'embed',
  parameters: mergeVectorsParameters,
  load: async () => (await import('../merge-vectors.ts')).mergeVectorsJob
})

const projectParameters = {
  model: parameter(number, { label: 'Model', help: 'the autoencoder', placeholder: 'number' }),
  values: parameter(width, {
    label: 'Values',
    help: 'values of a projected vector',
    unit: 'values',
    placeholder: 'number'
  }),
  backend,
  overwrite: parameter(v.optional(boolean, false), {
    label: 'Replace',
    help: 'fit it again, also where the model has one'
  })
}
export type ProjectParameters = Task<typeof projectParameters>

/** What a window does when it first writes projected vectors. */
export const projectVectors = defineCommand({
  command: 'project',
  parameters: projectParameters,
  load: async () => (await import('../project.ts')).projectJob
})

const vectorsParameters = {
  model: parameter(v.optional(number), {
    label: 'Model',
    names: 'model',
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
  step: { readsOnly: ['values', 'models'], changes: ['models'] },
  parameters: vectorsParameters,
  load: async () => (await import('../vectors.ts')).vectorsJob,
  tell: ({ model, images, added, skipped }) => ({
    message: { code: 'vectors-stored', parameters: { model, images, added, skipped: skipped.length } },
    outcome: { model }
  })
})
