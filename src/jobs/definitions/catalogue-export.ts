import * as v from 'valibot'
import { STAGES } from '../../core/catalogue-export/stages.ts'
import { oneOf } from '../../core/schema.ts'
import { defineJob, type Task } from '../definition.ts'
import { parameter } from '../parameter.ts'
import { outFolder, overwrite, raw, uidKeyFile } from './common.ts'

const exportParameters = {
  out: outFolder('the folder for the tables and catalogue.json, which describes them'),
  format: parameter(v.optional(oneOf('parquet'), 'parquet'), {
    label: 'Format',
    help: 'its format',
    placeholder: 'format',
    choices: { parquet: 'Parquet' }
  }),
  uidKeyFile,
  raw,
  overwrite
}
export type ExportCatalogueParameters = Task<typeof exportParameters>

export const exportCatalogue = defineJob({
  id: 'export-catalogue',
  title: 'Export the catalogue',
  command: 'export catalogue',
  writes: false,
  computes: false,
  stages: STAGES,
  parameters: exportParameters,
  load: async () => (await import('../export-catalogue.ts')).exportCatalogueJob,
  tell: ({ instances, tables, out, manifest, uidKey }) => ({
    message: { code: 'catalogue-exported', parameters: { instances, tables: tables.length, folder: out } },
    outcome: {
      files: [manifest, ...tables.map(({ file }) => file), ...(uidKey === undefined ? [] : [uidKey.file])]
    }
  })
})
