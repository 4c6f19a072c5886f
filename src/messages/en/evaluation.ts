import { count, counted } from '../format.ts'
import type { Nothing } from '../message.ts'
import type { Terms } from '../terms.ts'

/** Evaluations: drawing datasets, and comparing them. */
export const EVALUATION = {
  'archive-too-small': (given: TooSmall, terms: Terms) => {
    const { datasets, size, images, left, hasGroups, leastSize, fitting, helps } = given
    const apart = hasGroups ? `, and each series or patient (${terms.setting('by')}) must stay in one dataset` : ''
    const ways = [
      ...(fitting.size === null
        ? []
        : [`${terms.setting('size', fitting.size)} with ${counted(datasets, 'datasets')}`]),
      ...(fitting.datasets === null
        ? []
        : [`${terms.setting('datasets', fitting.datasets)} of ${counted(size, 'images')}`]),
      ...(fitting.isPossible ? [`${terms.setting('fit')}, which takes what fits`] : [])
    ]
    return {
      problem: `${counted(datasets, 'datasets')} of ${counted(size, 'images')} do not fit: of ${counted(images, 'images')}, ${count(left)} are left that neither trained the model nor chose K${apart}.`,
      remedy:
        ways.length > 0
          ? `Take ${ways.join(', or ')}; or add images.`
          : `Not even two datasets of ${counted(leastSize, 'images')} (more than K) fit. ${whatHelpsWords(helps, terms)}`
    }
  },

  /** Why there is no t-test of the differences between datasets. */
  't-test-undefined': ({ why }: { why: 'one-dataset' | 'no-variance' }) => ({
    problem:
      why === 'one-dataset'
        ? 'One dataset has no variance: a t-test needs at least two.'
        : 'The difference is the same in every dataset, so there is no variance to test it by.'
  }),

  'dataset-too-large': ({ images, most }: { images: number; most: number }, terms: Terms) => ({
    problem: `Comparing each image of a dataset of ${counted(images, 'images')} with each other needs more than the 4.2 GB that can be addressed.`,
    remedy: `Take a ${terms.setting('size')} of at most ${most}.`
  }),

  'too-few-datasets': ({ datasets }: { datasets: number }, terms: Terms) => ({
    problem: `${counted(datasets, 'datasets')} ${datasets === 1 ? 'is' : 'are'} too few: the tests compare datasets with one another.`,
    remedy: `Take at least two, e.g. ${terms.setting('datasets', 10)}.`
  }),

  'too-many-datasets': ({ datasets, most }: { datasets: number; most: number }) => ({
    problem: `${counted(datasets, 'datasets')} are too many.`,
    remedy: `Take up to ${most}.`
  }),

  'permutations-impossible': ({ permutations, most }: { permutations: number; most: number }, terms: Terms) => ({
    problem: `${terms.setting('permutations', permutations)} is impossible.`,
    remedy: `Give a whole number from 1 to ${most}; 1000 tells p down to 0.001.`
  }),

  'no-groups': ({ keyword, unit }: { keyword: string; unit: string }, terms: Terms) => ({
    problem: `No image has a ${keyword}, so ${terms.setting('by', unit)} is impossible.`,
    remedy: `Take ${terms.setting('by', 'image')}, or scan images that have one.`
  }),

  'vector-not-finite': ({ dataset, row, column, value }: NotFinite) => ({
    problem: `${inDataset(dataset)}${dataset === null ? 'Row' : 'row'} ${row} has the value ${value} in column ${column} of its vector. Distances need finite numbers.`,
    remedy: 'Take that row out, or compute its vector again.'
  }),

  'vector-lengths': ({ dataset, longest, shortest }: Lengths) => ({
    problem: `${inDataset(dataset)}${dataset === null ? 'The' : 'the'} vector of row ${longest.row} is about ${longest.length.toExponential(0)} long, and that of row ${shortest.row} about ${shortest.length.toExponential(0)}: their distances cannot be told in 32-bit floats.`,
    remedy: 'Leave out the vectors that are wrong, or divide each by its length.'
  }),

  'centre-impossible': (_: Nothing, terms: Terms) => ({
    problem: `${terms.setting('centre', 'medoid')} needs medoids, and given labels have none.`,
    remedy: 'Leave it out: the mean of the vectors is the centre.'
  }),

  'evaluation-of-another-run': ({ evaluation, of, asked }: OtherRun, terms: Terms) => ({
    problem: `Evaluation ${evaluation} is of clustering ${of}, the report of ${asked}.`,
    remedy: `Give ${terms.setting('run', of)}, or leave ${terms.setting('evaluation')} out.`
  })
}

/** What makes room for an evaluation, what costs least first: `Draw by image, or add images.` */
export function whatHelpsWords({ k, byImage, sample, training }: WhatHelps, terms: Terms): string {
  const ways = [
    ...(byImage ? [`draw ${terms.setting('by', 'image')}`] : []),
    ...(k === null ? [] : [`take a clustering with K up to ${count(k)}`]),
    ...(sample === null
      ? []
      : [`cluster again with a smaller sample (${terms.setting('sample', sample)}), which leaves the other images`]),
    ...(training ? ['train another model on fewer images'] : []),
    'add images'
  ].join(', or ')
  return `${ways[0].toUpperCase()}${ways.slice(1)}.`
}

interface WhatHelps {
  k: number | null
  byImage: boolean
  sample: number | null
  training: boolean
}

interface TooSmall {
  /** What was asked for. */
  datasets: number
  size: number
  /** Of the archive, and those of them that may be drawn. */
  images: number
  left: number
  /** Whether images of a series or patient stay together. */
  hasGroups: boolean
  /** More than K. */
  leastSize: number
  /** The largest size of so many datasets, and the most datasets of that size; null where there is none. */
  fitting: { size: number | null; datasets: number | null; isPossible: boolean }
  /** What makes room where nothing fits. */
  helps: WhatHelps
}

interface NotFinite {
  /** From 1, as rows and columns; null: there is one only. */
  dataset: number | null
  row: number
  column: number
  /** `NaN` or `Infinity`, which JSON cannot say as numbers. */
  value: string
}

interface Lengths {
  dataset: number | null
  longest: { row: number; length: number }
  shortest: { row: number; length: number }
}

function inDataset(dataset: number | null): string {
  return dataset === null ? '' : `In dataset ${dataset}, `
}

interface OtherRun {
  evaluation: string
  /** Clusterings. */
  of: string
  asked: string
}
