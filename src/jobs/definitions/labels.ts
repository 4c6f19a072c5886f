import * as v from 'valibot'
import { MOST_CLUSTERS } from '../../core/clustering/limits.ts'
import { integer, list, oneOf, text } from '../../core/schema.ts'
import { INHERIT } from '../../core/labels/inherit.ts'
import { SUBSETS } from '../../core/labels/subset.ts'
import { UNNAMED } from '../../core/labels/unnamed.ts'
import { TABLE_FORMATS } from '../../core/tables/table.ts'
import { defineCommand, defineJob, type Task } from '../definition.ts'
import { parameter } from '../parameter.ts'
import { clusters, out, overwrite, raw, run, TABLE_FORMAT_WORDS, uidKeyFile, where } from './common.ts'

/** Jobs and commands that give images their clusters, name these, and pass the names on. */

const assignParameters = { run }
export type AssignParameters = Task<typeof assignParameters>

export const assign = defineJob({
  id: 'assign',
  title: 'Assign images',
  command: 'assign',
  writes: true,
  computes: false,
  stages: ['Assigning images'],
  step: { readsOnly: ['values', 'clusters'], changes: ['clusters'] },
  parameters: assignParameters,
  load: async () => (await import('../assign.ts')).assignJob,
  tell: ({ assigned, clustering }) => ({
    message: { code: 'assigned', parameters: { images: assigned, clustering } },
    outcome: { clustering }
  })
})

const cluster = parameter(integer(0, MOST_CLUSTERS - 1), {
  label: 'Cluster',
  help: 'number of the cluster',
  isArgument: true
})
const naming = parameter(v.optional(text({ max: 1000, empty: true })), {
  label: 'Naming',
  help: 'a naming of your own, in which you neither see nor change the names that everybody shares: for a second reader',
  placeholder: 'name'
})
const annotateParameters = {
  run,
  cluster,
  label: parameter(text({ max: 1000, empty: true }), { label: 'Name', help: 'its name', placeholder: 'text' }),
  code: parameter(v.optional(text({ max: 100, empty: true })), {
    label: 'Code',
    help: 'code value, e.g. 12738006 (with --scheme and --meaning)',
    placeholder: 'value'
  }),
  scheme: parameter(v.optional(text({ max: 100, empty: true })), {
    label: 'Scheme',
    help: 'coding scheme designator, e.g. SCT',
    placeholder: 'designator'
  }),
  meaning: parameter(v.optional(text({ max: 1000, empty: true })), {
    label: 'Meaning',
    help: 'code meaning, e.g. Brain',
    placeholder: 'text'
  }),
  note: parameter(v.optional(text({ max: 10_000, empty: true })), {
    label: 'Note',
    help: 'anything worth remembering',
    placeholder: 'text'
  }),
  author: parameter(v.optional(text({ max: 1000, empty: true })), {
    label: 'Your name',
    help: 'who names the cluster (default: the user of the system)',
    placeholder: 'name'
  }),
  naming
}
export type AnnotateParameters = Task<typeof annotateParameters>

export const annotate = defineCommand({
  command: 'annotate',
  parameters: annotateParameters,
  load: async () => (await import('../annotate.ts')).annotateJob
})

export const annotationHistory = defineCommand({
  command: 'annotate',
  parameters: { run, cluster, naming },
  load: async () => (await import('../annotate.ts')).annotationHistoryJob
})

export const annotations = defineCommand({
  command: 'annotate',
  parameters: { run, naming },
  load: async () => (await import('../annotate.ts')).annotationsJob
})

const exportParameters = {
  run,
  where,
  clusters,
  subset: parameter(v.optional(oneOf(...SUBSETS)), {
    label: 'Clusters',
    help: 'all clusters, or only those that have a name; with --inherit series also the images that inherit one',
    usual: 'all',
    placeholder: 'which',
    choices: { all: 'all', named: 'only those with a name' }
  }),
  out: out(),
  format: parameter(v.optional(oneOf(...TABLE_FORMATS), 'csv'), {
    label: 'Format',
    help: 'its format',
    placeholder: 'format',
    choices: TABLE_FORMAT_WORDS
  }),
  columns: parameter(v.optional(list(text({ max: 1000 }), 1000), []), {
    label: 'Further columns',
    help: 'further columns: +path (holds what folder names hold), +Modality, …; commas or repeated',
    placeholder: 'columns',
    syntax: 'names'
  }),
  inherit: parameter(v.optional(oneOf(...INHERIT)), {
    label: 'Images without a label',
    help: 'what images get whose cluster has no name, or that have no cluster: nothing, or the label that most labelled images of their series have (two columns say which labels are inherited, and from what share; where labels tie, none)',
    usual: 'nothing',
    placeholder: 'from',
    choices: { nothing: 'stay without', series: 'inherit the label of their series' }
  }),
  unnamed: parameter(v.optional(oneOf(...UNNAMED)), {
    label: 'Clusters without a name',
    help: 'the label of images whose cluster has no name: empty, or the name that is suggested for the cluster (the column "suggested" says which labels nobody has confirmed)',
    usual: 'empty',
    placeholder: 'label',
    choices: { empty: 'get an empty label', suggested: 'get their suggested name, marked as such' }
  }),
  uidKeyFile,
  raw,
  overwrite
}
export type ExportLabelsParameters = Task<typeof exportParameters>

export const exportLabels = defineJob({
  id: 'export-labels',
  title: 'Export labels',
  command: 'export labels',
  writes: false,
  computes: false,
  stages: ['Writing labels'],
  parameters: exportParameters,
  load: async () => (await import('../export-labels.ts')).exportLabelsJob,
  tell: ({ rows, out, manifest, uidKey }) => ({
    message: { code: 'labels-exported', parameters: { images: rows, file: out } },
    outcome: { files: uidKey === undefined ? [out, manifest] : [out, manifest, uidKey.file] }
  })
})
