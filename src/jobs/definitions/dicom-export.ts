import { defineJob, type Task } from '../definition.ts'
import { clusters, outFolder, run, where } from './common.ts'

const exportParameters = {
  run,
  out: outFolder('a new folder for the documents; one in which the same export was begun is gone on with'),
  where,
  clusters
}
export type ExportDicomParameters = Task<typeof exportParameters>

export const exportDicom = defineJob({
  id: 'export-dicom',
  title: 'Export DICOM documents',
  command: 'export dicom',
  writes: false,
  computes: false,
  stages: ['Writing documents'],
  parameters: exportParameters,
  load: async () => (await import('../export-dicom.ts')).exportDicomJob,
  tell: ({ out, manifest, images, studies, leftOut }) => ({
    message: {
      code: 'dicom-exported',
      parameters: {
        images,
        studies,
        leftOut: leftOut.withoutUids + leftOut.badPatientId + leftOut.mixedStudies,
        folder: out
      }
    },
    outcome: { files: [manifest] }
  })
})
