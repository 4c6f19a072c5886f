import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { hashInto } from '../hash.ts'

/** So many texts a bucket are in memory at a time. */
const TEXTS_A_BUCKET = 65_536
const MOST_BUCKETS = 1024
/** Bytes of a bucket that are gathered before they are written. */
const BLOCK = 32_768
/** Bytes before each text: a number, and how long the text is. */
const HEAD = 8

/**
 * Texts with a number each, in a file, so that equal ones can be found among millions in little memory: those that are equal are in
 * one bucket.
 */
export class TextBuckets {
  private readonly path: string
  private file: number | null = null
  private end = 0
  private readonly blocks: Buffer[]
  private readonly filled: Uint32Array
  /** By bucket: where its blocks stand in the file, and how long they are. */
  private readonly written: [place: number, bytes: number][][]
  private readonly lanes = new Uint32Array(2)

  /** @param path where the file is to be, if there is to be one @param texts how many there will be, about */
  constructor(path: string, texts: number) {
    this.path = path
    const buckets = Math.min(MOST_BUCKETS, Math.ceil(texts / TEXTS_A_BUCKET)) || 1
    this.blocks = Array.from({ length: buckets }, () => Buffer.allocUnsafe(BLOCK))
    this.filled = new Uint32Array(buckets)
    this.written = Array.from({ length: buckets }, () => [])
  }

  /** @param bytes the text is from `start` to `end` of these @param number below 2^32 */
  add(bytes: Uint8Array, start: number, end: number, number: number): void {
    hashInto(bytes, start, end, this.lanes)
    const bucket = this.lanes[0] % this.blocks.length
    const length = end - start
    if (this.filled[bucket] + HEAD + length > BLOCK) this.writeBlock(bucket)
    // A text that is longer than a block gets one of its own.
    const isLong = HEAD + length > BLOCK
    const block = isLong ? Buffer.allocUnsafe(HEAD + length) : this.blocks[bucket]
    const at = isLong ? 0 : this.filled[bucket]
    block.writeUInt32LE(number, at)
    block.writeUInt32LE(length, at + 4)
    block.set(bytes.subarray(start, end), at + HEAD)
    if (isLong) this.write(bucket, block)
    else this.filled[bucket] += HEAD + length
  }

  /** Visits every text that was added before with another number; that of the first one comes with it. */
  *repeated(): Generator<{ number: number; first: number }> {
    for (let bucket = 0; bucket < this.blocks.length; bucket++) {
      const numbers = new Map<string, number>()
      for (const block of this.blocksOf(bucket)) {
        for (let at = 0; at < block.length;) {
          const number = block.readUInt32LE(at)
          const end = at + HEAD + block.readUInt32LE(at + 4)
          // Any bytes are text in Latin-1, and different ones different text.
          const text = block.toString('latin1', at + HEAD, end)
          const first = numbers.get(text)
          if (first === undefined) numbers.set(text, number)
          else yield { number, first }
          at = end
        }
      }
    }
  }

  /** Removes the file. */
  close(): void {
    if (this.file === null) return
    closeSync(this.file)
    rmSync(this.path, { force: true })
    this.file = null
  }

  private *blocksOf(bucket: number): Iterable<Buffer> {
    for (const [place, bytes] of this.written[bucket]) {
      const block = Buffer.allocUnsafe(bytes)
      for (let read = 0; read < bytes;) read += readSync(this.file!, block, read, bytes - read, place + read)
      yield block
    }
    yield this.blocks[bucket].subarray(0, this.filled[bucket])
  }

  private writeBlock(bucket: number): void {
    if (this.filled[bucket] === 0) return
    this.write(bucket, this.blocks[bucket].subarray(0, this.filled[bucket]))
    this.filled[bucket] = 0
  }

  private write(bucket: number, bytes: Buffer): void {
    this.file ??= openSync(this.path, 'w+', 0o600)
    for (let done = 0; done < bytes.length;) {
      done += writeSync(this.file, bytes, done, bytes.length - done, this.end + done)
    }
    this.written[bucket].push([this.end, bytes.length])
    this.end += bytes.length
  }
}
