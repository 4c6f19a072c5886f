import type { DICOM_EXPORT } from '../../../src/messages/en/dicom-export.ts'
import { type Examples, OWN } from './example.ts'

export const dicomExport: Examples<keyof typeof DICOM_EXPORT> = {
  'dicom-folder': {
    'other-files': { folder: OWN, why: 'other-files' },
    'other-export': { folder: OWN, why: 'other-export' }
  }
}
