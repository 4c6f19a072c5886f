import { CHECK, type FindingCode } from './check.ts'
import { count, counted, decimal } from '../format.ts'
import { type Inner, type SayInner, sentences } from '../said.ts'
import type { Terms } from '../terms.ts'

/** What came of a job, for a list of jobs. */
export const OUTCOMES = {
  'sample-made': ({ images, clusters }: { images: number; clusters: number }) => ({
    problem: `${counted(images, 'images')} in ${counted(clusters, 'clusters')}.`
  }),

  scanned: ({ files, instances, remarked, issues, refused }: Scanned, _: Terms, inner: SayInner) => ({
    problem: [
      `${counted(files, 'files')} read; the catalogue holds ${counted(instances, 'instances')}, ${counted(remarked, 'files')} with remarks, ${counted(issues, 'issues')}.`,
      ...refused.map(inner)
    ].join('\n')
  }),

  'removed-source': () => ({ problem: 'The source is no longer in the catalogue.' }),

  'moved-source': () => ({ problem: 'The source has its new folder.' }),

  'values-counted': ({ tags, instances }: { tags: number; instances: number }) => ({
    problem: `${counted(tags, 'tags')} of ${counted(instances, 'instances')} counted.`
  }),

  clustered: ({ run, images, best, remarks }: Clustered, _: Terms, inner: SayInner) => ({
    problem: [
      `Run ${run}: ${counted(images, 'images')}${best === null ? '' : `; the best K is ${best}`}.`,
      ...remarks.map(inner)
    ].join('\n')
  }),

  'features-compared': ({ images, k, ways }: Compared) => ({
    problem: [
      `${counted(images, 'images')} clustered for K = ${k} by the tags of ${counted(ways.length, 'ways')} to choose them. The report of a run shows the table.`,
      ...ways.map(({ way, stability }) => `${way}: stability ${stability}.`)
    ].join('\n')
  }),

  assigned: ({ images, clustering }: { images: number; clustering: string }) => ({
    problem: `${counted(images, 'images')} assigned to the clusters of ${clustering}.`
  }),

  'labels-imported': ({ name, images, unlabelled, unmatched, conflicts }: LabelsImported) => ({
    problem: [
      `“${name}”: ${counted(images, 'images')} with a label, ${count(unlabelled)} without.`,
      ...(unmatched === 0
        ? []
        : [`${counted(unmatched, 'UIDs')} of the file ${unmatched === 1 ? 'is' : 'are'} of no image.`]),
      ...(conflicts === 0
        ? []
        : [`${counted(conflicts, 'UIDs')} ${conflicts === 1 ? 'has' : 'have'} several labels: the first one counts.`])
    ].join(' ')
  }),

  edited: ({ clustering, words, clusters, rejected }: Edited) => ({
    problem: `${words} ${clustering} has ${counted(clusters, 'clusters')} now${rejected === 0 ? '' : `; ${counted(rejected, 'images')} rejected in all`}.`
  }),

  mapped: ({ run, by, laidOut, placed, trustworthiness }: MadeMap) => ({
    problem: [
      `Map of run ${run} by ${by}: ${counted(laidOut, 'images')} laid out${placed === null ? '' : `, ${counted(placed, 'images')} in all have a place`}.`,
      ...(trustworthiness === null ? [] : [`Trustworthiness ${decimal(trustworthiness)}.`])
    ].join(' ')
  }),

  'tree-cut': ({ clustering, clusters, named }: { clustering: string; clusters: number; named: number }) => ({
    problem: `${clustering}: ${counted(clusters, 'clusters')}${named === 0 ? '' : `, ${count(named)} with names from other cuts`}.`
  }),

  'tree-made': ({ clustering, clusters }: { clustering: string; clusters: number }) => ({
    problem: `A tree of the ${counted(clusters, 'clusters')} of ${clustering}.`
  }),

  trained: ({ model, images, epochs, loss }: Trained) => ({
    problem: `Model ${model}: ${counted(images, 'images')}, ${counted(epochs, 'epochs')}, loss ${loss?.toFixed(4) ?? '–'}.`
  }),

  'vectors-written': ({ vectors, values, file, skipped }: Vectors) => ({
    problem: `${counted(vectors, 'vectors')} of ${counted(values, 'values')} in ${file}.${skipped === 0 ? '' : ` ${counted(skipped, 'images')} could not be decoded.`}`
  }),

  'pictures-looked-at': ({ images, looked, constant, dark, duplicates }: LookedAt) => ({
    problem: `${counted(images, 'images')}, ${count(looked)} of them looked at now: ${count(constant)} constant, ${count(dark)} nearly black, ${counted(duplicates, 'duplicates')}.`
  }),

  'words-read': ({ instances, named, regions }: WordsRead) => ({
    problem: `A region of the body was found for ${count(named)} of ${counted(instances, 'instances')}: ${counted(regions, 'regions')}.`
  }),

  'values-suggested': ({ tag, images, missing, wrong }: SuggestedValues) => ({
    problem: `${tag}: a value is suggested for ${counted(missing, 'images')} without one, and for ${count(wrong)} of ${counted(images, 'images')} another one than they have.`
  }),

  'vectors-stored': ({ model, images, added, skipped }: StoredVectors) => ({
    problem: `${counted(images, 'images')} have a vector of model ${model}, ${count(added)} of them new.${skipped === 0 ? '' : ` ${counted(skipped, 'images')} have none.`}`
  }),

  evaluated: ({ evaluation, clustering, model, images }: Evaluated) => ({
    problem: `Evaluation ${evaluation}: clustering ${clustering} with model ${model}, ${counted(images, 'images')}.`
  }),

  'report-written': ({ clustering, file, withheld, pictures }: Report) => ({
    problem: `Clustering ${clustering} in ${file}.${withheld === 0 ? '' : ` ${count(withheld)} of ${count(pictures)} pictures are not shown, as somebody may be named in them: the page says why of each.`}`
  }),

  'labels-exported': ({ images, file }: { images: number; file: string }) => ({
    problem: `${counted(images, 'images')} in ${file}.`
  }),

  'tags-exported': ({ images, columns, file }: { images: number; columns: number; file: string }) => ({
    problem: `${counted(images, 'images')} × ${counted(columns, 'columns')} in ${file}.`
  }),

  'dicom-exported': ({ images, studies, leftOut, folder }: DicomExported) => ({
    problem: `The names of ${counted(images, 'images')} of ${counted(studies, 'studies')} in ${folder}.${leftOut === 0 ? '' : ` ${counted(leftOut, 'images')} left out.`}`
  }),

  'catalogue-exported': ({ instances, tables, folder }: { instances: number; tables: number; folder: string }) => ({
    problem: `${counted(instances, 'instances')} in ${counted(tables, 'tables')} in ${folder}.`
  }),

  'features-exported': ({ images, columns, file }: { images: number; columns: number; file: string }) => ({
    problem: `${counted(images, 'images')} × ${counted(columns, 'columns')} in ${file}.`
  }),

  'corrections-exported': ({ values, images, file }: { values: number; images: number; file: string }) => ({
    problem: `${counted(values, 'corrected values')} of ${counted(images, 'images')} in ${file}.`
  }),

  checked: ({ findings }: { findings: FindingCode[] }, terms: Terms) => ({
    problem:
      findings.length === 0
        ? 'The catalogue is sound.'
        : findings.map((finding) => sentences(CHECK['check-advice']({ finding }, terms))).join('\n')
  })
}

