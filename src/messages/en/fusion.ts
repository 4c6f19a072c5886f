import { count, counted } from '../format.ts'
import type { SayInner, Unreadable } from '../said.ts'
import type { Terms } from '../terms.ts'

/** Runs that compare images by tags and pictures. */
export const FUSION = {
  'compared-by-tags-alone': ({ without, images, first }: Without, _: Terms, inner: SayInner) => ({
    problem: `${count(without)} of ${counted(images, 'images')} ${without === 1 ? 'has no vector and is' : 'have no vector and are'} compared by tags alone. The first: ${first.path}: ${inner(first.reason)}`
  }),

  'vector-without-direction': () => ({ problem: 'All values of its vector are 0.' }),

  'no-picture-vectors': (
    { model, images, first }: { model: number; images: number; first: Unreadable },
    terms: Terms,
    inner: SayInner
  ) => ({
    problem: `None of the ${counted(images, 'images')} has a vector of model ${model}, so their pictures cannot be compared. The first: ${first.path}: ${inner(first.reason)}`,
    remedy: `Bring the files back, or cluster without ${terms.setting('fuse')}.`
  }),

  'fused-sample-too-large': ({ images, most }: { images: number; most: number }, terms: Terms) => ({
    problem: `Comparing the pictures of ${counted(images, 'images')} with one another needs more than the 4.2 GB that can be addressed.`,
    remedy: `Take a ${terms.setting('sample')} of at most ${most}.`
  }),

  'fused-batch': ({ algorithm }: { algorithm: string }, terms: Terms) => ({
    problem: `${terms.setting('algorithm', algorithm)} compares images with a batch of them by their tags: pictures are compared with each other.`,
    remedy: `Choose another ${terms.setting('algorithm')}, or cluster without ${terms.setting('fuse')}.`
  }),

  'fused-model-changed': ({ run, model, epochs }: OtherState, terms: Terms) => ({
    problem: `Run ${run} compares pictures by model ${model} as it was after ${counted(epochs.then, 'epochs')}. Its state is another now (${counted(epochs.now, 'epochs')}), and so are its vectors.`,
    remedy: `Cluster again with ${terms.action('cluster', { fuse: model })}.`
  }),

  'medoid-without-vector': ({ clustering, cluster, path, reason }: GoneMedoid, terms: Terms, inner: SayInner) => ({
    problem: `Clustering ${clustering} compares pictures, and that of the medoid of cluster ${cluster} cannot be read any more: ${path}: ${inner(reason)}`,
    remedy: `Bring the file back, or cluster again with ${terms.action('cluster')}.`
  }),

  'evaluation-circular': ({ run, model }: { run: number; model: number }, terms: Terms) => ({
    problem: `Run ${run} compares images by their vectors of model ${model}, too (${terms.setting('fuse', model)}): that its clusters are near each other in these vectors would follow from how they were made.`,
    remedy: `Evaluate it with another ${terms.setting('model')}, or evaluate a run that was clustered by tags alone.`
  }),

  'evaluation-circular-in-part': ({ run, model, alpha }: { run: number; model: number; alpha: number }) => ({
    problem: `Run ${run} compares images by their pictures, too (model ${model}, α = ${alpha}). That its clusters look alike follows in part from how they were made, whichever model is asked; and where a tag is left out, pictures may still show what it says.`
  })
}

interface Without {
  without: number
  images: number
  first: Unreadable
}

interface OtherState {
  run: number
  model: number
  epochs: { then: number; now: number }
}

interface GoneMedoid extends Unreadable {
  clustering: string
  cluster: number
}
