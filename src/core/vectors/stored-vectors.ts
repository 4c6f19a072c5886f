import type { FileHandle } from 'node:fs/promises'
import { MedoidError } from '../errors.ts'
import { type NpyNumbers, readNumbers } from './npy-file.ts'
import type { NpyHeader } from './npy-header.ts'

/** Longer vectors than any embedding, and some of them still fit in memory. */
export const MOST_VALUES = 2 ** 24

/** As exact as the file has them. */
export type VectorNumbers = Float32Array | Float64Array

/** Vectors in a file, all of the same length, read as they are asked for; all numbers are finite. */
export interface VectorSource {
  rows: number
  /** Values of a vector. */
  length: number
  /**
   * The vectors of rows `from` to `to` − 1, one after another. Memory is the caller's to bound.
   * @throws MedoidError `vectors-not-finite`, `vectors-unreadable`
   */
  read(from: number, to: number): Promise<VectorNumbers>
  /** Closes the file; a temporary one is gone then. */
  close(): Promise<void>
}

/** Rows of numbers that lie one after another in a file. */
export class StoredVectors implements VectorSource {
  readonly rows: number
  readonly length: number
  private readonly file: FileHandle
  private readonly name: string
  private readonly header: NpyHeader

  /** @param name of the file, for messages */
  constructor(file: FileHandle, name: string, header: NpyHeader) {
    this.file = file
    this.name = name
    this.header = header
    ;[this.rows, this.length] = header.shape
  }

  async read(from: number, to: number): Promise<VectorNumbers> {
    const count = (to - from) * this.length
    const numbers = await readNumbers(this.file, this.header, from * this.length, count)
    if (numbers.length < count) {
      const reason = 'it has become shorter while it was read'
      throw new MedoidError('vectors-unreadable', { path: this.name, reason })
    }
    const floats = toFloats(numbers)
    const wrong = firstNotFinite(floats)
    if (wrong < floats.length)
      throw this.notFinite(from + Math.floor(wrong / this.length), wrong % this.length, numbers[wrong])
    return floats
  }

  close(): Promise<void> {
    return this.file.close()
  }

  private notFinite(row: number, column: number, value: number | bigint): MedoidError {
    return new MedoidError('vectors-not-finite', { file: this.name, row, column, value: String(value) })
  }
}

/** The place of the first number that is not finite, or the length. A loop: `findIndex` takes five times as long. */
function firstNotFinite(floats: VectorNumbers): number {
  let place = 0
  while (place < floats.length && Number.isFinite(floats[place])) place++
  return place
}

function toFloats(numbers: NpyNumbers): VectorNumbers {
  if (numbers instanceof Float32Array || numbers instanceof Float64Array) return numbers
  if (numbers instanceof BigInt64Array || numbers instanceof BigUint64Array) return Float64Array.from(numbers, Number)
  return Float64Array.from(numbers)
}

/** The header that a temporary file of 64-bit numbers would have: it has none. */
export function temporaryHeader(rows: number, length: number): NpyHeader {
  return { type: 'f8', bytes: 8, isBigEndian: false, isFortran: false, shape: [rows, length], dataStart: 0 }
}
