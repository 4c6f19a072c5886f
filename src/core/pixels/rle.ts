import { interleave } from './planes.ts'
import { addRemark, type Remark } from './remarks.ts'
import type { Containers } from './stored-values.ts'
import { cannotDecode } from './undecodable.ts'

const HEADER_BYTES = 64
const MAX_SEGMENTS = 15

/**
 * Decodes a frame in run length encoding (PS3.5 annex G): a segment for each byte of each sample, the most significant first.
 * Where segments end early, the rest is 0.
 * @returns containers, pixel by pixel
 * @throws MedoidError `pixels-damaged`; `pixels-truncated` where nothing of the frame is there
 */
export function decodeRle(
  data: Buffer,
  pixels: number,
  samples: number,
  bitsAllocated: number,
  remarks: Remark[]
): Containers {
  const sampleBytes = bytesOfSample(bitsAllocated)
  const starts = segments(data)
  if (starts.length !== samples * sampleBytes) {
    const expected = samples * sampleBytes
    throw cannotDecode('pixels-damaged', { why: 'rle-segments', segments: starts.length, expected })
  }
  const bytes = new Uint8Array(pixels * samples * sampleBytes)
  let missing = 0
  starts.forEach((start, i) => {
    const sample = Math.floor(i / sampleBytes)
    const byte = sampleBytes - 1 - (i % sampleBytes)
    const end = Math.min(starts[i + 1] ?? data.length, data.length)
    missing += unpackSegment(data, start, end, bytes, sample * pixels * sampleBytes + byte, sampleBytes, pixels)
  })
  if (missing === bytes.length) throw cannotDecode('pixels-truncated', { why: 'rle' })
  if (missing > 0) addRemark(remarks, 'frame-incomplete', { held: bytes.length - missing, whole: bytes.length })
  const planes =
    sampleBytes === 1 ? bytes : sampleBytes === 2 ? new Uint16Array(bytes.buffer) : new Uint32Array(bytes.buffer)
  return samples === 1 ? planes : interleave(planes, samples)
}

/**
 * Whether bytes are the beginning of a frame: the header of its segments, which fills 64 bytes.
 * @param segments as many as the frame has
 */
export function beginsRle(data: Buffer, segments: number): boolean {
  if (data.length < HEADER_BYTES || data.readUInt32LE(0) !== segments || data.readUInt32LE(4) !== HEADER_BYTES)
    return false
  for (let i = 1; i < MAX_SEGMENTS; i++) {
    const start = data.readUInt32LE(4 + 4 * i)
    if (i < segments ? start < data.readUInt32LE(4 * i) : start !== 0) return false
  }
  return true
}

/** Segments of a frame: one for each byte of each sample; single bits are packed in bytes. */
export function rleSegments(samples: number, bitsAllocated: number): number {
  return samples * bytesOfSample(bitsAllocated)
}

function bytesOfSample(bitsAllocated: number): number {
  return bitsAllocated <= 8 ? 1 : bitsAllocated <= 16 ? 2 : 4
}

/** Where segments begin; where a frame is cut, also behind its end. */
function segments(data: Buffer): number[] {
  if (data.length < HEADER_BYTES) throw cannotDecode('pixels-truncated', { why: 'rle-header' })
  const count = data.readUInt32LE(0)
  if (count > MAX_SEGMENTS) throw cannotDecode('pixels-damaged', { why: 'rle-too-many-segments', segments: count })
  const starts = Array.from({ length: count }, (_, i) => data.readUInt32LE(4 + 4 * i))
  if (starts.some((start, i) => start < (starts[i - 1] ?? HEADER_BYTES))) {
    throw cannotDecode('pixels-damaged', { why: 'rle-segments-disordered' })
  }
  return starts
}

/** PackBits: n < 128 announces n + 1 bytes as they are, n > 128 a byte that is repeated 257 − n times, 128 nothing. @returns bytes that are missing */
function unpackSegment(
  data: Buffer,
  at: number,
  end: number,
  into: Uint8Array,
  position: number,
  step: number,
  count: number
): number {
  let left = count
  while (left > 0) {
    if (at + 1 >= end) return left
    const n = data[at++]
    if (n === 128) continue
    if (n > 128) {
      const value = data[at++]
      // Encoders are met that pad the last run; what is beyond the frame is dropped.
      const run = Math.min(257 - n, left)
      left -= run
      for (let i = 0; i < run; i++, position += step) into[position] = value
    } else {
      const run = Math.min(n + 1, left, end - at)
      left -= run
      for (let i = 0; i < run; i++, position += step) into[position] = data[at++]
    }
  }
  return 0
}
