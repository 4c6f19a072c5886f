import { exportLabels } from '../core/labels/catalogue-labels.ts'
import type { ExportedLabels } from '../core/labels/export.ts'
import type { TableFormat } from '../core/tables/table.ts'
import { reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import { PROGRAM_VERSION } from './program.ts'

export interface ExportLabelsParameters {
  catalogue: string
  /** `R.K`, or `R` for its best K. */
  run: string
  format: TableFormat
  out: string
  columns: string[]
  uidKeyFile?: string
  /** Whether what Medoid has not written may be replaced. */
  overwrite?: boolean
}

export const exportLabelsJob: Job<ExportLabelsParameters, ExportedLabels> = {
  name: 'export labels',
  run: ({ catalogue, ...options }, work) =>
    reading(catalogue, (reader) => exportLabels(reader, { ...options, version: PROGRAM_VERSION }, work))
}
