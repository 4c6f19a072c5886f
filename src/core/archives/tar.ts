import { Header } from 'tar/header'
import { Pax } from 'tar/pax'
import { type Extent, part, readExtent } from './extent.ts'
import { ArchiveFault } from './fault.ts'
import type { MemberListing } from './listing.ts'
import type { MemberBytes } from './member.ts'

const BLOCK = 512
/** What is read of a header and beyond: small members follow at once. */
const WINDOW = 1 << 14
/** Extended headers and long names that are longer are nobody's. */
const MAX_EXTENDED = 1 << 20
const REPLACEMENT = '\ufffd'

/** What extended headers say of the file that follows. */
interface Extended {
  pax: Pax | undefined
  /** Of GNU tar. */
  longName: Buffer | undefined
  isSparse: boolean
}

const NOTHING: Extended = { pax: undefined, longName: undefined, isSparse: false }

/**
 * Lists the members of a tar (POSIX.1-2001 ustar and pax, GNU) by its headers, without reading what is between them.
 * @throws ArchiveFault `archive-damaged` where what follows is no header; what comes before is in the listing
 */
export function* listTar(archive: Extent, listing: MemberListing): Generator<void, void> {
  const window = new Window(archive)
  let extended = NOTHING
  let everyone: Pax | undefined
  let headers = 0
  let zeros = 0
  for (let at = 0; at < archive.size;) {
    if (++headers % 1024 === 0) yield
    const block = window.read(at, BLOCK)
    if (block.length < BLOCK) throw damage(at, 'it is cut', listing)
    const header = tarHeader(block, extended.pax, everyone)
    if (header === undefined) throw damage(at, 'what is there is no header', listing)
    if (header.nullBlock) {
      if (++zeros === 2) return
      at += BLOCK
      continue
    }
    zeros = 0
    const { size = -1 } = header
    if (!header.cksumValid || !Number.isSafeInteger(size) || size < 0)
      throw damage(at, 'what is there is no header', listing)
    const data = at + BLOCK
    at = data + Math.ceil(size / BLOCK) * BLOCK
    switch (header.type) {
      case 'ExtendedHeader':
      case 'OldExtendedHeader': {
        const text = body(window, data, size, listing).toString('utf8')
        extended = { ...extended, pax: Pax.parse(text, extended.pax, false), isSparse: text.includes(' GNU.sparse.') }
        continue
      }
      case 'GlobalExtendedHeader':
        everyone = Pax.parse(body(window, data, size, listing).toString('utf8'), everyone, true)
        continue
      case 'NextFileHasLongPath':
      case 'OldGnuLongPath':
        extended = withLongName(extended, untilNul(body(window, data, size, listing)))
        continue
      case 'NextFileHasLongLinkpath':
        continue
      case 'File':
      case 'OldFile':
      case 'ContiguousFile':
        listing.add(nameOf(header, block, extended), size, bytesOf(archive, data, size, extended))
        break
      case 'Directory':
      case 'GNUDumpDir':
        break
      case 'SparseFile':
        listing.add(nameOf(header, block, extended), size, { how: 'none', why: { why: 'method', method: 'sparse' } })
        break
      default:
        listing.leftOut.links++
    }
    extended = NOTHING
  }
}

/** A header as it is; undefined where its numbers are none. @param block its 512 bytes */
function tarHeader(block: Buffer, pax?: Pax, everyone?: Pax): Header | undefined {
  try {
    return new Header(block, 0, pax, everyone)
  } catch (error) {
    // What `tar` throws at numbers beyond what JavaScript counts exactly.
    if (error instanceof Error && error.constructor === Error) return undefined
    throw error
  }
}

/** Whether the first bytes of a file are a header of a tar, which before POSIX had no other sign. */
export function isTarHeader(head: Buffer): boolean {
  return head.length >= BLOCK && tarHeader(head)?.cksumValid === true
}

function bytesOf(archive: Extent, at: number, size: number, { isSparse }: Extended): MemberBytes {
  if (isSparse) return { how: 'none', why: { why: 'method', method: 'sparse' } }
  const extent = part(archive, at, size)
  return extent === undefined ? { how: 'none', why: { why: 'outside' } } : { how: 'plain', extent }
}

/** The header has the beginning of the name, by which alone `tar` would take it for a folder's where it ends with `/`. */
function withLongName(extended: Extended, longName: Buffer): Extended {
  return { ...extended, longName, pax: new Pax({ ...extended.pax, path: longName.toString() }) }
}

/** As bytes, since a tar does not say how its names are encoded. */
function nameOf(header: Header, block: Buffer, { pax, longName }: Extended): Buffer {
  if (longName !== undefined) return longName
  if (pax?.path !== undefined) return Buffer.from(pax.path)
  const text = header.path ?? ''
  if (!text.includes(REPLACEMENT)) return Buffer.from(text)
  const name = untilNul(block.subarray(0, 100))
  const prefix = block.toString('latin1', 257, 265) === 'ustar\x0000' ? untilNul(block.subarray(345, 500)) : ''
  return prefix.length === 0 ? Buffer.from(name) : Buffer.concat([Buffer.from(prefix), Buffer.from('/'), name])
}

function untilNul(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0)
  return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end))
}

function body(window: Window, at: number, size: number, listing: MemberListing): Buffer {
  const bytes = size > MAX_EXTENDED ? undefined : window.read(at, size)
  if (bytes?.length !== size) throw damage(at, 'an extended header is cut, or too long', listing)
  return bytes
}

function damage(at: number, what: string, listing: MemberListing): ArchiveFault {
  return new ArchiveFault('archive-damaged', {
    kind: 'tar',
    reason: `at byte ${at}, ${what}`,
    read: listing.members.length
  })
}

class Window {
  private readonly archive: Extent
  private readonly bytes = Buffer.alloc(WINDOW)
  private from = 0
  private length = 0

  constructor(archive: Extent) {
    this.archive = archive
  }

  /** Bytes that the next call overwrites; fewer where the archive ends. */
  read(position: number, length: number): Buffer {
    if (length > WINDOW) {
      const bytes = Buffer.alloc(length)
      return bytes.subarray(0, readExtent(this.archive, bytes, 0, length, position))
    }
    if (position < this.from || position + length > this.from + this.length) {
      this.from = position
      this.length = readExtent(this.archive, this.bytes, 0, WINDOW, position)
    }
    const start = position - this.from
    return this.bytes.subarray(start, Math.min(start + length, this.length))
  }
}
