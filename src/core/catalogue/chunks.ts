/** Instances a chunk: one row of the table `column` holds one tag's codes for that many consecutive instances. */
export const CHUNK = 4096

/** How `column.data` is to be read. */
export const Encoding = {
  /** One code for all rows; `data` is that integer. */
  constant: 0,
  /** Pairs of (length, code), both as varints: archives are walked series by series, so most columns are runs. */
  runs: 1,
  u8: 2,
  u16: 3,
  u32: 4,
  /** Texts instead of codes, once a tag is high-cardinality; see `encodePlain`. */
  plain: 5,
  /** The same in four bits a character, where all are of numbers, times and UIDs. */
  digits: 6,
  /** Added to runs, u8, u16, u32 and plain where the bytes are raw-deflated. */
  deflated: 16
} as const

export interface EncodedColumn {
  encoding: number
  /** Rows whose code is ABSENT. */
  absent: number
  /** Rows whose code is EMPTY. */
  empty: number
  data: Buffer | number
}

export function isPlain(encoding: number): boolean {
  const kind = encoding & 15
  return kind === Encoding.plain || kind === Encoding.digits
}
