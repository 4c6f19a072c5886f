import { decodeCodes, encodeRuns } from './code-columns.ts'
import type { RunsBuffer } from './runs-buffer.ts'

/** The code of a tag's first VR. */
const FIRST = 0

function codeOf(vr: string): number {
  return (vr.charCodeAt(0) << 8) | vr.charCodeAt(1)
}

function vrOf(code: number): string {
  return String.fromCharCode(code >> 8, code & 0xff)
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

/** The VR of each row, as `encodeVrs` stored them. */
export function decodeVrs(encoding: number, data: unknown, first: string, rows: number): string[] {
  return Array.from(decodeCodes(encoding, data, rows), (code) => (code === FIRST ? first : vrOf(code)))
}
