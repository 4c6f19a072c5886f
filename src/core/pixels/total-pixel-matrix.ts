import type { ImageHeader } from './image-header.ts'

const COLUMNS = 0x00480006
const ROWS = 0x00480007

/** What 32 bits hold. */
const MOST = 2 ** 32 - 1

/** The pixels of a whole slide, of which frames are tiles (PS3.3 section C.8.12.4.1.1); null where nobody says, or nothing that can be. */
export function readMatrix(header: ImageHeader): { columns: number; rows: number } | null {
  const [columns, rows] = [header.integer(COLUMNS) ?? 0, header.integer(ROWS) ?? 0]
  const isPossible = (size: number): boolean => size >= 1 && size <= MOST
  return isPossible(columns) && isPossible(rows) ? { columns, rows } : null
}
