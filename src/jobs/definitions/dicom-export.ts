import * as v from 'valibot'
import { MOST_CLUSTERS } from '../../core/clustering/limits.ts'
import { integer, list, text } from '../../core/schema.ts'
import { defineJob, type Task } from '../definition.ts'
import { parameter } from '../parameter.ts'
import { run, where } from './common.ts'

const exportParameters = {
  run,
  out: parameter(text(), {
    label: 'Folder',
    help: 'a new folder for the documents; one in which the same export was begun is gone on with',
    placeholder: 'folder'
  }),
  where,
  clusters: parameter(v.optional(list(integer(0, MOST_CLUSTERS - 1), MOST_CLUSTERS)), {
    label: 'Clusters',
    help: 'only images of these clusters, by number, e.g. 0,4,10..20',
    placeholder: 'numbers',
    syntax: 'numbers'
  })
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
