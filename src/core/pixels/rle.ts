import { interleave } from './planes.ts'
import type { Containers } from './stored-values.ts'
import { cannotDecode } from './undecodable.ts'

const HEADER_BYTES = 64
const MAX_SEGMENTS = 15

/**
 * Decodes a frame in run length encoding (PS3.5 annex G): a segment for each byte of each sample, the most significant first.
 * @returns containers, pixel by pixel
 * @throws MedoidError `pixels-damaged`, `pixels-truncated`
 */
export function decodeRle(data: Buffer, pixels: number, samples: number, bitsAllocated: number): Containers {
  const sampleBytes = bitsAllocated <= 8 ? 1 : bitsAllocated <= 16 ? 2 : 4
  const starts = segments(data)
  if (starts.length !== samples * sampleBytes) {
    const message = `The frame has ${starts.length} segments of run lengths; ${samples * sampleBytes} were expected.`
    throw cannotDecode('pixels-damaged', message)
  }
  const bytes = new Uint8Array(pixels * samples * sampleBytes)
  starts.forEach((start, i) => {
    const sample = Math.floor(i / sampleBytes)
    const byte = sampleBytes - 1 - (i % sampleBytes)
    const end = starts[i + 1] ?? data.length
    unpackSegment(data, start, end, bytes, sample * pixels * sampleBytes + byte, sampleBytes, pixels)
  })
  const planes =
    sampleBytes === 1 ? bytes : sampleBytes === 2 ? new Uint16Array(bytes.buffer) : new Uint32Array(bytes.buffer)
  return samples === 1 ? planes : interleave(planes, samples)
}

function segments(data: Buffer): number[] {
  if (data.length < HEADER_BYTES)
    throw cannotDecode('pixels-truncated', 'The frame ends within the header of its run lengths.')
  const count = data.readUInt32LE(0)
  if (count > MAX_SEGMENTS)
    throw cannotDecode('pixels-damaged', `A frame cannot have ${count} segments of run lengths.`)
  const starts = Array.from({ length: count }, (_, i) => data.readUInt32LE(4 + 4 * i))
  if (starts.some((start, i) => start < (starts[i - 1] ?? HEADER_BYTES) || start > data.length)) {
    throw cannotDecode('pixels-damaged', 'The segments of run lengths do not follow one another within the frame.')
  }
  return starts
}

/** PackBits: n < 128 announces n + 1 bytes as they are, n > 128 a byte that is repeated 257 − n times, 128 nothing. */
function unpackSegment(
  data: Buffer,
  at: number,
  end: number,
  into: Uint8Array,
  position: number,
  step: number,
  count: number
): void {
  let left = count
  while (left > 0) {
    if (at + 1 >= end) throw cannotDecode('pixels-truncated', 'A segment of run lengths ends before its pixels do.')
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
}
