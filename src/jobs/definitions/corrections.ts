import * as v from 'valibot'
import { MOST_VALUE } from '../../core/corrections/correctable.ts'
import { CORRECTION_FORMATS, MOST_REASON } from '../../core/corrections/limits.ts'
import { integer, oneOf, text } from '../../core/schema.ts'
import { defineCommand, defineJob, type Task } from '../definition.ts'
import { parameter } from '../parameter.ts'
import { author, out, overwrite, uidKeyFile, where } from './common.ts'

/** What people decide about the values of tags. */

const tag = parameter(text({ max: 1000 }), {
  label: 'Tag',
  help: 'whose values: a keyword, a path, (gggg,eeee) or (0019,xx0A)[CREATOR]',
  placeholder: 'keyword'
})

/** What every entry of a history takes. */
const entry = {
  tag,
  author: author('who decides'),
  follows: parameter(v.optional(integer(0, Number.MAX_SAFE_INTEGER)), {
    label: 'Follows',
    help: 'only if the last entry of the history is this one (0: none), so that nobody has decided anything meanwhile',
    placeholder: 'entry'
  })
}

export const corrections = defineCommand({
  command: 'corrections',
  parameters: {},
  load: async () => (await import('../corrections.ts')).correctionsJob
})

const addParameters = {
  ...entry,
  value: parameter(text({ max: MOST_VALUE, empty: true }), {
    label: 'Value',
    help: 'what the images have instead; "" for no value',
    placeholder: 'text'
  }),
  where,
  images: parameter(v.optional(text()), {
    label: 'Images',
    help: 'only images of this file: a SOP Instance UID a line, or a CSV file with a column SOPInstanceUID',
    placeholder: 'file'
  }),
  reason: parameter(v.optional(text({ max: MOST_REASON, empty: true }), ''), {
    label: 'Reason',
    help: 'why; it stays in the catalogue',
    placeholder: 'text'
  })
}
export type AddCorrectionParameters = Task<typeof addParameters>

export const addCorrection = defineCommand({
  command: 'corrections add',
  parameters: addParameters,
  load: async () => (await import('../corrections.ts')).addCorrectionJob
})

export type StepParameters = Task<typeof entry>

export const undoCorrection = defineCommand({
  command: 'corrections undo',
  parameters: entry,
  load: async () => (await import('../corrections.ts')).undoCorrectionJob
})

export const redoCorrection = defineCommand({
  command: 'corrections redo',
  parameters: entry,
  load: async () => (await import('../corrections.ts')).redoCorrectionJob
})

const exportParameters = {
  out: out(),
  format: parameter(v.optional(oneOf(...CORRECTION_FORMATS), 'csv'), {
    label: 'Format',
    help: 'csv: a row for each value; json: a patch, in which each image is a data set of the DICOM JSON model (PS3.18, annex F) with its SOP Instance UID and its new elements',
    placeholder: 'format',
    choices: { csv: 'csv', json: 'json' }
  }),
  uidKeyFile,
  overwrite
}
export type ExportCorrectionsParameters = Task<typeof exportParameters>

export const exportCorrections = defineJob({
  id: 'export-corrections',
  title: 'Export corrections',
  command: 'export corrections',
  writes: false,
  computes: false,
  stages: ['Writing corrections'],
  parameters: exportParameters,
  load: async () => (await import('../export-corrections.ts')).exportCorrectionsJob,
  tell: ({ values, images, out, manifest, uidKey }) => ({
    message: { code: 'corrections-exported', parameters: { values, images, file: out } },
    outcome: { files: uidKey === undefined ? [out, manifest] : [out, manifest, uidKey.file] }
  })
})

export const correctionHistory = defineCommand({
  command: 'corrections history',
  parameters: { tag },
  load: async () => (await import('../corrections.ts')).correctionHistoryJob
})
