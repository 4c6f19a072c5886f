import type { ParametersOf } from '../../messages/message.ts'
import { FileFault } from '../file-fault.ts'

/** Codes of messages/en/archives.ts. */
type ArchiveCode =
  'archive-not-opened' | 'archive-damaged' | 'archive-too-large' | 'archive-left-out' | 'member-not-opened'

/** What is wrong with an archive or a member, as it is stored with the file. */
export type ArchiveIssue = { [C in ArchiveCode]: { code: C; parameters: ParametersOf<C> } }[ArchiveCode]

/** An archive or a member that cannot be read, which is no fault of the file system's. */
export class ArchiveFault<C extends ArchiveCode = ArchiveCode> extends FileFault<C, ArchiveIssue> {}
