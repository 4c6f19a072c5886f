import { describeTag, type HeaderIssue, type IssueCode } from './issues.ts'

/** Ends the reading of a header: what it says cannot be catalogued. */
export class HeaderFault extends Error {
  readonly issue: HeaderIssue

  constructor(code: IssueCode, message: string) {
    super(message)
    this.issue = { code, message }
  }
}

/** The bytes so far are a beginning: more of them are needed, and can be had. */
export class MoreBytesNeeded extends Error {}

/** What of the bytes at hand decides between truncated and damaged. */
interface Extent {
  /** Of the file. */
  size: number
  /** True where more bytes can be had than `size` tells. */
  partial: boolean
}

/** What the system says of a file that it cannot read; any other error is thrown on. */
export function systemMessage(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (typeof code !== 'string' || !/^E[A-Z0-9]+$/.test(code)) throw error
  return message
}

export function damaged(message: string): never {
  throw new HeaderFault('header-damaged', message)
}

/** An element claims more bytes than what contains it has left. @param end where the container ends */
export function overruns(bytes: Extent, tag: number, at: number, length: number, end: number): never {
  const claim = `${describeTag(tag)} at byte ${at} claims ${length} bytes`
  if (end < bytes.size) damaged(`${claim}; what contains it ends at byte ${end}.`)
  if (bytes.partial) throw new MoreBytesNeeded()
  throw new HeaderFault('header-truncated', `${claim}; the file ends at byte ${bytes.size}.`)
}

/** What contains `what` ends before it does. @param end where the container ends */
export function endsInside(bytes: Extent, what: string, at: number, end: number): never {
  if (end < bytes.size) {
    const subject = what[0].toUpperCase() + what.slice(1)
    damaged(`${subject} at byte ${at} goes on beyond byte ${end}, where what contains it ends.`)
  }
  if (bytes.partial) throw new MoreBytesNeeded()
  throw new HeaderFault('header-truncated', `The file ends at byte ${bytes.size}, inside ${what} at byte ${at}.`)
}
