import { createHash } from 'node:crypto'
import type { Frame } from '../../../src/core/pixels/read-frame.ts'

/** The values of a frame in short: how many, smallest, largest, sum, the first of the SHA-256 of their bytes. */
export function inShort({ values }: Frame): [number, number, number, number, string] {
  let [min, max, sum] = [Infinity, -Infinity, 0]
  for (const value of values) {
    min = Math.min(min, value)
    max = Math.max(max, value)
    sum += value
  }
  const hash = createHash('sha256').update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
  return [values.length, min, max, sum, hash.digest('hex').slice(0, 16)]
}