interface Scanned {
  files: number
  instances: number
  remarked: number
  issues: number
  /** Why folders as a whole were not scanned. */
  refused: Inner[]
}

interface Edited {
  clustering: string
  /** What was changed. */
  words: string
  clusters: number
  rejected: number
}

interface Clustered {
  run: number
  images: number
  /** K; null where none is to be called the best. */
  best: number | null
  remarks: Inner[]
}

interface Compared {
  images: number
  k: number
  /** What each is called, and its stability in words. */
  ways: { way: string; stability: string }[]
}

interface Trained {
  model: number
  images: number
  epochs: number
  loss: number | null
}

interface LookedAt {
  images: number
  looked: number
  constant: number
  dark: number
  duplicates: number
}

interface SuggestedValues {
  tag: string
  images: number
  missing: number
  wrong: number
}

interface WordsRead {
  instances: number
  /** Instances that have a region. */
  named: number
  regions: number
}

interface StoredVectors {
  model: number
  images: number
  added: number
  skipped: number
}

interface Vectors {
  vectors: number
  /** Of each vector. */
  values: number
  file: string
  /** Images that could not be decoded. */
  skipped: number
}

interface Evaluated {
  evaluation: number
  clustering: string
  model: number
  images: number
}

interface DicomExported {
  images: number
  studies: number
  leftOut: number
  folder: string
}

interface Report {
  clustering: string
  file: string
  /** Of the pictures: those that are not shown. */
  withheld: number
  pictures: number
}

interface LabelsImported {
  name: string
  images: number
  unlabelled: number
  /** UIDs of the file. */
  unmatched: number
  conflicts: number
}

interface MadeMap {
  run: number
  by: 'tags' | 'pixels'
  laidOut: number
  /** null where only the sample was laid out. */
  placed: number | null
  trustworthiness: number | null
}
