import { count, counted, size } from '../format.ts'
import type { Terms } from '../terms.ts'

/** What work was stopped. */
type Stopped =
  | { what: 'any' }
  | {
      what: 'training'
      /** From 1. */
      epoch: number
      /** Done in this epoch, of so many. */
      step: number
      steps: number
      /** Where it can go on from; absent while nobody has said so. */
      model?: number
      catalogue?: string
    }
  /** @param images whose vectors are on the disk for good */
  | { what: 'embedding'; images: number }
  /** One of so many, of which nothing is kept. */
  | { what: 'shard'; shard: number; shards: number }

/** What needs memory at once. */
export type MemoryPurpose =
  | { purpose: 'sample' }
  | { purpose: 'map' }
  | { purpose: 'dataset'; images: number }
  | { purpose: 'training'; architecture: string; threads: number }
  | { purpose: 'components'; vectors: number }
  | { purpose: 'vectors'; images: number }

function purposeText(given: MemoryPurpose): string {
  switch (given.purpose) {
    case 'sample':
      return 'Clustering this sample'
    case 'map':
      return 'The map of this sample'
    case 'dataset':
      return `Comparing each image of a dataset of ${counted(given.images, 'images')} with each other`
    case 'training':
      return `Training "${given.architecture}" on ${counted(given.threads, 'threads')}`
    case 'components':
      return `Finding the principal components of ${counted(given.vectors, 'vectors')}`
    case 'vectors':
      return `Comparing the vectors of ${counted(given.images, 'images')}`
  }
}

/** The program itself: cancelling, its memory, and files that it brings along. */
export const PROGRAM = {
  cancelled: (given: Stopped, terms: Terms) => {
    switch (given.what) {
      case 'any':
        return {
          problem: 'Cancelled. What was done until now is kept.',
          remedy: `Continue with ${terms.action('again')} to finish.`
        }
      case 'training': {
        const { epoch, step, steps, model, catalogue } = given
        const problem = `Stopped in epoch ${epoch} after ${count(step)} of ${counted(steps, 'steps')}.`
        if (model === undefined) return { problem }
        const settings = { resume: model, ...(catalogue === undefined ? {} : { catalogue }) }
        return { problem, remedy: `Continue with ${terms.action('train', settings)}.` }
      }
      case 'embedding':
        return {
          problem: `Stopped. The vectors of ${counted(given.images, 'images')} are saved.`,
          remedy: `Continue after them with ${terms.action('again')}.`
        }
      case 'shard':
        return {
          problem: `Stopped in shard ${given.shard} of ${count(given.shards)}, of which nothing is kept.`,
          remedy: `Run it again with ${terms.action('again')}.`
        }
    }
  },

  /** @param given.bytes that are needed */
  'memory-exhausted': (given: MemoryPurpose & { bytes: number }, terms: Terms) => ({
    problem: `${purposeText(given)} needs ${size(given.bytes)} of memory at once, which this machine does not give.`,
    remedy: {
      sample: `Take a smaller ${terms.setting('sample')}, or close other programs.`,
      tree: `Take a smaller ${terms.setting('sample')}, or another ${terms.setting('algorithm')}.`,
      map: `Take a smaller ${terms.setting('sample')} in a new run, or close other programs.`,
      dataset: `Take a smaller ${terms.setting('size')}, or close other programs.`,
      training: 'Close other programs.',
      components: 'Close other programs.',
      vectors: 'Close other programs.'
    }[given.purpose]
  }),

  'kernels-missing': () => ({
    problem: 'resources/kernels.wasm is missing.',
    remedy: 'Install Medoid again; in a checkout, run `npm run build:kernels`.'
  }),

  'private-elements-missing': () => ({
    problem: 'resources/private-elements.txt is missing.',
    remedy: 'Install Medoid again.'
  })
}
