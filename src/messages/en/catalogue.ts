import type { Nothing } from '../message.ts'
import type { Terms } from '../terms.ts'

/** What of a catalogue is not what was written. */
export type Damage =
  /** Fields of a row, e.g. `column.data (tag 3, chunk 0)`. */
  | { part: 'row'; place: string }
  | ({ part: 'column' } & ColumnFault)
  /** A number by which something else names one. */
  | { part: 'directory' | 'source' | 'tag'; id: number }

/** Why the values of a column cannot be unpacked. */
export type ColumnFault =
  | { fault: keyof typeof COLUMN_FAULTS }
  | { fault: 'encoding-unknown'; encoding: number }
  | { fault: 'rows-differ'; bytes: number; rows: number }
  | { fault: 'text-differs'; bytes: number; announced: number }

const COLUMN_FAULTS = {
  'code-too-large': 'a code is too large',
  'constant-no-code': 'a constant is no code',
  'ends-early': 'it ends early',
  'no-bytes': 'it holds no bytes',
  'not-inflated': 'it does not inflate',
  'number-too-long': 'a number is too long',
  'run-too-long': 'a run is too long'
}

function columnFault(fault: ColumnFault): string {
  switch (fault.fault) {
    case 'encoding-unknown':
      return `encoding ${fault.encoding} is unknown`
    case 'rows-differ':
      return `${fault.bytes} bytes for ${fault.rows} rows`
    case 'text-differs':
      return `${fault.bytes} bytes of text where ${fault.announced} are announced`
    default:
      return COLUMN_FAULTS[fault.fault]
  }
}

function damaged(damage: Damage): string {
  switch (damage.part) {
    case 'row':
      return damage.place
    case 'column':
      return `a column (${columnFault(damage)})`
    case 'directory':
      return `the number of a folder, ${damage.id},`
    case 'source':
    case 'tag':
      return `the number of a ${damage.part}, ${damage.id},`
  }
}

const NOT_A_CATALOGUE = {
  'another-program': 'it is a database of another program',
  empty: 'it is empty',
  'no-database': 'its first bytes are not those of a database'
}

/** Who writes to a catalogue, as they wrote it beside it. */
export interface LockHolder {
  pid: number
  host: string
  /** What the process does. */
  purpose: string
  /** ISO 8601. */
  since: string
}

/** The catalogue: its file, and its lock. */
export const CATALOGUE = {
  'catalogue-missing': ({ path }: { path: string }, terms: Terms) => ({
    problem: `There is no catalogue at ${path}.`,
    remedy: `Make one with ${terms.action('scan')}, or choose another with ${terms.action('open-catalogue')}.`
  }),

  'catalogue-gone': ({ path }: { path: string }, terms: Terms) => ({
    problem: `The catalogue ${path} was deleted or moved while it was open.`,
    remedy: `Put it back and open it again, or choose another with ${terms.action('open-catalogue')}. The images themselves are where they were: scanning their folder makes a new catalogue.`
  }),

  'catalogue-newer': ({ path, version, known }: { path: string; version: number; known: number }, terms: Terms) => ({
    problem: `${path} was made by a newer Medoid (schema ${version}; this one knows ${known}). Nothing was changed.`,
    remedy: `Update Medoid, or choose another with ${terms.action('open-catalogue')}.`
  }),

  'not-a-catalogue': (given: { path: string; why: 'folder' | keyof typeof NOT_A_CATALOGUE }, terms: Terms) =>
    given.why === 'folder'
      ? {
          problem: `${given.path} is a folder; a catalogue is a file.`,
          remedy: `Name one, e.g. ${terms.setting('catalogue', `${given.path}/archive.sqlite`)}`
        }
      : {
          problem: `${given.path} is not a Medoid catalogue: ${NOT_A_CATALOGUE[given.why]}. Nothing was changed.`,
          remedy:
            given.why === 'empty'
              ? `Fill it with ${terms.action('scan')}, or choose another with ${terms.action('open-catalogue')}.`
              : `Choose another with ${terms.action('open-catalogue')}.`
        },

  'catalogue-damaged': (
    given: { damage: Damage } | { path: string; damage: Damage } | { path: string; reason: string },
    terms: Terms
  ) =>
    'path' in given
      ? {
          problem: `${given.path} is damaged (${'damage' in given ? `${damaged(given.damage)} is not what was written` : given.reason}).`,
          remedy: `Find out what is affected with ${terms.action('check', { catalogue: given.path })}; set it aside with ${terms.action('quarantine', { catalogue: given.path })}, so that a scan can make a new one.`
        }
      : {
          problem: `The catalogue is damaged: ${damaged(given.damage)} is not what was written.`,
          remedy: `Put a backup of it in its place if you have one; else find out what is affected, and how to go on, with ${terms.action('check')}.`
        },

  'catalogue-exists': ({ path }: { path: string }, terms: Terms) => ({
    problem: `There is a file at ${path} already, which is not what this would make. Nothing was changed.`,
    remedy: `Choose a file that is not there with ${terms.setting('catalogue')}, or move this one away.`
  }),

  'catalogue-busy': (
    given:
      { why: 'writer'; path: string; holder: LockHolder | null } | { why: 'locked' | 'another-user'; path: string },
    terms: Terms
  ) => {
    switch (given.why) {
      case 'writer':
        return {
          problem: `${given.path} is being written by ${holderText(given.holder)}.`,
          remedy: `Wait until it is done or stop it, or choose another catalogue with ${terms.action('open-catalogue')}.`
        }
      case 'locked':
        return {
          problem: `${given.path} has been locked by another process for too long.`,
          remedy: `When that is done, continue with ${terms.action('again')} (a training: with ${terms.setting('resume')}).`
        }
      case 'another-user':
        return {
          problem: `${given.path} is being written by somebody else, and lies where you may not write, so it cannot be read just now.`,
          remedy: 'Try again when that is done.'
        }
    }
  },

  'catalogue-folder': ({ folder, reason }: { folder: string; reason: string }, terms: Terms) => ({
    problem: `The folder ${folder} of the catalogue cannot be made (${reason}).`,
    remedy: `Choose another with ${terms.action('open-catalogue')}.`
  }),

  'catalogue-unusable': ({ path, reason }: { path: string; reason: string }, terms: Terms) => ({
    problem: `${path} cannot be written (${reason}).`,
    remedy: `Unless a catalogue is only read, it has to be in a folder where you may write: copy it to a folder of yours, or choose another with ${terms.action('open-catalogue')}.`
  }),

  'network-file-system': (
    /** @param system e.g. `NFS`; null: known only as a share */
    { path, system }: { path: string; system: string | null },
    terms: Terms
  ) => ({
    problem: `${path} lies on ${system ?? 'a network share'}, where a catalogue can be damaged.`,
    remedy: `Keep the catalogue on a local disk, and choose it with ${terms.action('open-catalogue')}. The images may stay where they are.`
  }),

  'no-source': (_: Nothing, terms: Terms) => ({
    problem: 'The catalogue has no source yet.',
    remedy: `Add one with ${terms.action('scan')}.`
  })
}

function holderText(holder: LockHolder | null): string {
  if (holder === null) return 'another process'
  const { pid, host, purpose, since } = holder
  return `process ${pid} on ${host} (${purpose}, since ${since})`
}
