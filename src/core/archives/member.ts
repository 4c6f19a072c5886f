import type { Extent } from './extent.ts'

/** Where the bytes of a member are; plain data, which threads of the process can be sent. */
export type MemberBytes =
  /** As they are. */
  | { how: 'plain'; extent: Extent }
  /** Behind the local header of a zip (APPNOTE 4.3.7), `stored` bytes. @param extent from that header to the end of the archive @param crc CRC-32 of the member */
  | { how: 'zip'; extent: Extent; stored: number; isDeflated: boolean; crc: number }
  /** Not to be had. */
  | { how: 'none'; why: WhyNot }

/** Why a member of an archive is not read. */
export type WhyNot =
  | { why: 'encrypted' }
  /** @param method as APPNOTE 4.4.5 numbers it, or a name */
  | { why: 'method'; method: number | string }
  | { why: 'overlap' }
  | { why: 'outside' }

/** A file in an archive. */
export interface Member {
  /** Its path in the archive, `/` between the names of folders and file; UTF-8 where the archive says so. */
  name: Buffer
  /** In bytes, as the archive says. */
  size: number
  bytes: MemberBytes
}

/** What the listing of an archive left out. */
export interface MembersLeftOut {
  /** Members without a usable name: `..`, a NUL, too long. */
  unsafe: number
  /** Members whose name another one behind them has. */
  repeated: number
  /** Links, which are not followed, and devices. */
  links: number
}

const SLASH = 0x2f
const DOT = 0x2e
/** Longer paths are no system's. */
const LONGEST_NAME = 4096

/**
 * The path of a member as that of a file: without empty parts, `.`, and what makes it absolute.
 * @returns undefined where it is no path below the archive
 */
export function safeName(name: Buffer): Buffer | undefined {
  if (name.length === 0 || name.length > LONGEST_NAME || name.includes(0)) return undefined
  const parts: Buffer[] = []
  for (let from = 0; from <= name.length;) {
    const next = name.indexOf(SLASH, from)
    const end = next < 0 ? name.length : next
    const part = name.subarray(from, end)
    from = end + 1
    if (part.length === 0 || (part.length === 1 && part[0] === DOT)) continue
    if (part.length === 2 && part[0] === DOT && part[1] === DOT) return undefined
    parts.push(part, SEPARATOR)
  }
  return parts.length === 0 ? undefined : Buffer.concat(parts.slice(0, -1))
}

const SEPARATOR = Buffer.from('/')
