import { exportLabels } from '../core/labels/catalogue-labels.ts'
import type { ExportedLabels } from '../core/labels/export.ts'
import { basisOf, reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { ExportLabelsParameters } from './definitions/labels.ts'
import { PROGRAM_VERSION } from './program.ts'

export const exportLabelsJob: Job<ExportLabelsParameters, ExportedLabels> = {
  run: ({ catalogue, run: clustering, raw, ...options }, work) =>
    reading(
      catalogue,
      (reader) => exportLabels(reader, { ...options, clustering, version: PROGRAM_VERSION }, work),
      basisOf(raw)
    )
}
