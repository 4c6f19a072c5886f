import { count } from '../format.ts'
import { type TextFault, textFault } from '../text-fault.ts'
import type { Nothing } from '../message.ts'
import type { Terms } from '../terms.ts'

/** What a catalogue has of a kind, or how to make the first. */
function known(ids: readonly (number | string)[], make: string): string {
  return ids.length === 0 ? `There is none yet: make one with ${make}.` : `There are: ${ids.join(', ')}.`
}

/** How people get another one of what is damaged. */
const AGAIN = {
  run: 'Cluster again for a new one',
  clustering: 'Cluster again for new clusters',
  tree: 'Make it again',
  model: 'Train a new one',
  projection: 'Fit it again',
  evaluation: 'Evaluate again for a new one',
  comparison: 'Compare again for a new one',
  map: 'Make the map again',
  selection: 'Select the images again for a new one',
  'label set': 'Import the labels again',
  'feature set': 'Choose again for a new one',
  edit: 'Restore a copy of the catalogue',
  correction: 'Restore a copy of the catalogue',
  suggestions: 'Look for suggestions again',
  'mapping decision': 'Restore a copy of the catalogue'
}

/** What a document of a catalogue belongs to. */
export interface DocumentOwner {
  kind: keyof typeof AGAIN
  /** `3`, or `3.5` of a clustering, or `3 by tags` of a map. */
  name: string | number
}

/** `Run 3` */
function called({ kind, name }: DocumentOwner): string {
  return `${kind[0].toUpperCase()}${kind.slice(1)} ${name}`
}

/** Names that are listed. */
const MOST_NAMED = 20

function knownNames(names: readonly string[], make: string): string {
  const named = names.slice(0, MOST_NAMED).map((name) => `"${name}"`)
  const rest = names.length - named.length
  return known(rest > 0 ? [...named, `and ${count(rest)} more`] : named, make)
}

