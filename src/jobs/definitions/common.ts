import * as v from 'valibot'
import { MOST_AUTHOR } from '../../core/given-text.ts'
import { MOST_CLUSTERS } from '../../core/clustering/limits.ts'
import { conditions } from '../../core/conditions.ts'
import { BACKEND_LABELS, BACKENDS } from '../../core/embedding/backend.ts'
import { boolean, integer, list, oneOf, text } from '../../core/schema.ts'
import type { TableFormat } from '../../core/tables/table.ts'
import { type About, parameter } from '../parameter.ts'

/** What several jobs take. */

/** `R.K`, or `R`; with `@method`, as the method made its clusters. */
export const clusteringName = text({ max: 28 })
/** The number of a model or of an evaluation. */
export const number = text({ max: 9 })

export const run = parameter(clusteringName, {
  label: 'Clustering',
  names: 'run',
  help: 'the run; with K, one K of it instead of the one with the highest silhouette',
  placeholder: 'R[.K]'
})

/** @param usual the default */
export function seed(usual: number) {
  return parameter(v.optional(integer(0, 2 ** 32 - 1), usual), {
    label: 'Seed',
    help: 'for everything that is drawn at random'
  })
}

export const backend = parameter(v.optional(oneOf('auto', ...BACKENDS), 'auto'), {
  label: 'Compute on',
  help: 'what computes; auto takes the first that works',
  choices: BACKEND_LABELS
})

export const aboutWhere: About = {
  label: 'Only images with',
  help: 'only images with e.g. Modality=CT|MR (any of these), Modality!=CT, SeriesDescription~flair (contains), SliceThickness=1..5, BodyPartExamined="" (no value); joined by AND, OR, NOT and parentheses, as in NOT (Modality=CT AND KVP=100..); a value that holds | in quotes; repeatable, where all must hold',
  placeholder: 'condition',
  syntax: 'conditions'
}
export const where = parameter(v.optional(conditions, []), aboutWhere)

/** Of everything that reads values. */
export const raw = parameter(v.optional(boolean), {
  label: 'As in the files',
  help: 'read values as they are in the files, without corrections and mappings'
})

/** A person has said that the file that is there may be replaced, and what belongs to it. */
export const overwrite = parameter(v.optional(boolean), {
  label: 'Replace',
  help: 'replace what is there already, also where Medoid has not written it'
})

/** The clusters that an export takes. */
export const clusters = parameter(v.optional(list(integer(0, MOST_CLUSTERS - 1), MOST_CLUSTERS)), {
  label: 'Clusters',
  help: 'only images of these clusters, by number, e.g. 0,4,10..20',
  placeholder: 'numbers',
  syntax: 'numbers'
})

/** @param help what is written into it */
export function outFolder(help: string) {
  return parameter(text(), { label: 'Folder', help, placeholder: 'folder' })
}

/** @param help what is written, and its default name */
export function out(help = 'the file to write') {
  return parameter(text(), { label: 'File', help, placeholder: 'file' })
}

export const TABLE_FORMAT_WORDS: Record<TableFormat, string> = {
  csv: 'A table for spreadsheets, R and Python. Cells that a spreadsheet would run as formulas are escaped.',
  jsonl: 'One JSON object a line, for programs.',
  parquet: 'Columns with their types, compressed, for large archives.'
}

export const uidKeyFile = parameter(v.optional(text()), {
  label: 'Key file',
  help: 'replace UIDs; the same key file (made where it does not exist) gives the same UIDs again',
  option: 'remap-uids',
  placeholder: 'key-file'
})

/** @param who what they do, e.g. `who decides` */
export function author(who: string) {
  return parameter(v.optional(text({ max: MOST_AUTHOR })), {
    label: 'Author',
    help: `${who} (default: the user of this system)`,
    placeholder: 'name'
  })
}

/** One of several parts that tasks of their own work on. */
export const shard = parameter(
  v.pipe(
    text({ max: 20 }),
    v.check((value) => readShard(value) !== null, 'i/n with i from 0 to n − 1, e.g. 0/64 for the first of 64 shards')
  ),
  {
    label: 'Shard',
    help: 'only shard i of n, i from 0 to n − 1: one task of a job array',
    placeholder: 'i/n'
  }
)

/** More tasks than any job array. */
const MOST_SHARDS = 100_000

/** @returns null for what is none */
export function readShard(text: string): { shard: number; shards: number } | null {
  const [, shard, shards] = (/^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []).map(Number)
  return shard < shards && shards <= MOST_SHARDS ? { shard, shards } : null
}

/** @param where of what table */
export function missingWords(where: string, known: string) {
  return parameter(v.optional(list(text({ max: 1000, empty: true }), 1000)), {
    label: 'Missing values',
    help: `${where}: a further word for a missing value; repeatable (known: ${known})`,
    placeholder: 'word',
    syntax: 'words'
  })
}
