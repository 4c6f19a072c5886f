import { counted } from '../format.ts'
import type { Terms } from '../terms.ts'

/** Images that are like another one. */
export const SIMILAR = {
  'not-a-dicom-image': (given: NoImage) => {
    switch (given.why) {
      case 'no-file':
        return { problem: `${given.file} is not a file.`, remedy: 'Name a DICOM file.' }
      case 'not-dicom':
        return { problem: `${given.file} is not a DICOM file.`, remedy: 'Name a DICOM file with an image.' }
      case 'dicomdir':
        return {
          problem: `${given.file} is a DICOMDIR: it lists other files and holds no image.`,
          remedy: 'Name one of the files that it lists.'
        }
      case 'no-image':
        return {
          problem: `${given.file} holds no image: it has no Rows (0028,0010).`,
          remedy: 'Name a DICOM file with an image.'
        }
      case 'broken':
        return {
          problem: `${given.file} is DICOM, but its header cannot be read as a whole: ${given.reason}`,
          remedy: 'Name another copy of it.'
        }
    }
  },

  'unreadable-image-file': ({ file, reason }: { file: string; reason: string }) => ({
    problem: `${file} cannot be read: ${reason}`,
    remedy: 'Check that it is there and that you may read it.'
  }),

  'unknown-image': ({ name }: { name: string }) => ({
    problem: `There is no image with the SOP Instance UID "${name}" in the catalogue, and no file of that name.`,
    remedy: 'Name an image of the catalogue by its SOP Instance UID, or any DICOM file by its path.'
  }),

  'no-run-yet': ({ images }: { images: number }, terms: Terms) => ({
    problem: `Images are compared by the features of a run, and there is none yet for the ${counted(images, 'images')} of this catalogue.`,
    remedy: `Cluster them first with ${terms.action('cluster')}.`
  }),

  'query-without-vector': ({ model }: { model: number }) => ({
    problem: `The image has no vector of model ${model}: its pixels cannot be read, or show nothing.`,
    remedy: 'Compare it by its tags.'
  }),

  'image-in-archive': ({ file }: { file: string }) => ({
    problem: `An image with the same SOP Instance UID as ${file} is in the catalogue: it may be the first that is found.`
  })
}

type NoImage =
  | { file: string; why: 'no-file' | 'not-dicom' | 'dicomdir' | 'no-image' }
  | { file: string; why: 'broken'; reason: string }
