import { FIRST_READ, type OpenFile } from '../archives/extent.ts'
import { openFile } from '../archives/open-file.ts'
import { HeaderFault } from './faults.ts'

/** Bytes that are read of one header at most; long values that are passed over do not count. */
const MAX_READ = 256 << 20
/** Bytes of one header that are held at once at most. */
const MAX_HELD = 64 << 20
/** What is read ahead behind a value that was passed over, since the next one may be passed over as well. */
const AHEAD_BEHIND_GAP = 4096
/** A buffer that grew beyond this is given back after the file. */
const KEEP_BUFFER = 4 << 20
/** What a skipped item may fill of the buffer before it is dropped from it. */
const DROP_FROM = 1 << 18

/**
 * The bytes of one file's header: a window that reads on as the walk gets there, and passes over what nobody needs. All
 * positions are offsets in the file; the byte at `position` is `buffer[position − skew]`. `skew` and `buffer` change
 * only in `fill`, and what was in the buffer stays at its index there.
 */
export class HeaderBytes {
  buffer: Buffer = Buffer.alloc(FIRST_READ)
  /** Bytes of `buffer` that are valid. */
  end = 0
  skew = 0
  /** Of the file. */
  size = 0
  /** While ≥ 0: from this index of the buffer on, nothing behind the current position is needed any more. */
  dropFrom = -1
  /** True where the bytes are the beginning of a longer stream whose rest can be had (deflated data sets). */
  partial = false
  private own: Buffer = this.buffer
  private file: OpenFile | null = null
  private read = 0
  /** True where the last value was passed over, as the next one may be. */
  private isBehindGap = false
  private readonly scratch = Buffer.alloc(16)

  /**
   * @param file its path, see `openFile`, or the file itself, which `close` closes @param size of the file, where the caller knows it
   * @throws the system's error, or ArchiveFault
   */
  open(file: string | Buffer | OpenFile, size = -1): void {
    this.reset(this.own)
    this.file = typeof file === 'string' || Buffer.isBuffer(file) ? openFile(file) : file
    const { firstRead } = this.file
    const first = size < 0 ? firstRead : Math.min(size, firstRead)
    this.end = this.file.read(this.buffer, 0, first, 0)
    this.read = this.end
    this.isBehindGap = false
    // A file may have become shorter since its size was asked.
    this.size = this.end < first || first < firstRead ? this.end : size < 0 ? this.file.size : size
  }

  /** Bytes in memory. @param size of the file that they begin */
  use(bytes: Uint8Array, size = bytes.length, partial = false): void {
    this.reset(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))
    this.end = bytes.length
    this.size = Math.max(size, this.end)
    this.partial = partial
  }

  close(): void {
    this.file?.close()
    this.file = null
    if (this.own.length > KEEP_BUFFER) this.own = Buffer.alloc(FIRST_READ)
    this.buffer = this.own
    this.end = 0
  }

  /** All bytes of the file from `position` to its end, at most `limit` of them. */
  rest(position: number, limit: number): Buffer {
    const length = Math.min(limit, this.size - position)
    this.fill(position, length)
    return this.buffer.subarray(position - this.skew, Math.min(this.end, position - this.skew + length))
  }

  /**
   * Makes [position, position + length) available, as far as the file goes; bytes between the buffer's end and
   * `position` are passed over without reading them.
   * @returns the index of `position` in `buffer`
   * @throws HeaderFault header-too-large
   */
  fill(position: number, length: number): number {
    const start = position - this.skew
    if (start + length <= this.end) return start
    if (this.file === null) return this.fillFromMemory(position)
    if (this.dropFrom >= 0 && start - this.dropFrom >= DROP_FROM) this.drop(start)
    else if (start > this.end) {
      this.skew += start - this.end
      this.isBehindGap = true
    }
    return this.readOn(position, length)
  }

  /**
   * Nothing from `position` on that is in the buffer is needed any more: the value there is passed over, and what follows
   * it is read into its place.
   */
  pass(position: number): void {
    if (this.file === null) return
    this.end = Math.min(this.end, Math.max(0, position - this.skew))
  }

  /**
   * Up to 16 bytes anywhere in the file, without moving the window; fewer where the file ends.
   * The next call overwrites them.
   */
  peek(position: number, length: number): Buffer {
    const start = position - this.skew
    if (start >= 0 && start + length <= this.end) return this.buffer.subarray(start, start + length)
    if (this.file !== null) return this.scratch.subarray(0, this.file.read(this.scratch, 0, length, position))
    return this.buffer.subarray(Math.min(start, this.end), this.end)
  }

  /**
   * Any range of the file, without moving the window; shorter where the file ends. Its length is for the caller to bound.
   * @param room for it, where it is long enough; else it gets a buffer of its own
   */
  range(position: number, length: number, room?: Buffer): Buffer {
    const size = Math.max(0, Math.min(length, this.size - position))
    const bytes = room !== undefined && size <= room.length ? room.subarray(0, size) : Buffer.allocUnsafeSlow(size)
    const end =
      this.file === null
        ? this.buffer.copy(bytes, 0, Math.min(position - this.skew, this.end))
        : this.file.read(bytes, 0, size, position)
    return bytes.subarray(0, end)
  }

  private reset(buffer: Buffer): void {
    this.buffer = buffer
    this.skew = 0
    this.dropFrom = -1
    this.partial = false
    this.file = null
  }

  private fillFromMemory(position: number): number {
    return Math.min(position - this.skew, this.end)
  }

  private drop(start: number): void {
    const left = Math.max(0, this.end - start)
    this.buffer.copyWithin(this.dropFrom, start, start + left)
    this.skew += start - this.dropFrom
    this.end = this.dropFrom + left
  }

  private readOn(position: number, length: number): number {
    const start = position - this.skew
    const needed = Math.min(start + length, this.size - this.skew)
    if (needed > MAX_HELD || this.read > MAX_READ) {
      throw new HeaderFault('header-too-large', { why: 'length', at: position })
    }
    // More than asked, and the more the longer the header, so that it takes few reads.
    const ahead = this.isBehindGap ? AHEAD_BEHIND_GAP : Math.max(this.end, this.file!.firstRead)
    this.isBehindGap = false
    const wanted = Math.min(Math.max(needed, this.end + ahead), MAX_HELD, this.size - this.skew)
    if (wanted > this.buffer.length) {
      const grown = Buffer.alloc(2 ** Math.ceil(Math.log2(wanted)))
      this.buffer.copy(grown, 0, 0, this.end)
      this.buffer = this.own = grown
    }
    if (this.end < needed) {
      const got = this.file!.read(this.buffer, this.end, wanted - this.end, this.end + this.skew)
      this.end += got
      this.read += got
    }
    return start
  }
}
