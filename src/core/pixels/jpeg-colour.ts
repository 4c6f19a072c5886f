import type { PixelDescription } from './description.ts'
import { MARKER, segments, type FrameHeader } from './jpeg-markers.ts'

/** An Adobe segment: version 100, no flags; the last byte says how colours are transformed. */
const ADOBE = [0xff, MARKER.application14, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0]
const NO_TRANSFORM = 0
const YCBCR = 1

/**
 * Makes a JPEG codestream of three components say how its colours are coded, for a decoder that goes by markers. Where neither
 * an Adobe nor a JFIF segment tells, DICOM's Photometric Interpretation does; but where it says RGB and the components are
 * sampled differently, they are colour differences all the same.
 */
export function withColourMarker(data: Uint8Array, frame: FrameHeader, { photometric }: PixelDescription): Uint8Array {
  if (frame.sampling.length !== 3) return data
  for (const { marker, start, end } of segments(data)) {
    const isAdobe = marker === MARKER.application14 && end - start >= 12 && startsWith(data, start, 'Adobe')
    if (isAdobe || (marker === MARKER.application0 && startsWith(data, start, 'JFIF\0'))) return data
  }
  const isRgb = photometric === 'RGB' && frame.sampling.every((factors) => factors === frame.sampling[0])
  return Buffer.concat([data.subarray(0, 2), Buffer.from([...ADOBE, isRgb ? NO_TRANSFORM : YCBCR]), data.subarray(2)])
}

function startsWith(data: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (data[at + i] !== text.charCodeAt(i)) return false
  return true
}
