import { findClustering } from '../core/catalogue/runs.ts'
import { type ExportedDicom, writeDicom } from '../core/dicom-export/write-dicom.ts'
import { catalogueLabels } from '../core/labels/catalogue-labels.ts'
import { reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { ExportDicomParameters } from './definitions/dicom-export.ts'
import { PROGRAM_VERSION } from './program.ts'

export const exportDicomJob: Job<ExportDicomParameters, ExportedDicom> = {
  run: ({ catalogue, run, out, where, clusters }, work) =>
    reading(catalogue, (reader) => {
      const clustering = findClustering(reader.db, run)
      const source = catalogueLabels(reader, clustering, { where, clusters, subset: 'named' })
      return writeDicom(reader, source, { out, version: PROGRAM_VERSION }, work)
    })
}
