import { counted } from '../format.ts'
import type { Terms } from '../terms.ts'

/** Folders, and the sources of a catalogue. */
export const SOURCES = {
  'unknown-source': ({ which, known }: { which: string; known: { id: number; root: string }[] }) => ({
    problem: `There is no source "${which}" in the catalogue.`,
    remedy: `Its sources are: ${known.map(({ id, root }) => `${id} ${root}`).join(', ') || 'none'}.`
  }),

  'source-ambiguous': ({
    which,
    known
  }: {
    which: string
    /** With the catalogue that each was merged from. */
    known: { id: number; root: string; name: string | null }[]
  }) => ({
    problem: `${known.length} sources have the folder ${which}, each on a machine of its own.`,
    remedy: `Name one by its number: ${known.map(({ id, name }) => `${id}${name === null ? '' : ` (${name})`}`).join(', ')}.`
  }),

  'source-overlaps': (
    given: { why: 'same'; folder: string; id: number } | { why: 'contains'; folder: string; source: string },
    terms: Terms
  ) =>
    given.why === 'same'
      ? { problem: `${given.folder} is source ${given.id} of this catalogue already. Nothing was changed.` }
      : {
          problem: `${given.folder} contains ${given.source}, which is a source of its own.`,
          remedy: `Take that out first with ${terms.action('sources remove', { '': given.source })}.`
        },

  'not-that-folder': ({
    folder,
    source,
    looked,
    example
  }: {
    folder: string
    /** Where the source is now. */
    source: string
    /** Files that were looked for. */
    looked: number
    example: string
  }) => ({
    problem: `${folder} does not hold the files of ${source}: ${
      looked === 1
        ? `the file that was looked for is not there, ${example}`
        : `of ${looked} files that were looked for, spread over the source, none is there, e.g. ${example}`
    }. Nothing was changed.`,
    remedy: `Name the folder that takes the place of ${source}; it may lie above or below this one.`
  }),

  'no-such-folder': (
    given:
      | { why: 'source' | 'went-away' | 'chosen'; path: string }
      /** Of a file that is to be written. */
      | { why: 'target'; path: string; folder: string },
    terms: Terms
  ) => {
    switch (given.why) {
      case 'source':
        return {
          problem: `${given.path} is not there.`,
          remedy: `Check the spelling and that its disk is mounted; what is catalogued of it is kept. If the archive moved, move its source, too, with ${terms.action('sources move')}.`
        }
      case 'went-away':
        return {
          problem: `${given.path} went away while it was scanned. What was catalogued of it is kept.`,
          remedy: 'Check that its disk is mounted, and scan it again when it is back.'
        }
      case 'chosen':
        return {
          problem: `There is no folder ${given.path}.`,
          remedy: 'Check the spelling and that its disk is mounted, or choose another one.'
        }
      case 'target':
        return {
          problem: `Cannot write ${given.path}: there is no folder ${given.folder}.`,
          remedy: 'Create it first, or correct the path.'
        }
    }
  },

  'not-a-folder': ({ path, isArchive }: { path: string; isArchive: boolean }) => ({
    problem: `${path} is a file.`,
    remedy: isArchive
      ? 'Name the folder that it lies in: the archives in a folder are read with it.'
      : 'Name the folder that holds the DICOM files.'
  }),

  'unreadable-folder': ({ path, reason }: { path: string; reason: string }) => ({
    problem: `${path} cannot be read (${reason}).`,
    remedy: 'Check its permissions, or choose another folder.'
  }),

  'folder-empty': (
    {
      path,
      hasUnreadable,
      kept
    }: {
      path: string
      /** Whether some of its folders could not be read. */
      hasUnreadable: boolean
      /** Catalogued files of it. */
      kept: number
    },
    terms: Terms
  ) => ({
    problem: `${path} holds no files that can be read.`,
    remedy:
      (hasUnreadable
        ? 'Check the permissions of its folders.'
        : 'Check that its disk is mounted and that it is the right folder.') +
      (kept > 0
        ? ` Its ${counted(kept, 'catalogued files')} ${kept === 1 ? 'is' : 'are'} kept; take ${kept === 1 ? 'it' : 'them'} out with ${terms.action('sources remove')}.`
        : '')
  })
}
