import { readFully } from '../read-fully.ts'

/** A range of an open file, which whoever made it closes. Threads of a process share open files. */
export interface Extent {
  /** The descriptor. */
  file: number
  /** Where it begins, in bytes. */
  at: number
  /** In bytes. */
  size: number
}

/**
 * Reads as `readFully` does, and nothing beyond the range.
 * @returns the bytes read; fewer than `length` only where the range or its file ends
 */
export function readExtent(
  extent: Extent,
  buffer: Uint8Array,
  offset: number,
  length: number,
  position: number
): number {
  const within = Math.max(0, Math.min(length, extent.size - position))
  return within === 0 ? 0 : readFully(extent.file, buffer, offset, within, extent.at + position)
}

/** @returns undefined where it does not lie in the range */
export function part(extent: Extent, at: number, size: number): Extent | undefined {
  if (!(at >= 0 && size >= 0 && at + size <= extent.size)) return undefined
  return { file: extent.file, at: extent.at + at, size }
}

/** A file that is open for reading, be it of the file system or of an archive. */
export interface OpenFile {
  /** In bytes. */
  readonly size: number
  /** Bytes from its beginning that cost about as little as fewer would. */
  readonly firstRead: number
  /**
   * Reads `length` bytes from `position` into `buffer` at `offset`.
   * @returns the bytes read; fewer than `length` only where the file ends
   * @throws the system's error, or ArchiveFault `member-not-opened`
   */
  read(buffer: Uint8Array, offset: number, length: number, position: number): number
  close(): void
}

/** What is read of a file of a disk first: most headers end within. */
export const FIRST_READ = 65_536

/** A part of a file that somebody else closes. */
export class ExtentFile implements OpenFile {
  readonly firstRead = FIRST_READ
  private readonly extent: Extent

  constructor(extent: Extent) {
    this.extent = extent
  }

  get size(): number {
    return this.extent.size
  }

  read(buffer: Uint8Array, offset: number, length: number, position: number): number {
    return readExtent(this.extent, buffer, offset, length, position)
  }

  close(): void {}
}
