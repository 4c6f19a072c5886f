import * as v from 'valibot'
import { list, oneOf, text } from '../../core/schema.ts'
import { TABLE_FORMATS } from '../../core/tables/table.ts'
import { defineJob, type Task } from '../definition.ts'
import { parameter } from '../parameter.ts'
import { out, overwrite, raw, TABLE_FORMAT_WORDS, uidKeyFile, where } from './common.ts'

const exportParameters = {
  where,
  columns: parameter(v.optional(list(text({ max: 1000 }), 10_000), []), {
    label: 'Columns',
    help: 'tags, e.g. Modality,PixelSpacing; path for the file, which holds what folder names hold; commas or repeated; where none is named, every tag that has a value and cannot tell of a person, a place or a time',
    placeholder: 'tags',
    syntax: 'names'
  }),
  out: out(),
  format: parameter(v.optional(oneOf(...TABLE_FORMATS), 'parquet'), {
    label: 'Format',
    help: 'its format',
    placeholder: 'format',
    choices: TABLE_FORMAT_WORDS
  }),
  uidKeyFile,
  raw,
  overwrite
}
export type ExportTagsParameters = Task<typeof exportParameters>

export const exportTags = defineJob({
  id: 'export-tags',
  title: 'Export tags',
  command: 'export tags',
  writes: false,
  computes: false,
  stages: ['Reading values', 'Writing tags'],
  parameters: exportParameters,
  load: async () => (await import('../export-tags.ts')).exportTagsJob,
  tell: ({ rows, columns, out, manifest, uidKey }) => ({
    message: { code: 'tags-exported', parameters: { images: rows, columns, file: out } },
    outcome: { files: uidKey === undefined ? [out, manifest] : [out, manifest, uidKey.file] }
  })
})
