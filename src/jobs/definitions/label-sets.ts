import * as v from 'valibot'
import { LABEL_KEYS, type LabelKey } from '../../core/catalogue/stored/label-set.ts'
import { oneOf, text } from '../../core/schema.ts'
import { defineCommand, defineJob, type Task } from '../definition.ts'
import { parameter } from '../parameter.ts'
import { run } from './common.ts'

/** Labels of images from elsewhere. */

const KEYS: Record<LabelKey, string> = {
  SOPInstanceUID: 'images (SOPInstanceUID)',
  SeriesInstanceUID: 'series (SeriesInstanceUID)',
  StudyInstanceUID: 'studies (StudyInstanceUID)'
}

const importParameters = {
  file: parameter(text(), {
    label: 'File',
    isInput: true,
    help: 'a table with a header line; cells are separated by commas, tabs or semicolons',
    isArgument: true
  }),
  key: parameter(oneOf(...LABEL_KEYS), {
    label: 'A row is about',
    help: 'what its rows name, and what the column of that is called: the images that have this UID get the label',
    choices: KEYS,
    suggested: 'SeriesInstanceUID'
  }),
  column: parameter(v.optional(text({ max: 1000 })), {
    label: 'Column of the labels',
    help: 'the column of the labels; needed where there are several, and none is called label, class or cluster',
    placeholder: 'name'
  }),
  name: parameter(v.optional(text({ max: 1000 })), {
    label: 'Name',
    help: 'what to call these labels, for conditions: --where Label[NAME]=T2 (default: the name of the file)',
    placeholder: 'text'
  }),
  conflicts: parameter(v.optional(oneOf('refuse', 'first'), 'refuse'), {
    label: 'Several labels for one UID',
    help: 'what becomes of a file that has several labels for one UID',
    choices: { refuse: 'refuse the file', first: 'the first one counts' }
  })
}
export type ImportLabelsParameters = Task<typeof importParameters>

export const importLabels = defineJob({
  id: 'import-labels',
  title: 'Import labels',
  command: 'import labels',
  writes: false,
  computes: false,
  stages: ['Reading labels', 'Labelling images'],
  step: { readsOnly: ['values'], changes: ['names'] },
  parameters: importParameters,
  load: async () => (await import('../label-sets.ts')).importLabelsJob,
  tell: ({ set: { name, images, unlabelled }, unmatched, conflicts }) => ({
    message: {
      code: 'labels-imported',
      parameters: { name, images, unlabelled, unmatched: unmatched.keys, conflicts: conflicts.keys }
    },
    outcome: {}
  })
})

const name = parameter(text({ max: 1000, empty: true }), {
  label: 'Labels',
  help: 'what they are called',
  isArgument: true
})

export const labelSets = defineCommand({
  command: 'labels',
  parameters: {},
  load: async () => (await import('../label-sets.ts')).labelSetsJob
})

export const removeLabelSet = defineCommand({
  command: 'labels remove',
  parameters: { name },
  load: async () => (await import('../label-sets.ts')).removeLabelSetJob
})

export const restoreLabelSet = defineCommand({
  command: 'labels restore',
  parameters: { name },
  load: async () => (await import('../label-sets.ts')).restoreLabelSetJob
})

const compareParameters = { name, run }
export type CompareLabelsParameters = Task<typeof compareParameters>

export const compareLabels = defineCommand({
  command: 'labels compare',
  parameters: compareParameters,
  load: async () => (await import('../label-sets.ts')).compareLabelsJob
})
