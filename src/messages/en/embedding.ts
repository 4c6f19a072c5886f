import { count, counted } from '../format.ts'
import type { Nothing } from '../message.ts'
import type { Inner, SayInner, Unreadable } from '../said.ts'
import type { Terms } from '../terms.ts'

/** Autoencoders: training them, their states, and the pictures that they see. */
export const EMBEDDING = {
  'training-diverged': ({ epoch, step }: { epoch: number; step: number }, terms: Terms) => ({
    problem: `Training diverged in epoch ${epoch}, step ${step}: the loss is not finite. The last saved state is kept.`,
    remedy: `Train again with another ${terms.setting('seed')} or ${terms.setting('batch')}.`
  }),

  'nothing-to-train-on': (given: NothingToTrainOn, terms: Terms, inner: SayInner) =>
    given.why === 'reserved'
      ? {
          problem: `There are ${counted(given.images, 'images')}, and ${terms.setting('reserve', given.reserved)} keeps them from training.`,
          remedy: `Give ${terms.setting('reserve')} a number up to ${Math.max(0, given.images - 2)}, or scan more images.`
        }
      : {
          problem:
            `Only ${count(given.decoded)} of ${counted(given.images, 'images')} could be decoded; training takes at least two.` +
            (given.first === null ? '' : ` The first that could not: ${given.first.path}: ${inner(given.first.reason)}`)
        },

  'images-gone': (
    { model, images, first }: { model: number; images: number; first: Unreadable },
    _: Terms,
    inner: SayInner
  ) => ({
    problem: `${counted(images, 'images')} that model ${model} is trained on cannot be read any more, the first of them ${first.path}: ${inner(first.reason)}`,
    remedy: 'Bring them back to continue, or train a new model.'
  }),

  'model-settings': ({ model, setting, before }: OtherSettings, terms: Terms) => ({
    problem: `Model ${model} was begun with ${terms.setting(setting, before)}; ${terms.setting('resume')} continues with the settings that it was begun with (only ${terms.setting('epochs')} and ${terms.setting('backend')} may differ).`,
    remedy: `Leave ${terms.setting(setting)} out, or train a new model.`
  }),

  'epochs-behind': ({ model, trained, epochs }: { model: number; trained: number; epochs: number }, terms: Terms) => ({
    problem: `Model ${model} was trained for ${counted(trained, 'epochs')} already, more than ${terms.setting('epochs', epochs)}.`,
    remedy: `Give the number that it is to have in all, or leave ${terms.setting('epochs')} out.`
  }),

  'checkpoint-damaged': ({ model }: { model: number | null }) => ({
    problem:
      model === null ? 'The saved state of the model is damaged.' : `All saved states of model ${model} are damaged.`,
    remedy: 'Train a new model.'
  }),

  'model-version': ({ format, known }: { format: string; known: number }) => ({
    problem: `The model was saved by another version of Medoid (format ${format}; this one reads ${known}).`,
    remedy: 'Use that version, or train a new model.'
  }),

  'model-architecture': (given: OtherArchitecture) =>
    given.why === 'name'
      ? { problem: `The model is of the architecture ${given.architecture}, not ${given.expected}.` }
      : {
          problem: `The model has ${counted(given.numbers, 'numbers')}; the architecture ${given.architecture} of this version of Medoid takes ${count(given.expected)}.`,
          remedy: 'Use the version that made it, or train a new model.'
        },

  'no-projection': ({ model, width }: { model: number; width: number }, terms: Terms) => ({
    problem: `Model ${model} has no projection to ${counted(width, 'values')}, or was trained further since; and a shard only reads the catalogue.`,
    remedy: `Fit it first: ${terms.action('project', { model, values: width })}.`
  }),

  'projection-too-wide': (given: TooWide) =>
    given.why === 'vectors'
      ? {
          problem: `A projection to ${counted(given.width, 'values')} is asked for, and the vectors have ${count(given.values)}.`,
          remedy: 'Take fewer, or all.'
        }
      : {
          problem: `The vectors of the ${counted(given.images, 'images')} that model ${given.model} learnt from and that can be read differ in ${counted(given.directions, 'directions')}: no ${counted(given.width, 'values')} can be made of that.`,
          remedy: `${given.directions === 0 ? '' : `Take at most ${given.directions}, or t`}${given.directions === 0 ? 'T' : ''}rain a model on more images.`
        },

  'unknown-architecture': ({ name, known }: { name: string; known: string[] }) => ({
    problem: `There is no architecture "${name}".`,
    remedy: `There are: ${known.join(', ')}.`
  }),

  'unsupported-architecture': (given: { architecture: string } & Unsupported) => ({
    problem: `The architecture "${given.architecture}" cannot be trained by the wasm backend: ${
      'rows' in given ? UNSUPPORTED_ROWS[given.why](given.rows) : UNSUPPORTED[given.why]
    }.`
  }),

  /** What computes, and why nothing faster does: `wasm: 4 threads; webgpu: no GPU was found: …` */
  'backend-chosen': (
    { backend, device, absent }: { backend: string; device: string; absent: Missing[] },
    _: Terms,
    inner: SayInner
  ) => ({ problem: [`${backend}: ${device}`, ...absent.map((each) => missingWords(each, inner))].join('; ') }),

  /** What a backend lacks, and how to get it. */
  'backend-missing': (given: Lacking) => ({ problem: lackingWords(given) }),

  'backend-absent': (given: AbsentBackend, terms: Terms, inner: SayInner) => {
    switch (given.why) {
      case 'none':
        return {
          problem: `No backend for training: ${given.backends.map((each) => missingWords(each, inner)).join('; ')}.`,
          remedy: `Or let ${terms.setting('backend', 'auto')} take what there is.`
        }
      case 'no-library':
        return {
          problem: `${given.package} lacks TensorFlow's library: npm rebuild ${given.package}, where storage.googleapis.com can be reached`
        }
      case 'no-gpu':
        return {
          problem: 'TensorFlow found no NVIDIA GPU with CUDA 11 and cuDNN 8: docs/gpu.md says how to install them'
        }
    }
  },

  'device-lost': ({ reason }: { reason: string | null }, terms: Terms) =>
    reason === null
      ? { problem: 'The GPU that was found is there no longer.' }
      : {
          problem: `The GPU stopped working (${reason}). What was saved is kept.`,
          remedy: `Continue with ${terms.setting('resume')}, or on another ${terms.setting('backend')}.`
        },

  'device-memory': ({ reason }: { reason: string }, terms: Terms) => ({
    problem: `The GPU has too little free memory (${reason}).`,
    remedy: `Close what else uses it, or use ${terms.setting('backend', 'wasm')}.`
  }),

  'picture-missing': ({ file, instance }: { file: string; instance: number }, terms: Terms) => ({
    problem: `The picture of instance ${instance} is not in ${file} any more.`,
    remedy: `Prepare it again: continue with ${terms.action('again')}.`
  }),

  'pictures-unusable': ({ file, reason }: { file: string; reason: string }) => ({
    problem: `The prepared pictures in ${file} cannot be used (${reason}).`,
    remedy: 'Delete the file: it will be created again. Its folder must be one where you may write.'
  }),

  'stored-vectors-unusable': ({ file, reason }: { file: string; reason: string }, terms: Terms) => ({
    problem: `The stored vectors in ${file} cannot be used (${reason}).`,
    remedy: `Delete the file, and create it again with ${terms.action('vectors')}.`
  }),

  'no-stored-vectors': ({ model }: { model: number | null }, terms: Terms) => ({
    problem: model === null ? 'No vectors of images are stored.' : `No vectors of images are stored of model ${model}.`,
    remedy: `Store them with ${terms.action('vectors')}.`
  }),

  'source-removed': (_: Nothing, terms: Terms) => ({
    problem: 'The folder of this image was taken out of the catalogue, so where its file lies is not known any more.',
    remedy: `Add it again with ${terms.action('scan')}.`
  })
}

