import * as v from 'valibot'
import {
  BURNED_IN,
  DATASET_FORMATS,
  ENCODINGS,
  FITS,
  LEAST_SIDE,
  MOST_SIDE,
  SPLIT_UNITS,
  WINDOWS
} from '../../core/dataset/options.ts'
import { SUBSETS } from '../../core/labels/subset.ts'
import { UNNAMED } from '../../core/labels/unnamed.ts'
import { CT_WINDOWS } from '../../core/pixels/ct-windows.ts'
import { boolean, integer, oneOf, share, text } from '../../core/schema.ts'
import { defineJob, type Task } from '../definition.ts'
import { parameter } from '../parameter.ts'
import { clusters, outFolder, run, seed, where } from './common.ts'

const fraction = (from: number, to: number) => {
  const what = `a number from ${from} to ${to}`
  return v.pipe(v.number(what), v.minValue(from, what), v.maxValue(to, what))
}

const datasetParameters = {
  run,
  out: outFolder('the folder to write; one that holds the same set, half done, is gone on with'),
  format: parameter(v.optional(oneOf(...DATASET_FORMATS), 'imagefolder'), {
    label: 'Format',
    help: 'how the files lie in it',
    placeholder: 'format',
    choices: {
      imagefolder: 'A folder a class, as torchvision and Keras read.',
      webdataset: 'Tar shards, as WebDataset reads.',
      parquet: 'Parquet with images, as datasets of Hugging Face reads.',
      fiftyone: 'Pictures and labels.json, as FiftyOne imports.'
    }
  }),
  where,
  clusters,
  subset: parameter(v.optional(oneOf(...SUBSETS), 'all'), {
    label: 'Clusters',
    help: 'all clusters, or only those that have a name',
    placeholder: 'which',
    choices: { all: 'All', named: 'Only those with a name' }
  }),
  unnamed: parameter(v.optional(oneOf(...UNNAMED), 'empty'), {
    label: 'Clusters without a name',
    help: 'what the class of a cluster without a name is called: cluster-N (empty), or as it is suggested',
    placeholder: 'label',
    choices: { empty: 'cluster-N', suggested: 'Their suggested name' }
  }),
  splitBy: parameter(v.optional(oneOf(...SPLIT_UNITS), 'patient'), {
    label: 'Split by',
    help: 'whose images stay together in one split',
    option: 'split-by',
    placeholder: 'unit',
    choices: { patient: 'Patient', study: 'Study', series: 'Series' }
  }),
  validation: parameter(v.optional(share(), 0.1), {
    label: 'Validation',
    help: 'share of the images for validation',
    placeholder: 'share'
  }),
  test: parameter(v.optional(share(), 0.1), {
    label: 'Test',
    help: 'share of the images for testing; the rest is for training',
    placeholder: 'share'
  }),
  encoding: parameter(v.optional(oneOf(...ENCODINGS), 'png'), {
    label: 'Pixels',
    help: 'PNG of 8 bits through a window; PNG of 16 bits; or arrays of NumPy at full depth',
    placeholder: 'encoding',
    choices: { png: 'PNG, 8 bits', png16: 'PNG, 16 bits', npy: 'NumPy, full depth' }
  }),
  window: parameter(v.optional(oneOf(...WINDOWS), 'file'), {
    label: 'Window',
    help: 'of PNG with 8 bits: what is black and what is white; windows of CT are for Hounsfield units only, and where a file has no window, the middle 98 % of its pixels are shown',
    placeholder: 'window',
    choices: {
      file: 'Of the file',
      percentiles: 'Middle 98 %',
      ...Object.fromEntries(CT_WINDOWS.map(({ name }) => [name.toLowerCase(), `CT: ${name}`]))
    }
  }),
  stored: parameter(v.optional(boolean), {
    label: 'Stored values',
    help: 'of 16 bits and NumPy: values as they are stored, without Rescale Slope and Intercept'
  }),
  fit: parameter(v.optional(oneOf(...FITS), 'pad'), {
    label: 'Shape',
    help: 'padded to a square; with its own shape; or as large as it is stored',
    placeholder: 'shape',
    choices: { pad: 'Padded to a square', keep: 'Its own shape', original: 'As stored' }
  }),
  size: parameter(v.optional(integer(LEAST_SIDE, MOST_SIDE), 224), {
    label: 'Size',
    unit: 'pixels',
    help: 'pixels of the longer side'
  }),
  frames: parameter(
    v.optional(
      v.pipe(
        text({ max: 7 }),
        v.regex(/^(?:middle|all|[1-9]\d{0,5})$/, 'middle, all, or a number n for each n-th frame')
      ),
      'middle'
    ),
    {
      label: 'Frames',
      help: 'of images with several frames: middle, all, or a number n for each n-th',
      placeholder: 'which'
    }
  ),
  burnedIn: parameter(v.optional(oneOf(...BURNED_IN), 'skip'), {
    label: 'Text in pixels',
    help: 'images that usually have text in their pixels (ultrasound, secondary captures, screenshots, what says so): leave them out, black out what text is found, or keep them with it; not all text is found: look at such images before anybody else does',
    option: 'burned-in',
    placeholder: 'what',
    choices: { skip: 'Leave such images out', mask: 'Black out what text is found', keep: 'Keep them' }
  }),
  maxDistance: parameter(v.optional(fraction(0, 1)), {
    label: 'Greatest distance',
    help: 'only images at most so far from the medoid of their cluster, from 0 to 1',
    option: 'max-distance',
    placeholder: 'distance'
  }),
  minSilhouette: parameter(v.optional(fraction(-1, 1)), {
    label: 'Least silhouette',
    help: 'only images with a silhouette of at least this; only those of the sample that was clustered have one',
    option: 'min-silhouette',
    placeholder: 'silhouette'
  }),
  perClass: parameter(v.optional(integer(1, 2 ** 31 - 1)), {
    label: 'Images of a class',
    help: 'at most so many images of each class, drawn at random',
    option: 'per-class',
    placeholder: 'images'
  }),
  dropDuplicates: parameter(v.optional(boolean), {
    label: 'Without near duplicates',
    help: 'of images that look alike, only one; medoid pictures finds them',
    option: 'drop-duplicates'
  }),
  seed: seed(1),
  uidKeyFile: parameter(v.optional(text()), {
    label: 'Key file',
    help: 'write remapped UIDs beside the samples, with this key (made where it does not exist), which leads back to the images; without one, the set has no UID',
    option: 'remap-uids',
    placeholder: 'key-file'
  }),
  dryRun: parameter(v.optional(boolean), {
    label: 'Dry run',
    help: 'write nothing: tell how many images there would be, how large and how long',
    option: 'dry-run'
  })
}
export type ExportDatasetParameters = Task<typeof datasetParameters>

export const exportDataset = defineJob({
  id: 'export-dataset',
  title: 'Export a training set',
  command: 'export dataset',
  writes: false,
  computes: false,
  stages: ['Choosing images', 'Trying some images', 'Writing images', 'Describing the dataset'],
  parameters: datasetParameters,
  load: async () => (await import('../export-dataset.ts')).exportDatasetJob,
  tell: ({ out, dryRun, images, samples, classes, splits, leftOut, missing, bytes, seconds, manifest, uidKey }) => {
    const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((all, each) => all + each, 0)
    const counts = {
      images,
      samples,
      classes: classes.length,
      splits: splits.map(({ name, images }) => ({ name, images })),
      leftOut: sum(leftOut),
      missing: sum(missing)
    }
    return dryRun
      ? { message: { code: 'dataset-planned', parameters: { ...counts, bytes, seconds } }, outcome: {} }
      : {
          message: { code: 'dataset-written', parameters: { ...counts, folder: out } },
          outcome: { files: uidKey === undefined ? [manifest] : [manifest, uidKey.file] }
        }
  }
})
