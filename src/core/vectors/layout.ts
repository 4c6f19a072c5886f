import { MedoidError } from '../errors.ts'
import { toHalves } from '../half.ts'

/** The formats that vectors are written in. */
export const VECTOR_FORMATS = ['npy', 'parquet'] as const
export type VectorFormat = (typeof VECTOR_FORMATS)[number]

/** How values are written: as IEEE 754 numbers of 32 or of 16 bits. */
export const PRECISIONS = ['f32', 'f16'] as const
export type Precision = (typeof PRECISIONS)[number]

/** Bytes of a value. */
export const VALUE_BYTES: Readonly<Record<Precision, number>> = { f32: 4, f16: 2 }

/** The greatest value that has a half: what is beyond rounds to infinity. */
const MOST_HALF = 65_504

/** The bytes of values as a file has them. @throws MedoidError `beyond-half` */
export function encodeValues(values: Float32Array, precision: Precision): Uint8Array {
  if (precision === 'f32') return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  const beyond = values.find((value) => Math.abs(value) > MOST_HALF)
  if (beyond !== undefined) throw new MedoidError('beyond-half', { value: beyond, most: MOST_HALF })
  return toHalves(values)
}

/** Bytes of vectors that are held in memory, written and committed together: a row group of Parquet. */
const GROUP_BYTES = 2 ** 26

/** Few bytes a vector do not make groups of millions of rows: what else a row has is held, too. */
const MOST_GROUP_ROWS = 65_536

/** Rows of a group, for vectors of so many values. */
export function groupRows(length: number): number {
  return Math.max(1, Math.min(MOST_GROUP_ROWS, Math.floor(GROUP_BYTES / (4 * length))))
}

/** Consecutive rows; `vectors` holds theirs one after another. */
export interface VectorGroup {
  firstRow: number
  uids: readonly string[]
  clusters: Int32Array
  vectors: Float32Array
}

/** What of a written group the end of the file needs to know. */
export interface WrittenGroup {
  rows: number
  bytes: number
}

/** How a format lays out its file: head, groups, tail. All of it is a function of the rows, so that a resumed file is the same. */
export interface VectorLayout {
  /** As many bytes for any number of rows: it is written first, and again when the number is known. */
  head(rows: number): Uint8Array
  group(group: VectorGroup): Uint8Array[]
  tail(groups: readonly WrittenGroup[]): Uint8Array
  /** A second file, where the format has no room for the rest of a row; CSV. */
  index?: { head: string; group(group: VectorGroup): string }
}
