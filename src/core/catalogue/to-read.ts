import type { MemberBytes } from '../archives/member.ts'
import type { HeaderOutcome } from '../dicom/header.ts'
import type { Issue } from './stored/issue.ts'

/** What became of one file; `unreadable` is the file system's word, not the format's. */
export type FileOutcome =
  | HeaderOutcome
  | { status: 'failed'; issues: Issue[] }
  | { status: 'unreadable'; message: string }
  /** An archive whose members are files of their own. */
  | { status: 'opened' }

/** A file, by its path, or a member of an archive that the sender has open. */
export type ToRead = string | Uint8Array | ArchivedFile

/** A file that is read without its path: threads share open files. */
export interface ArchivedFile {
  /** In bytes, and microseconds. */
  size: number
  mtime: number
  /** null: the archive itself, once its members are read. */
  bytes: MemberBytes | null
}
