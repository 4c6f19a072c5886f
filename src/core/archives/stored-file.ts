import { crc32 } from 'node:zlib'
import { ExtentFile, type Extent } from './extent.ts'
import { ArchiveFault } from './fault.ts'
import { WRONG_SUM } from './inflated-file.ts'

/** A member that is stored as it is. Its checksum is verified where it is read from its beginning to its end. */
export class StoredFile extends ExtentFile {
  private readonly crc: number
  /** Of as many bytes from the beginning. */
  private sum = 0
  private summed = 0

  /** @param crc CRC-32 as the archive has it */
  constructor(extent: Extent, crc: number) {
    super(extent)
    this.crc = crc
  }

  override read(buffer: Uint8Array, offset: number, length: number, position: number): number {
    const read = super.read(buffer, offset, length, position)
    if (position <= this.summed && position + read > this.summed) {
      this.sum = crc32(buffer.subarray(offset + this.summed - position, offset + read), this.sum)
      this.summed = position + read
    }
    if (this.summed === this.size && this.sum !== this.crc && this.size > 0) {
      throw new ArchiveFault('member-not-opened', { why: 'damaged', reason: WRONG_SUM })
    }
    return read
  }
}
