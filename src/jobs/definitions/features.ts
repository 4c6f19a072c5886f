import * as v from 'valibot'
import { oneOf } from '../../core/schema.ts'
import { defineCommand, defineJob, type Task } from '../definition.ts'
import { parameter } from '../parameter.ts'
import { out, overwrite, raw } from './common.ts'
import { featureParameters } from './feature-parameters.ts'

const readingParameters = { ...featureParameters, raw }
export type ReadingParameters = Task<typeof readingParameters>

export const features = defineCommand({
  command: 'features',
  parameters: readingParameters,
  load: async () => (await import('../features.ts')).featuresJob
})

const exportParameters = {
  ...readingParameters,
  out: out(),
  format: parameter(v.optional(oneOf('csv', 'parquet'), 'csv'), {
    label: 'Format',
    help: 'its format',
    placeholder: 'format',
    choices: { csv: 'csv', parquet: 'parquet' }
  }),
  overwrite
}
export type FeaturesExportParameters = Task<typeof exportParameters>

export const exportFeatures = defineJob({
  id: 'export-features',
  title: 'Export features',
  command: 'features export',
  writes: false,
  computes: false,
  stages: ['Reading values', 'Ranking tags', 'Choosing features', 'Building the feature table'],
  parameters: exportParameters,
  load: async () => (await import('../export-features.ts')).exportFeaturesJob,
  tell: ({ rows, columns, out, types, instances, manifest }) => ({
    message: { code: 'features-exported', parameters: { images: rows, columns, file: out } },
    outcome: { files: [out, types, instances, manifest] }
  })
})
