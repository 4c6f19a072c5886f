import { type DatasetReport, writeDataset } from '../core/dataset/write-dataset.ts'
import { reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { ExportDatasetParameters } from './definitions/dataset.ts'
import { PROGRAM_VERSION } from './program.ts'

export const exportDatasetJob: Job<ExportDatasetParameters, DatasetReport> = {
  run: ({ catalogue, run, splitBy, encoding, window, stored, fit, size, frames, ...asked }, work) =>
    reading(catalogue, (reader) =>
      writeDataset(
        reader,
        {
          ...asked,
          clustering: run,
          by: splitBy,
          pixels: { encoding, window, rescale: stored !== true, fit, side: size },
          frames: frames === 'middle' ? 'middle' : frames === 'all' ? 1 : Number(frames),
          dropDuplicates: asked.dropDuplicates ?? false,
          dryRun: asked.dryRun ?? false,
          version: PROGRAM_VERSION
        },
        work
      )
    )
}
