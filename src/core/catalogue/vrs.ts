import { decodeCodes, encodeRuns } from './code-columns.ts'
import type { RunsBuffer } from './runs-buffer.ts'

/** The code of a tag's first VR. */
export const FIRST = 0

function codeOf(vr: string): number {
  return (vr.charCodeAt(0) << 8) | vr.charCodeAt(1)
}

/** @param first the tag's first VR */
export function vrOf(code: number, first: string): string {
  return code === FIRST ? first : String.fromCharCode(code >> 8, code & 0xff)
}

/** The VRs of a chunk as they are stored; null where all are the first one. @param first the tag's first VR @param rows that are filled */
export function encodeVrs(
  { starts, values }: RunsBuffer<string>,
  first: string,
  rows: number
): { encoding: number; data: Buffer | number } | null {
  const filled = starts.filter((start) => start < rows)
  if (filled.length === 0) return null
  const { encoding, data } = encodeRuns(
    filled,
    filled.map((_, run) => (values[run] === first ? FIRST : codeOf(values[run]))),
    rows
  )
  return { encoding, data }
}

/** The code of the VR of each row, as `encodeVrs` stored them. */
export function decodeVrs(encoding: number, data: unknown, rows: number): Uint32Array {
  return decodeCodes(encoding, data, rows)
}
