import * as v from 'valibot'
import { DUPLICATE } from '../../core/catalogue/derived-names.ts'
import { CONTENT } from '../../core/similar/picture-facts.ts'
import { formatClustering } from '../../core/catalogue/clustering-name.ts'
import { integer, list, text } from '../../core/schema.ts'
import { type MessageCode, readMessage } from '../../messages/message.ts'
import { defineCommand, defineJob, type Task } from '../definition.ts'
import { parameter } from '../parameter.ts'
import { CLUSTER_STAGES } from './cluster.ts'
import { raw, seed } from './common.ts'

/** Jobs and commands that make a catalogue, look after it, and say what is in it. */

/** Why a folder as a whole was not scanned. */
const UNUSABLE: ReadonlySet<string> = new Set([
  'no-such-folder',
  'not-a-folder',
  'unreadable-folder',
  'folder-empty',
  'not-that-folder'
] satisfies MessageCode[])

const scanParameters = {
  folders: parameter(v.optional(list(text(), 1000), []), {
    label: 'Folders',
    help: 'folders of the archive; none: every folder that was scanned before',
    isArgument: true,
    syntax: 'arguments'
  }),
  readers: parameter(v.optional(integer(1, 64)), {
    label: 'Reading threads',
    unit: 'threads',
    help: 'threads that read headers; one for each core, at most 8. More do not help a slow network share: each thread asks for many files at a time there'
  })
}
export type ScanParameters = Task<typeof scanParameters>

const SCAN_STAGES = ['Reading headers', 'Counting values']

export const scan = defineJob({
  id: 'scan',
  title: 'Scan',
  command: 'scan',
  writes: true,
  computes: false,
  stages: SCAN_STAGES,
  step: { changes: ['values'], isIncremental: true },
  parameters: scanParameters,
  load: async () => (await import('../scan.ts')).scanJob,
  tell: ({ files, instances, remarked, issues, issuesOmitted }) => ({
    message: {
      code: 'scanned',
      parameters: {
        files: files.seen,
        instances,
        remarked,
        issues: issues.length + issuesOmitted,
        // Of the folders that nobody named these were passed over.
        refused: issues
          .filter(({ code }) => UNUSABLE.has(code))
          .map(({ code, parameters, message }) => readMessage({ code, parameters }) ?? message)
      }
    },
    outcome: {}
  })
})

export const sources = defineCommand({
  command: 'sources',
  parameters: {},
  load: async () => (await import('../sources.ts')).listSourcesJob
})

const source = parameter(text(), { label: 'Source', help: 'its number or folder', isArgument: true })

export const removeSource = defineJob({
  id: 'remove-source',
  title: 'Remove a source',
  command: 'sources remove',
  writes: true,
  computes: false,
  stages: ['Taking the source out', 'Counting values'],
  step: false,
  parameters: { source },
  load: async () => (await import('../sources.ts')).removeSourceJob,
  tell: () => ({
    message: { code: 'removed-source', parameters: {} },
    outcome: {}
  })
})

export const moveSource = defineJob({
  id: 'move-source',
  title: 'Move a source',
  command: 'sources move',
  writes: true,
  computes: false,
  stages: ['Moving the source'],
  step: false,
  parameters: {
    source,
    folder: parameter(text(), { label: 'Folder', help: 'where it lies now', isArgument: true })
  },
  load: async () => (await import('../sources.ts')).moveSourceJob,
  tell: () => ({ message: { code: 'moved-source', parameters: {} }, outcome: {} })
})

export const countValues = defineJob({
  id: 'count-values',
  title: 'Count values',
  command: 'tags count',
  writes: true,
  computes: false,
  stages: ['Counting values'],
  step: { readsOnly: ['values'] },
  parameters: {},
  load: async () => (await import('../count-values.ts')).countValuesJob,
  tell: ({ tags, instances }) => ({
    message: { code: 'values-counted', parameters: { tags, instances } },
    outcome: {}
  })
})

export type PicturesParameters = Task<Record<never, never>>

