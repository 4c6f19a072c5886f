import yauzl from 'yauzl'
import { type Extent, part, readExtent } from './extent.ts'
import { ArchiveFault } from './fault.ts'
import type { MemberListing } from './listing.ts'
import type { MemberBytes } from './member.ts'

const STORED = 0
const DEFLATED = 8
const LOCAL_HEADER = 30
/** What is read of a central directory at once. */
const WINDOW = 1 << 18
/** Unix file types in the upper half of the external attributes. */
const TYPE = 0o170000
const LINK = 0o120000

/**
 * Lists the members of a zip (PKWARE's APPNOTE) by its central directory, zip64 too.
 * @throws ArchiveFault `archive-damaged` where the directory cannot be found or read on; what comes before is in the listing
 */
export function* listZip(archive: Extent, listing: MemberListing): Generator<void, void> {
  const zip = openZip(archive)
  const { entryCount } = zip
  listing.checkCount(entryCount)
  const places = new Map<number, { from: number; end: number }>()
  for (let i = 0; i < entryCount; i++) {
    const entry = nextEntry(zip, i)
    const type = (entry.externalFileAttributes >>> 16) & TYPE
    const name = Buffer.from(
      yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false)
    )
    if (name.at(-1) === 0x2f) continue
    if (type === LINK && entry.versionMadeBy >>> 8 === 3) listing.leftOut.links++
    else {
      const member = listing.add(name, entry.uncompressedSize, bytesOf(archive, entry))
      const from = entry.relativeOffsetOfLocalHeader
      if (member >= 0) places.set(member, { from, end: from + LOCAL_HEADER + entry.compressedSize })
    }
    if (i % 1024 === 0) yield
  }
  // Members that share bytes are how a few kilobytes unpack to terabytes.
  let taken = -1
  for (const [member, { from, end }] of [...places].sort(([, a], [, b]) => a.from - b.from)) {
    if (from < taken) listing.refuse(member, { why: 'overlap' })
    taken = Math.max(taken, end)
  }
}

function bytesOf(archive: Extent, entry: yauzl.Entry): MemberBytes {
  const { compressionMethod: method, compressedSize: stored, relativeOffsetOfLocalHeader: at } = entry
  if (entry.generalPurposeBitFlag & 1) return { how: 'none', why: { why: 'encrypted' } }
  if (method !== STORED && method !== DEFLATED) return { how: 'none', why: { why: 'method', method } }
  const extent = part(archive, at, archive.size - at)
  if (extent === undefined || stored + LOCAL_HEADER > extent.size) return { how: 'none', why: { why: 'outside' } }
  return { how: 'zip', extent, stored, isDeflated: method === DEFLATED, crc: entry.crc32 >>> 0 }
}

/**
 * Where the data of a member are, which only its local header tells.
 * @throws ArchiveFault `member-not-opened`
 */
export function zipData(extent: Extent, stored: number): Extent {
  const header = Buffer.alloc(LOCAL_HEADER)
  const read = readExtent(extent, header, 0, LOCAL_HEADER, 0)
  const isHeader = read === LOCAL_HEADER && header.readUInt32LE(0) === 0x04034b50
  const data = isHeader
    ? part(extent, LOCAL_HEADER + header.readUInt16LE(26) + header.readUInt16LE(28), stored)
    : undefined
  if (data === undefined) throw new ArchiveFault('member-not-opened', { why: 'outside' })
  return data
}

/** yauzl's reader over a file that is read synchronously: it calls back at once, and so does yauzl. */
class Reader extends yauzl.RandomAccessReader {
  private readonly archive: Extent
  private readonly window = Buffer.alloc(WINDOW)
  private from = 0
  private length = 0

  constructor(archive: Extent) {
    super()
    this.archive = archive
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void
  ): void {
    let read: number
    try {
      read = this.readNow(buffer, offset, length, position)
    } catch (error) {
      callback(error as Error)
      return
    }
    callback(null, read)
  }

  private readNow(buffer: Buffer, offset: number, length: number, position: number): number {
    if (length > WINDOW) return readExtent(this.archive, buffer, offset, length, position)
    if (position < this.from || position + length > this.from + this.length) {
      this.from = position
      this.length = readExtent(this.archive, this.window, 0, WINDOW, position)
    }
    const start = position - this.from
    return this.window.copy(buffer, offset, start, Math.min(start + length, this.length))
  }
}

function openZip(archive: Extent): yauzl.ZipFile {
  let failed: Error | null | undefined
  let opened: yauzl.ZipFile | undefined
  const options = { lazyEntries: true, decodeStrings: false, autoClose: false, validateEntrySizes: false }
  yauzl.fromRandomAccessReader(new Reader(archive), archive.size, options, (error, zip) => {
    failed = error
    opened = zip
  })
  if (opened === undefined) throw damage(failed, 0)
  return opened
}

function nextEntry(zip: yauzl.ZipFile, index: number): yauzl.Entry {
  let failed: Error | undefined
  let found: yauzl.Entry | undefined
  const onEntry = (entry: yauzl.Entry): void => {
    found = entry
  }
  const onError = (error: Error): void => {
    failed = error
  }
  zip.once('entry', onEntry).once('error', onError)
  zip.readEntry()
  zip.off('entry', onEntry).off('error', onError)
  if (found === undefined) throw damage(failed, index)
  return found
}

/** In the words of yauzl, which says of a zip that is cut that it is none; an error of the system is thrown on. */
function damage(error: Error | null | undefined, read: number): Error {
  if (error != null && typeof (error as NodeJS.ErrnoException).errno === 'number') return error
  const said = error?.message ?? 'a member has no name'
  const reason = said.startsWith('End of central directory') ? 'the list of its files, at its end, is missing' : said
  return new ArchiveFault('archive-damaged', { kind: 'zip', reason, read })
}
