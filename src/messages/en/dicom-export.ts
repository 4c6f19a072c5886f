import type { Terms } from '../terms.ts'

/** Documents for an archive. */
export const DICOM_EXPORT = {
  'dicom-folder': ({ folder, why }: { folder: string; why: 'other-files' | 'other-export' }, terms: Terms) =>
    why === 'other-files'
      ? {
          problem: `${folder} holds other files.`,
          remedy: `Choose a new or an empty folder with ${terms.setting('out')}.`
        }
      : {
          problem: `${folder} holds documents of another clustering, or of other images or names.`,
          remedy: `Choose another folder with ${terms.setting('out')}.`
        }
}