type NothingToTrainOn =
  | { why: 'reserved'; images: number; reserved: number }
  | { why: 'undecodable'; images: number; decoded: number; first: Unreadable | null }

interface OtherSettings {
  model: number
  setting: string
  before: string
}

type OtherArchitecture =
  | { why: 'name'; architecture: string; expected: string }
  | { why: 'size'; architecture: string; numbers: number; expected: number }

/** A backend that cannot be used here. */
interface Missing {
  name: string
  /** What is missing and how to get it. */
  missing: Inner
  /** Libraries that it did not find. */
  lacks?: string[]
}

function missingWords({ name, missing, lacks = [] }: Missing, inner: SayInner): string {
  return `${name}: ${inner(missing)}${lacks.length > 0 ? `; it lacks ${lacks.join(', ')}` : ''}`
}

type Lacking =
  | { why: 'not-installed'; package: string; version: string }
  | { why: 'no-gpu' }
  | { why: 'software'; device: string }
  | { why: 'inexact'; device: string; error: number }
  | { why: 'late'; seconds: number }
  /** @param how the process ended, by its signal or exit code */
  | { why: 'crashed'; how: string }
  | { why: 'failed'; reason: string }

function lackingWords(given: Lacking): string {
  switch (given.why) {
    case 'not-installed':
      return `${given.package} is not installed: npm install ${given.package}@${given.version}`
    case 'no-gpu':
      return 'no GPU was found: install the driver of yours with Vulkan (docs/gpu.md)'
    case 'software':
      return `only a processor that plays a GPU was found (${given.device}): install the driver of your GPU (docs/gpu.md)`
    case 'inexact':
      return `${given.device} computes wrongly (off by ${given.error}): update its driver`
    case 'late':
      return `its driver did not answer in ${given.seconds} s: update it`
    case 'crashed':
      return `its driver or library crashed (${given.how}): update it`
    case 'failed':
      return given.reason
  }
}

type AbsentBackend =
  /** @param backends that were tried */
  { why: 'none'; backends: Missing[] } | { why: 'no-library'; package: string } | { why: 'no-gpu' }

/** What the kernels do not know. */
export type Unsupported = { why: keyof typeof UNSUPPORTED } | { why: keyof typeof UNSUPPORTED_ROWS; rows: number }

const UNSUPPORTED = {
  'encoder-ends-with-upsample': 'its encoder ends with an upsample layer',
  'begins-with-upsample': 'it begins with an upsample layer',
  'pool-without-relu': 'a max-pool layer does not follow a convolution with ReLU',
  'pool-of-upsampled': 'a max-pool layer follows a convolution of an upsampled image',
  'too-few-rows': 'an image has fewer than 2 rows',
  'no-picture': 'it does not end with a convolution that makes one picture of the size of its input',
  'no-convolution': 'its encoder or its decoder has no convolution'
}

const UNSUPPORTED_ROWS = {
  'odd-rows': (rows: number) => `${rows} rows cannot be pooled in pairs`,
  'rows-of-pictures': (rows: number) => `its pictures have ${rows} rows, which is not a multiple of 4`
}

type TooWide =
  | { why: 'vectors'; width: number; values: number }
  /** The images that it was to be fitted on. */
  | { why: 'sample'; width: number; directions: number; images: number; model: number }
