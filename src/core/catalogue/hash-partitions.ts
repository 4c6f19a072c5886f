import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MedoidError } from '../errors.ts'

/** Keys of a partition, so that counting them takes 40 MB whatever the number of keys. */
const KEYS_A_PARTITION = 2 ** 20
/** Numbers of 32 bits a record: high half, low half. */
const RECORD = 2
/** Records that a partition keeps in memory before they go to the file: 128 KB. */
const RECORDS_A_BLOCK = 2 ** 14

/**
 * 64-bit keys (two lanes, see hash.ts) distributed over partitions by their high half: equal keys
 * are in one partition, so that each can be counted by itself. Where there are several, they lie in a temporary file that is the
 * user's alone; it holds hashes and no values.
 */
export class HashPartitions {
  readonly count: number
  private readonly keys: number
  private readonly blocks: Uint32Array[]
  private readonly filled: Uint32Array
  /** Where the blocks of each partition begin in the file. */
  private readonly written: number[][]
  private file: { descriptor: number; size: number } | null = null

  /** @param keys about how many there will be @param each how many of them are to lie in a partition */
  constructor(keys: number, each = KEYS_A_PARTITION) {
    this.keys = keys
    this.count = Math.max(1, Math.ceil(keys / each))
    const records = this.count === 1 ? Math.max(1, keys) : RECORDS_A_BLOCK
    this.blocks = Array.from({ length: this.count }, () => new Uint32Array(records * RECORD))
    this.filled = new Uint32Array(this.count)
    this.written = this.blocks.map(() => [])
  }

  /** The partition of a key. */
  of(high: number): number {
    return high % this.count
  }

  add(high: number, low: number): void {
    const partition = this.of(high)
    if (this.filled[partition] === this.blocks[partition].length) this.spill(partition)
    const block = this.blocks[partition]
    let at = this.filled[partition]
    block[at++] = high
    block[at++] = low
    this.filled[partition] = at
  }

  /** Keys that lie in a partition. */
  size(partition: number): number {
    const inFile = this.written[partition].length * this.blocks[partition].length
    return (inFile + this.filled[partition]) / RECORD
  }

  /** The keys of a partition, in the order in which they came. */
  each(partition: number, visit: (high: number, low: number) => void): void {
    const block = new Uint32Array(this.blocks[partition].length)
    const bytes = new Uint8Array(block.buffer)
    for (const position of this.written[partition]) {
      let read = 0
      while (read < bytes.length) {
        const some = readSync(this.file!.descriptor, bytes, read, bytes.length - read, position + read)
        if (some === 0) throw new Error('The temporary file of hashes has been cut short.')
        read += some
      }
      for (let at = 0; at < block.length; at += RECORD) visit(block[at], block[at + 1])
    }
    const rest = this.blocks[partition]
    for (let at = 0; at < this.filled[partition]; at += RECORD) visit(rest[at], rest[at + 1])
  }

  close(): void {
    if (this.file === null) return
    closeSync(this.file.descriptor)
    this.file = null
  }

  private spill(partition: number): void {
    try {
      this.file ??= { descriptor: temporaryFile(), size: 0 }
      const { file } = this
      const bytes = new Uint8Array(this.blocks[partition].buffer)
      for (let done = 0; done < bytes.length;) {
        done += writeSync(file.descriptor, bytes, done, bytes.length - done, file.size + done)
      }
      this.written[partition].push(file.size)
      file.size += bytes.length
      this.filled[partition] = 0
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException
      if (code !== 'ENOSPC' && code !== 'EDQUOT' && code !== 'EFBIG') throw cause
      const bytes = this.keys * RECORD * 4
      throw new MedoidError('disk-full', { why: 'temporary', folder: tmpdir(), bytes }, { cause })
    }
  }
}

function temporaryFile(): number {
  const folder = mkdtempSync(join(tmpdir(), 'medoid-count-'))
  const descriptor = openSync(join(folder, 'hashes'), 'wx+', 0o600)
  // The open file lives on without its name, until it is closed.
  rmSync(folder, { recursive: true, force: true })
  return descriptor
}
