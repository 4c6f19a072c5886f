import type { UidKey } from './uid-remap.ts'

/** What a manifest says of what in its file may tell of people. */
export interface ManifestPhi {
  uids: 'kept' | 'remapped'
  /** Of the remapping's key, which lies elsewhere. */
  uidKey?: string
  /** Columns that were asked for by name; `phi`: its values may tell of a person, a place or a time. */
  included: { column: string; phi: boolean }[]
  leftOut: LeftOutOfExport[]
}

export interface LeftOutOfExport {
  what: string
  why: string
}

/** What an export never holds unless a column is asked for by name. */
const LEFT_OUT: readonly LeftOutOfExport[] = [
  { what: 'names, identifiers and the like (PS3.15 table E.1-1)', why: 'they identify people, places and visits' },
  { what: 'dates and times', why: 'they single out a visit' },
  { what: 'free text, e.g. StudyDescription', why: 'people write names into it' },
  { what: 'private elements', why: 'only their creators know what they hold' },
  { what: 'file paths', why: 'folders and files are often named after patients' }
]

/** @param key of the remapping of UIDs; undefined where they are kept @param further what else is left out */
export function manifestPhi(
  included: ManifestPhi['included'],
  key: UidKey | undefined,
  further: readonly LeftOutOfExport[] = []
): ManifestPhi {
  const hasPaths = included.some(({ column }) => column === 'path')
  return {
    uids: key === undefined ? 'kept' : 'remapped',
    uidKey: key?.id,
    included,
    leftOut: [...LEFT_OUT.filter(({ what }) => what !== 'file paths' || !hasPaths), ...further]
  }
}
