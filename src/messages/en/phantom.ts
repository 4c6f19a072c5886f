import { counted } from '../format.ts'
import type { Terms } from '../terms.ts'

interface OutOfRange {
  name: 'images' | 'seed' | 'size'
  value: number
  least: number
  most: number
}

/** The synthetic archive. */
export const PHANTOM = {
  'phantom-options': ({ name, value, least, most }: OutOfRange, terms: Terms) => ({
    problem: `${terms.setting(name)} is ${value}.`,
    remedy: `Give a whole number from ${least} to ${most}.`
  }),

  'phantom-other': ({
    folder,
    images,
    size,
    seed,
    edition
  }: {
    folder: string
    images: number
    /** Longer side of the pictures, in pixels. */
    size: number
    seed: number
    edition: number
  }) => ({
    problem: `${folder} already holds another phantom (${counted(images, 'images')} of ${counted(size, 'pixels')}, seed ${seed}, edition ${edition}).`,
    remedy: 'Delete the folder, or choose another one.'
  }),

  'folder-not-empty': (
    given: { why: 'no-phantom'; folder: string } | { why: 'more-files'; folder: string; files: number; phantom: number }
  ) =>
    given.why === 'no-phantom'
      ? {
          problem: `${given.folder} is not empty, and what it holds is not a phantom.`,
          remedy: 'Choose a folder that is empty or does not exist yet.'
        }
      : {
          problem: `${given.folder} holds ${counted(given.files, 'files')}, but the phantom has ${given.phantom}: something else lies there.`,
          remedy: 'Delete the folder, or choose another one.'
        },

  'phantom-not-written': ({ path, reason }: { path: string; reason: string }) => ({
    problem: `The phantom could not be written at ${path}: ${reason}.`,
    remedy: 'Check the path, its permissions and the free space on the disk.'
  })
}
