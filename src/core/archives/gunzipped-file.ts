import { type Extent, part, readExtent } from './extent.ts'
import { ArchiveFault } from './fault.ts'
import { InflatedFile } from './inflated-file.ts'
import { type ArchiveLimits, LIMITS, MOST_OF_A_BYTE } from './limits.ts'

/** RFC 1952, section 2.3: the fixed part of the header, and what follows the data. */
const HEADER = 10
const TRAILER = 8
const FLAG = { headerSum: 2, extra: 4, name: 8, comment: 16 } as const
/** Names and comments that are longer are nobody's. */
const LONGEST_HEADER = 1 << 16

/**
 * A file that gzip has compressed by itself, inflated as far as somebody reads. Its size is what its last four bytes say: below 4 GiB,
 * and of one member, as gzip writes it.
 */
export class GunzippedFile extends InflatedFile {
  private readonly release: () => void

  /** @param close closes the file that it is read of @throws ArchiveFault `archive-damaged` */
  constructor(gzip: Extent, close: () => void, limits: ArchiveLimits = LIMITS) {
    const trailer = Buffer.alloc(TRAILER)
    readExtent(gzip, trailer, 0, TRAILER, Math.max(0, gzip.size - TRAILER))
    const data = dataOf(gzip)
    const size = trailer.readUInt32LE(4)
    if (size > data.size * MOST_OF_A_BYTE) throw damage('its last bytes are not its size')
    super(data, size, trailer.readUInt32LE(0), limits)
    this.release = close
  }

  override close(): void {
    super.close()
    this.release()
  }

  protected override fault(reason: string): ArchiveFault {
    return damage(reason)
  }
}

/** Whether a file begins as gzip's do. */
export function isGzip(file: Extent): boolean {
  const head = Buffer.alloc(3)
  return readExtent(file, head, 0, 3, 0) === 3 && head[0] === 0x1f && head[1] === 0x8b && head[2] === 8
}

/** What is between header and trailer. */
function dataOf(gzip: Extent): Extent {
  const bytes = Buffer.alloc(Math.min(gzip.size, LONGEST_HEADER))
  const head = bytes.subarray(0, readExtent(gzip, bytes, 0, bytes.length, 0))
  const flags = head[3]
  let at = HEADER
  if (flags & FLAG.extra && head.length >= at + 2) at += 2 + head.readUInt16LE(at)
  if (flags & FLAG.name) at = afterNul(head, at)
  if (flags & FLAG.comment) at = afterNul(head, at)
  if (flags & FLAG.headerSum) at += 2
  const data = at > head.length ? undefined : part(gzip, at, gzip.size - TRAILER - at)
  if (data === undefined) throw damage('its header is cut, or too long')
  return data
}

function afterNul(bytes: Buffer, from: number): number {
  const end = bytes.indexOf(0, from)
  return end < 0 ? Infinity : end + 1
}

function damage(reason: string): ArchiveFault {
  return new ArchiveFault('archive-damaged', { kind: 'gzip', reason })
}
