import type { Samples } from './picture.ts'

/**
 * One frame in DICOM's run length encoding (PS3.5 annex G): a header of 64 bytes, then a segment for each byte of a
 * sample, the most significant first; every row is packed on its own.
 */
export function encodeRleFrame(frame: Samples, rows: number, columns: number): Buffer {
  const segments: Buffer[] = []
  for (let byte = frame.BYTES_PER_ELEMENT - 1; byte >= 0; byte--) {
    const plane = new Uint8Array(frame.length)
    for (let i = 0; i < plane.length; i++) plane[i] = frame[i] >> (8 * byte)
    const packed: number[] = []
    for (let row = 0; row < rows; row++) packRow(plane.subarray(row * columns, (row + 1) * columns), packed)
    if (packed.length % 2) packed.push(0)
    segments.push(Buffer.from(packed))
  }
  const header = Buffer.alloc(64)
  header.writeUInt32LE(segments.length, 0)
  let offset = 64
  segments.forEach((segment, index) => {
    header.writeUInt32LE(offset, 4 + 4 * index)
    offset += segment.length
  })
  return Buffer.concat([header, ...segments])
}

/** PackBits: n ≥ 0 announces n + 1 literal bytes, n < 0 a byte that is repeated 1 − n times. */
function packRow(row: Uint8Array, packed: number[]): void {
  let at = 0
  while (at < row.length) {
    let run = 1
    while (run < 128 && at + run < row.length && row[at + run] === row[at]) run++
    if (run > 2) {
      packed.push(257 - run, row[at])
      at += run
      continue
    }
    let end = at + run
    while (end < row.length && end - at < 128 && !(row[end] === row[end + 1] && row[end] === row[end + 2])) end++
    packed.push(end - at - 1, ...row.subarray(at, end))
    at = end
  }
}
