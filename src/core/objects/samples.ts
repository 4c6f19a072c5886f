import { VR } from '../dicom/vr.ts'
import type { RawValue } from '../pixels/image-header.ts'

/** How a sample of a waveform is stored (PS3.3 section C.10.9.1.5). */
export interface SampleKind {
  /** Of a sample. */
  bytes: 1 | 2 | 4
  read: (view: DataView, at: number, littleEndian: boolean) => number
}

const KINDS: Record<string, SampleKind> = {
  '8 SB': { bytes: 1, read: (view, at) => view.getInt8(at) },
  '8 UB': { bytes: 1, read: (view, at) => view.getUint8(at) },
  '8 MB': { bytes: 1, read: (view, at) => linearOfMuLaw(view.getUint8(at)) },
  '8 AB': { bytes: 1, read: (view, at) => linearOfALaw(view.getUint8(at)) },
  '16 SS': { bytes: 2, read: (view, at, little) => view.getInt16(at, little) },
  '16 US': { bytes: 2, read: (view, at, little) => view.getUint16(at, little) },
  '32 SL': { bytes: 4, read: (view, at, little) => view.getInt32(at, little) },
  '32 UL': { bytes: 4, read: (view, at, little) => view.getUint32(at, little) }
}

/** @returns null: none that is known */
export function sampleKind(bitsAllocated: number, interpretation: string): SampleKind | null {
  return KINDS[`${bitsAllocated} ${interpretation}`] ?? null
}

/** The stored samples as numbers, as many as are whole. */
export function samplesOf({ bytes, vr, bigEndian }: RawValue, kind: SampleKind): Float64Array {
  // Bytes in words of the other order lie swapped.
  const stored =
    bigEndian && kind.bytes === 1 && vr === VR.OW
      ? Buffer.from(bytes)
          .subarray(0, bytes.length & ~1)
          .swap16()
      : bytes
  const view = new DataView(stored.buffer, stored.byteOffset, stored.byteLength)
  const samples = new Float64Array(Math.floor(stored.length / kind.bytes))
  for (let i = 0; i < samples.length; i++) samples[i] = kind.read(view, i * kind.bytes, !bigEndian)
  return samples
}

/** ITU-T G.711, on the scale of 16 bits. */
function linearOfMuLaw(code: number): number {
  const bits = ~code & 0xff
  const magnitude = ((((bits & 15) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84
  return bits & 0x80 ? -magnitude : magnitude
}

/** ITU-T G.711, on the scale of 16 bits. */
function linearOfALaw(code: number): number {
  const bits = code ^ 0x55
  const exponent = (bits >> 4) & 7
  const mantissa = ((bits & 15) << 4) + 8
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1)
  return bits & 0x80 ? magnitude : -magnitude
}
