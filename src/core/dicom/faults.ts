import { ArchiveFault } from '../archives/fault.ts'
import type { ParametersOf } from '../../messages/message.ts'
import { FileFault } from '../file-fault.ts'
import type { InflateProblem } from './inflate.ts'
import { describeTag, type HeaderIssue } from './issues.ts'

/** Why a header cannot be catalogued. */
type FaultCode = 'header-damaged' | 'header-truncated' | 'header-too-large' | 'no-data-set'

/** Ends the reading of a header: what it says cannot be catalogued. */
export class HeaderFault<C extends FaultCode = FaultCode> extends FileFault<C, HeaderIssue> {}

/** The bytes so far are a beginning: more of them are needed, and can be had. */
export class MoreBytesNeeded extends Error {}

/** What of the bytes at hand decides between truncated and damaged. */
interface Extent {
  /** Of the file. */
  size: number
  /** True where more bytes can be had than `size` tells. */
  partial: boolean
}

/** What the system says of a file that it cannot read, or what keeps a member of an archive from being read; any other error is thrown on. */
export function systemMessage(error: unknown): string {
  if (error instanceof ArchiveFault) return error.message
  const { code, message } = error as NodeJS.ErrnoException
  if (typeof code !== 'string' || !/^E[A-Z0-9]+$/.test(code)) throw error
  return message
}

export function damaged(fault: ParametersOf<'header-damaged'>): never {
  throw new HeaderFault('header-damaged', fault)
}

/** @param at byte where the deflated data set begins; null where it is not told */
export function notInflated(problem: InflateProblem, at: number | null): HeaderFault {
  return 'reason' in problem
    ? new HeaderFault('header-damaged', { why: 'not-inflated', at, ...problem })
    : new HeaderFault('header-too-large', { why: 'inflated', at, ...problem })
}

/** An element claims more bytes than what contains it has left. @param end where the container ends */
export function overruns(bytes: Extent, tag: number, at: number, length: number, end: number): never {
  const claim = { why: 'overruns', element: describeTag(tag), at, length } as const
  if (end < bytes.size) damaged({ ...claim, end })
  if (bytes.partial) throw new MoreBytesNeeded()
  throw new HeaderFault('header-truncated', { ...claim, size: bytes.size })
}

/** What contains `inside` ends before it does. @param inside an element, see `describeTag`, or what else @param end where the container ends */
export function endsInside(bytes: Extent, inside: string, at: number, end: number): never {
  if (end < bytes.size) damaged({ why: 'ends-inside', inside, at, end })
  if (bytes.partial) throw new MoreBytesNeeded()
  throw new HeaderFault('header-truncated', { why: 'ends-inside', inside, at, size: bytes.size })
}
