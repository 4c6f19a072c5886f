import { size } from '../format.ts'
import type { Terms } from '../terms.ts'

/** Files that are written, and what they would replace. */
export const FILES = {
  'disk-full': (
    given:
      /** `too-large`: for the file system, or for a limit of the user's. */
      | { why: 'full' | 'too-large'; path: string }
      | { why: 'catalogue'; path: string }
      /** A temporary file of an evaluation. */
      | { why: 'temporary'; folder: string; bytes: number }
      /** Known before anything is written, in bytes. */
      | { why: 'space'; path: string; needed: number; free: number }
      | { why: 'vectors'; path: string; needed: number; free: number; smaller: SmallerVectors },
    terms: Terms
  ) => {
    switch (given.why) {
      case 'full':
        return {
          problem: `Cannot write ${given.path}: the disk is full, or your quota on it is used up.`,
          remedy: 'Free some space or write to another disk. Nothing that was there before has changed.'
        }
      case 'too-large':
        return {
          problem: `Cannot write ${given.path}: the file is larger than its file system (or your limit) allows.`,
          remedy: 'Write to another disk.'
        }
      case 'catalogue':
        return {
          problem: `The disk of ${given.path} is full.`,
          remedy: `Free some space or choose another catalogue with ${terms.action('open-catalogue')}, then continue with ${terms.action('again')}.`
        }
      case 'temporary':
        return {
          problem: `A temporary file of ${size(given.bytes)} does not fit into ${given.folder}.`,
          remedy: `Free some space there, or take a smaller ${terms.setting('size')}.`
        }
      case 'space':
      case 'vectors':
        return {
          problem: `${given.path} needs ${size(given.needed)}, and its disk has ${size(given.free)} left.`,
          remedy: `${given.why === 'vectors' ? smallerWords(given.smaller, terms) : ''}Free some space, or write to another disk.`
        }
    }
  },

  'not-writable': (given: { path: string; folder: string } | { folder: string; reason: string }) =>
    'path' in given
      ? {
          problem: `Cannot write ${given.path}: no permission to write in ${given.folder}, or the file is open in another program.`,
          remedy: 'Close it there, change the permissions, or choose another place.'
        }
      : {
          problem: `Cannot make a temporary file in ${given.folder}: ${given.reason}.`,
          remedy: 'Make the folder writable.'
        },

  'write-failed': ({ path, reason }: { path: string; reason: string }) => ({
    problem: `Cannot write ${path}: ${reason}.`,
    remedy: 'Try again or choose another place.'
  }),

  'is-a-folder': ({ path }: { path: string }) => ({
    problem: `${path} is a folder.`,
    remedy: 'Give the name of a file to write, e.g. inside it.'
  }),

  'not-a-file': ({ path }: { path: string }) => ({
    problem: `${path} is not a regular file.`,
    remedy: 'Give the name of a file to write.'
  }),

  'not-an-export': (given: { path: string; holds: 'database' | 'dicom' | 'other' }, terms: Terms) =>
    given.holds === 'other'
      ? {
          problem: `${given.path} already exists, and Medoid did not write it, or it has been changed since.`,
          remedy: `Give another name, or replace it with ${terms.setting('overwrite')}.`
        }
      : {
          problem: `${given.path} is ${given.holds === 'dicom' ? 'a DICOM file' : 'a database'}, and would be replaced.`,
          remedy: 'Give another name.'
        },

  'not-a-page': ({ path }: { path: string }, terms: Terms) => ({
    problem: `${path} is the name of a document.`,
    remedy: `Give that of the page: ${terms.setting('out', 'report.html')}`
  })
}

/** Ways to write less of vectors, each with the bytes that it takes; null where it would change nothing. */
interface SmallerVectors {
  halves: number | null
  projected: { values: number; bytes: number } | null
  sample: { images: number; bytes: number } | null
}

function smallerWords({ halves, projected, sample }: SmallerVectors, terms: Terms): string {
  const ways = [
    ...(halves === null ? [] : [`${terms.setting('precision', 'f16')} (${size(halves)})`]),
    ...(projected === null ? [] : [`${terms.setting('project', projected.values)} (${size(projected.bytes)})`]),
    ...(sample === null ? [] : [`${terms.setting('sample', sample.images)} (${size(sample.bytes)})`])
  ]
  return ways.length === 0 ? '' : `Take ${ways.join(' or ')}. `
}
