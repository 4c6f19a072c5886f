import { count } from '../format.ts'
import type { Terms } from '../terms.ts'

/** Changes that people make to clusters. */
export const EDITS = {
  'edit-impossible': (given: EditFault, terms: Terms) => {
    switch (given.why) {
      case 'method':
        return {
          problem: `${given.clustering} is the clustering as the method made it, which nobody changes.`,
          remedy: `Change the clustering itself: ${given.clustering.replace(/@.*/, '')}.`
        }
      case 'one-cluster':
        return {
          problem: 'It takes two different clusters to merge.',
          remedy: 'Name at least two.'
        }
      case 'not-merged':
        return {
          problem: `Cluster ${given.into} is none of those that are merged.`,
          remedy: 'Merge into one of them.'
        }
      case 'split-how':
        return {
          problem: 'It has to be said once by what the cluster is split.',
          remedy: `Either into a number of parts (${terms.setting('parts')}), by the clusters of another clustering (${terms.setting('by')}), or by some of its images (${terms.setting('where')}, ${terms.setting('images')}).`
        }
      case 'which-images':
        return {
          problem: 'It has to be said which images.',
          remedy: `Give conditions (${terms.setting('where')}) or a list (${terms.setting('images')}).`
        }
      case 'to-where':
        return {
          problem: 'It has to be said once where the images go.',
          remedy: `Either to a cluster (${terms.setting('to')}), or to a new one (${terms.setting('new')}).`
        }
      case 'no-images':
        return {
          problem:
            given.cluster === null
              ? 'None of the images is in a cluster.'
              : `None of the images is in cluster ${given.cluster}.`,
          remedy: 'Choose others.'
        }
      case 'all-images':
        return {
          problem: `All images of cluster ${given.cluster} would be in one part.`,
          remedy: 'Split it by something that tells them apart.'
        }
      case 'few-parts':
        return {
          problem: `Cluster ${given.cluster} can be clustered into ${count(given.most)} parts at most: so many of its images differ from each other.`,
          remedy: 'Split it into fewer.'
        }
      case 'too-alike':
        return {
          problem: `Cluster ${given.cluster} has too few images that differ from each other to be clustered.`,
          remedy: 'Choose images of it for a new cluster instead.'
        }
      case 'there-already':
        return {
          problem: `All of these images are in cluster ${given.cluster} already.`,
          remedy: 'Choose others, or another cluster.'
        }
      case 'nothing-left':
        return { problem: 'No image would be left in any cluster.', remedy: 'Reject fewer.' }
      case 'too-many':
        return {
          problem: `A clustering has room for clusters up to number ${count(given.most - 1)}, also those that are gone.`,
          remedy: 'Split into fewer parts, or cluster again.'
        }
      case 'nothing-to-undo':
        return { problem: `No change of ${given.clustering} has an effect.`, remedy: 'There is nothing to undo.' }
      case 'nothing-to-redo':
        return {
          problem: `No change of ${given.clustering} was undone, or there was another one since.`,
          remedy: 'There is nothing to redo.'
        }
    }
  },

  'edited-meanwhile': ({ clustering }: { clustering: string }, terms: Terms) => ({
    problem: `The clusters of ${clustering} were changed by somebody else meanwhile.`,
    remedy: `Look at them first (${terms.action('edit history')}), then try again.`
  }),

  'names-differ': ({ kept, others }: { kept: string; others: { cluster: number; label: string }[] }) => ({
    problem: `The merged clusters had different names: ${others.map(({ cluster, label }) => `"${label}" (${cluster})`).join(', ')}.`,
    remedy: kept === '' ? 'The merged cluster has none.' : `The merged cluster keeps "${kept}".`
  })
}

type EditFault =
  | { why: 'method' | 'nothing-to-undo' | 'nothing-to-redo'; clustering: string }
  | { why: 'one-cluster' | 'split-how' | 'which-images' | 'to-where' | 'nothing-left' }
  | { why: 'not-merged'; into: number }
  | { why: 'no-images'; cluster: number | null }
  | { why: 'all-images' | 'there-already' | 'too-alike'; cluster: number }
  | { why: 'few-parts'; cluster: number; most: number }
  | { why: 'too-many'; most: number }
