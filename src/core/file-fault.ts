import type { ParametersOf } from '../messages/message.ts'
import { type FileCode, sayOfFile } from '../messages/of-files.ts'

/** What is wrong with the contents of a file, so that it cannot be read; `Issue` is how that is stored with the file. */
export class FileFault<C extends FileCode, Issue> extends Error {
  readonly code: C
  readonly parameters: ParametersOf<C>

  constructor(code: C, parameters: ParametersOf<C>) {
    super(sayOfFile(code, parameters))
    this.code = code
    this.parameters = parameters
  }

  get issue(): Issue {
    return { code: this.code, parameters: this.parameters } as Issue
  }
}
