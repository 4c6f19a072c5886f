/** The formats that vectors are written in. */
export const VECTOR_FORMATS = ['npy', 'parquet'] as const
export type VectorFormat = (typeof VECTOR_FORMATS)[number]

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