/** Runs, models, evaluations and selections of a catalogue. */
export const STORED = {
  /** @param removed the run of that number where somebody removed it */
  'unknown-run': ({ name, removed, runs }: { name: string; removed: number | null; runs: number[] }, terms: Terms) =>
    removed === null
      ? {
          problem: `There is no run "${name}".`,
          remedy: `${known(runs, terms.action('cluster'))} A run is named R, one K of it R.K.`
        }
      : { problem: `Run ${removed} is removed.`, remedy: `Restore it with ${terms.action('runs restore')}.` },

  'bad-run-name': (given: TextFault) => textFault('name', given),

  'unknown-clustering': ({ run, k, ks }: { run: number; k: number; ks: number[] }) => ({
    problem: `Run ${run} has no clustering with K = ${k}.`,
    remedy: `It has: ${ks.map((each) => `${run}.${each}`).join(', ')}.`
  }),

  'unknown-model': ({ name, models }: { name: string; models: number[] }, terms: Terms) => ({
    problem: `There is no model "${name}".`,
    remedy: known(models, terms.action('train'))
  }),

  'model-taken': ({ model }: { model: number }) => ({
    problem: `Model ${model} is being trained by another process, which was started later. This one stops; nothing is lost.`
  }),

  'unknown-evaluation': ({ name, evaluations }: { name: string; evaluations: number[] }, terms: Terms) => ({
    problem: `There is no evaluation "${name}".`,
    remedy: known(evaluations, terms.action('evaluate'))
  }),

  /** @param isRemoved whether there was one with this name */
  'unknown-selection': (
    { name, isRemoved, selections }: { name: string; isRemoved: boolean; selections: string[] },
    terms: Terms
  ) => ({
    problem: isRemoved ? `The selection "${name}" was removed.` : `There is no selection "${name}".`,
    remedy: knownNames(selections, terms.action('selections add'))
  }),

  'selection-name-taken': ({ name }: { name: string }) => ({
    problem: `Another selection has, or has had, the name "${name}".`,
    remedy: 'Choose another name.'
  }),

  'bad-selection-name': (
    given: { field: 'name' | 'note' } & (TextFault | { why: 'empty' } | { why: 'range'; name: string })
  ) => {
    switch (given.why) {
      case 'empty':
        return { problem: 'A selection needs a name.', remedy: 'Write one.' }
      case 'range':
        return {
          problem: `In a condition "${given.name}" is a range of numbers, so it cannot be the name of a selection.`,
          remedy: 'Choose another name.'
        }
      default:
        return textFault(given.field, given)
    }
  },

  'unknown-feature-set': (
    { name, isRemoved, sets }: { name: string; isRemoved: boolean; sets: string[] },
    terms: Terms
  ) => ({
    problem: isRemoved ? `The feature set "${name}" was removed.` : `There is no feature set "${name}".`,
    remedy: knownNames(sets, terms.action('feature-sets add'))
  }),

  'feature-set-name-taken': ({ name }: { name: string }) => ({
    problem: `There is a feature set "${name}" already.`,
    remedy: 'Choose another name.'
  }),

  'bad-feature-set-name': (given: TextFault | { why: 'empty' }) =>
    given.why === 'empty' ? { problem: 'A feature set needs a name.', remedy: 'Write one.' } : textFault('name', given),

  /** Of a set that is used where the catalogue lacks some of its tags. */
  'feature-set-left-out': ({ tags }: { tags: string[] }) => ({
    problem: `This catalogue has no tag ${tags.slice(0, MOST_NAMED).join(', ')}${tags.length > MOST_NAMED ? ` and ${count(tags.length - MOST_NAMED)} more` : ''}, which the choices name: left out.`
  }),

  'selection-of-what': (_: Nothing, terms: Terms) => ({
    problem: 'No images are given to select.',
    remedy: `Give conditions with ${terms.setting('where', 'Modality=CT')}, or a list with ${terms.setting('images', 'FILE')}.`
  }),

  'list-too-long': ({ file, most }: { file: string; most: number }) => ({
    problem: `${file} names more than ${count(most)} images.`,
    remedy: 'Split it.'
  }),

  'unknown-label-set': (
    { name, isRemoved, sets }: { name: string; isRemoved: boolean; sets: string[] },
    terms: Terms
  ) => ({
    problem: isRemoved ? `The labels "${name}" were removed.` : `There are no imported labels "${name}".`,
    remedy: knownNames(sets, terms.action('import labels'))
  }),

  'label-set-name-taken': ({ name }: { name: string }) => ({
    problem: `Other labels have, or have had, the name "${name}".`,
    remedy: 'Choose another name.'
  }),

  'bad-label-set-name': (given: TextFault | { why: 'empty' } | { why: 'brackets'; name: string }) => {
    switch (given.why) {
      case 'empty':
        return { problem: 'Imported labels need a name.', remedy: 'Write one.' }
      case 'brackets':
        return {
          problem: `"${given.name}" holds a bracket, so that conditions could not name these labels: Label[NAME]=VALUE.`,
          remedy: 'Choose another name.'
        }
      default:
        return textFault('name', given)
    }
  },

  'nothing-selected': () => ({
    problem: 'No image is selected.',
    remedy: 'Select at least one image.'
  }),

  'unknown-map': ({ run, by }: { run: number; by: 'tags' | 'pixels' }) => ({
    problem: `Run ${run} has no map by ${by}.`,
    remedy: 'Make the map first.'
  }),

  /** @param problem which part is wrong, and what it has to be */
  'document-damaged': ({ owner, problem }: { owner: DocumentOwner; problem: string }) => ({
    problem: `${called(owner)} is damaged: ${problem}.`,
    remedy: `${AGAIN[owner.kind]}, or put a backup of the catalogue in its place.`
  }),

  'document-newer': ({ owner, part }: { owner: DocumentOwner; part: string }) => ({
    problem: `${called(owner)} was made by a newer Medoid: this one does not know its ${part}.`,
    remedy: 'Update Medoid to read it.'
  }),

  'nothing-in-common': (
    { first, second, unassigned }: { first: string; second: string; unassigned: string | null },
    terms: Terms
  ) => ({
    problem: `No image has a cluster in both ${first} and ${second}.`,
    remedy:
      unassigned === null
        ? 'They are of different images: compare clusterings of the same ones.'
        : `Of ${unassigned} only the images of the sample have one yet: assign all with ${terms.action('assign', { run: unassigned })}, then compare again.`
  }),

  'not-assigned': (
    given: { why: 'not-yet' | 'all-gone'; clustering: string } | { why: 'none-at-all' },
    terms: Terms
  ) => {
    switch (given.why) {
      case 'not-yet':
        return {
          problem: `No image has been assigned to the clusters of ${given.clustering} yet.`,
          remedy: `Do that first with ${terms.action('assign', { run: given.clustering })}.`
        }
      case 'all-gone':
        return {
          problem: `Every image that was assigned to the clusters of ${given.clustering} has changed or gone since.`,
          remedy: `Assign again with ${terms.action('assign', { run: given.clustering })}.`
        }
      case 'none-at-all':
        return {
          problem: 'No clustering has been assigned yet.',
          remedy: `Give every image its cluster first, with ${terms.action('assign', { run: 'R' })}.`
        }
    }
  }
}
