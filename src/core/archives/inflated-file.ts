import { closeSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { type Extent, type OpenFile, readExtent } from './extent.ts'
import { ArchiveFault } from './fault.ts'
import { giveBack, type Inflater, takeInflater } from './inflater.ts'
import { type ArchiveLimits, MOST_OF_A_BYTE } from './limits.ts'
import { checkRoom, temporaryFile, writeFully } from './temporary-file.ts'

/** Compressed bytes that are taken at a time, first few, since most headers are short: they become no more than 16 MiB. */
const FIRST_PIECE = 4 << 10
const PIECE = 16 << 10
const FIRST_ROOM = 32 << 10
/** What is inflated in memory; more goes to a temporary file. */
const IN_MEMORY = 32 << 20

export const WRONG_SUM = 'its bytes are not those of its checksum (CRC-32)'

/**
 * A deflated member, inflated from its beginning as far as somebody reads. Its checksum is verified with the first read for which all
 * of it is inflated: to do so for every header would take inflating every picture.
 */
export class InflatedFile implements OpenFile {
  readonly size: number
  readonly firstRead = 2 * FIRST_PIECE
  private readonly deflated: Extent
  private readonly limits: ArchiveLimits
  private inflater: Inflater | null = null
  private readonly piece = Buffer.allocUnsafe(PIECE)
  private taken = 0
  /** Of `bytes`, or of the temporary file. */
  private length = 0
  private bytes: Buffer = Buffer.allocUnsafe(FIRST_ROOM)
  private file = -1
  /** CRC-32 as the archive has it, and of what is inflated. */
  private readonly crc: number
  private sum = 0

  /** @param size that the archive declares: what is inflated beyond is cut off @throws ArchiveFault `member-not-opened` */
  constructor(deflated: Extent, size: number, crc: number, limits: ArchiveLimits) {
    this.crc = crc
    if (size > deflated.size * MOST_OF_A_BYTE) throw new ArchiveFault('member-not-opened', { why: 'size', size })
    this.deflated = deflated
    this.size = size
    this.limits = limits
  }

  read(buffer: Uint8Array, offset: number, length: number, position: number): number {
    const end = Math.min(position + length, this.size)
    if (end <= position) return 0
    this.inflateTo(end)
    if (this.file >= 0) {
      return readExtent({ file: this.file, at: 0, size: this.length }, buffer, offset, end - position, position)
    }
    buffer.set(this.bytes.subarray(position, end), offset)
    return end - position
  }

  /** All of it, as a temporary file that is the caller's to close. */
  takeFile(): number {
    if (this.file < 0) this.spill()
    this.inflateTo(this.size)
    const { file } = this
    this.file = -1
    return file
  }

  close(): void {
    if (this.file >= 0) closeSync(this.file)
    this.file = -1
    if (this.inflater !== null) giveBack(this.inflater)
    this.inflater = null
  }

  private inflateTo(end: number): void {
    if (end > this.limits.inflated && end > IN_MEMORY) {
      throw new ArchiveFault('member-not-opened', { why: 'long', most: this.limits.inflated })
    }
    if (this.inflater === null) {
      this.inflater = takeInflater()
      this.inflater.onBytes = (bytes) => this.keep(bytes)
    }
    while (this.length < end) {
      const wanted = Math.min(PIECE, Math.max(FIRST_PIECE, this.taken))
      const read = readExtent(this.deflated, this.piece, 0, wanted, this.taken)
      if (read > 0) this.inflater.write(this.piece.subarray(0, read))
      this.taken += read
      const { failure } = this.inflater
      // What zlib says is about the member; anything else is about the disk for temporary files.
      if (failure !== undefined) throw failure.code?.startsWith('Z_') ? this.fault(failure.message) : failure
      if (read === 0 && this.length < end) throw this.fault(`it ends at byte ${this.length} of ${this.size}`)
    }
    if (this.length === this.size && this.sum !== this.crc) throw this.fault(WRONG_SUM)
  }

  private keep(chunk: Buffer): void {
    const bytes = chunk.subarray(0, this.size - this.length)
    const needed = this.length + bytes.length
    if (this.file < 0 && needed > IN_MEMORY) this.spill()
    if (this.file >= 0) writeFully(this.file, bytes, this.length)
    else {
      if (needed > this.bytes.length) {
        const grown = Buffer.allocUnsafe(Math.min(Math.max(this.size, FIRST_ROOM), 2 ** Math.ceil(Math.log2(needed))))
        this.bytes.copy(grown, 0, 0, this.length)
        this.bytes = grown
      }
      bytes.copy(this.bytes, this.length)
    }
    this.length = needed
    this.sum = crc32(bytes, this.sum)
  }

  /** @param reason what is wrong with the bytes */
  protected fault(reason: string): ArchiveFault {
    return new ArchiveFault('member-not-opened', { why: 'damaged', reason })
  }

  private spill(): void {
    checkRoom(this.size, this.limits.reserve)
    this.file = temporaryFile()
    writeFully(this.file, this.bytes.subarray(0, this.length), 0)
    this.bytes = Buffer.alloc(0)
  }
}