export const pictures = defineJob({
  id: 'pictures',
  title: 'Look at pictures',
  command: 'pictures',
  writes: true,
  computes: false,
  stages: ['Looking at pictures', 'Comparing pictures', 'Counting values'],
  step: { readsOnly: ['values'], changes: ['values'] },
  parameters: {},
  load: async () => (await import('../look-at-pictures.ts')).picturesJob,
  tell: ({ images, looked, found }) => {
    const count = (keyword: string, wanted: string): number =>
      found.find((each) => each.keyword === keyword)?.values.find(({ value }) => value === wanted)?.count ?? 0
    return {
      message: {
        code: 'pictures-looked-at',
        parameters: {
          images,
          looked,
          constant: count('PictureContent', CONTENT.constant),
          dark: count('PictureContent', CONTENT.dark),
          duplicates: count('PictureDuplicate', DUPLICATE.exact) + count('PictureDuplicate', DUPLICATE.near)
        }
      },
      outcome: {}
    }
  }
})

export type WordsParameters = Task<Record<never, never>>

export const words = defineJob({
  id: 'words',
  title: 'Read descriptions',
  command: 'words',
  writes: true,
  computes: false,
  stages: ['Reading descriptions', 'Counting values'],
  step: { readsOnly: ['values'], changes: ['values'] },
  parameters: {},
  load: async () => (await import('../read-words.ts')).wordsJob,
  tell: ({ instances, found }) => {
    const { values } = found.find(({ keyword }) => keyword === 'Region')!
    const named = values.reduce((sum, { count }) => sum + count, 0)
    return { message: { code: 'words-read', parameters: { instances, named, regions: values.length } }, outcome: {} }
  }
})

export const tags = defineCommand({
  command: 'tags',
  parameters: { raw },
  load: async () => (await import('../tags.ts')).tagsJob
})

export const tag = defineCommand({
  command: 'tags',
  parameters: {
    tag: parameter(text({ max: 1000 }), {
      label: 'Tag',
      help: 'all distinct values of one tag: a keyword, a path, (gggg,eeee) or (0019,xx0A)[CREATOR]',
      placeholder: 'keyword'
    }),
    raw
  },
  load: async () => (await import('../tags.ts')).tagJob
})

export const check = defineJob({
  id: 'check',
  title: 'Check the catalogue',
  command: 'check',
  writes: false,
  computes: false,
  stages: ['Checking sums', 'Checking columns', 'Checking files'],
  parameters: {},
  load: async () => (await import('../check.ts')).checkJob,
  tell: ({ findings }) => ({
    message: { code: 'checked', parameters: { findings: findings.map(({ code }) => code) } },
    outcome: {}
  })
})

export type CheckTagsParameters = Task<{ raw: typeof raw }>

export const checkTags = defineCommand({
  command: 'check tags',
  parameters: { raw },
  load: async () => (await import('../check-tags.ts')).checkTagsJob
})

const sampleParameters = {
  images: parameter(v.optional(integer(200, 1_000_000), 6000), {
    label: 'Images',
    unit: 'images',
    help: 'size of the archive'
  }),
  k: parameter(v.optional(list(integer(1, 300), 100), [5, 10, 15, 20, 25, 30]), {
    label: 'Numbers of clusters, K',
    help: 'numbers of clusters to try',
    placeholder: 'list',
    syntax: 'numbers'
  }),
  seed: seed(1)
}
export type SampleParameters = Task<typeof sampleParameters>

/** A window has it in a folder of its own, with its catalogue; the command goes on from there to the report. */
export const sample = defineJob({
  id: 'sample',
  title: 'Make the sample archive',
  command: 'demo',
  writes: true,
  computes: false,
  stages: ['Making the archive', ...SCAN_STAGES, ...CLUSTER_STAGES, 'Assigning images'],
  step: false,
  parameters: sampleParameters,
  load: async () => (await import('../sample.ts')).windowSampleJob,
  tell: ({ scan, cluster, catalogue }) => ({
    message: { code: 'sample-made', parameters: { images: scan.images, clusters: cluster.clusters.length } },
    outcome: { catalogue, run: cluster.run, clustering: formatClustering({ run: cluster.run, k: cluster.best.k }) }
  })
})
