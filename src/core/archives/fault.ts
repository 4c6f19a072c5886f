import type { ParametersOf } from '../../messages/message.ts'
import { sayOfFile } from '../../messages/of-files.ts'

/** Codes of messages/en/archives.ts. */
type ArchiveCode =
  'archive-not-opened' | 'archive-damaged' | 'archive-too-large' | 'archive-left-out' | 'member-not-opened'

/** What is wrong with an archive or a member, as it is stored with the file. */
export type ArchiveIssue = { [C in ArchiveCode]: { code: C; parameters: ParametersOf<C> } }[ArchiveCode]

/** An archive or a member that cannot be read, which is no fault of the file system's. */
export class ArchiveFault<C extends ArchiveCode = ArchiveCode> extends Error {
  readonly code: C
  readonly parameters: ParametersOf<C>

  constructor(code: C, parameters: ParametersOf<C>) {
    super(sayOfFile(code, parameters))
    this.code = code
    this.parameters = parameters
  }

  get issue(): ArchiveIssue {
    return { code: this.code, parameters: this.parameters } as ArchiveIssue
  }
}
