import { signedLike } from './grey.ts'
import type { Palette } from './look-up-tables.ts'
import type { Frame } from './read-frame.ts'
import type { Values } from './stored-values.ts'

/** Red, green and blue of every pixel in bytes, whatever the frame stores; null where it stores grey values. */
export function rgbOf({ values, photometric, description }: Frame): Uint8Array | null {
  const { palette, samples, bitsStored, signed } = description
  if (palette !== null) return throughPalette(values, palette)
  if (samples === 1) return null
  const bytes = new Uint8Array(values.length)
  const shift = Math.max(0, bitsStored - 8)
  const stretch = bitsStored < 8 ? 255 / (2 ** bitsStored - 1) : 1
  const offset = signed ? 2 ** (bitsStored - 1) : 0
  for (let i = 0; i < values.length; i++) bytes[i] = byte(Math.floor((values[i] + offset) / 2 ** shift) * stretch)
  return photometric === 'YBR_FULL' ? fromYbr(bytes) : bytes
}

/** PS3.3 section C.7.6.3.1.2. */
function fromYbr(bytes: Uint8Array): Uint8Array {
  for (let i = 0; i + 2 < bytes.length; i += 3) {
    const [y, cb, cr] = [bytes[i], bytes[i + 1] - 128, bytes[i + 2] - 128]
    bytes[i] = byte(y + 1.402 * cr)
    bytes[i + 1] = byte(y - 0.344136286 * cb - 0.714136286 * cr)
    bytes[i + 2] = byte(y + 1.772 * cb)
  }
  return bytes
}

/** Entries of 16 bits by their upper byte; 8 bits are found in words, too, so the entries tell, not the descriptor. */
function throughPalette(values: Values, palette: Palette): Uint8Array {
  const bytes = new Uint8Array(values.length * 3)
  const shift = palette.some(({ entries }) => entries.some((entry) => entry > 255)) ? 8 : 0
  palette.forEach(({ first, entries }, channel) => {
    const start = signedLike(first, values)
    const last = entries.length - 1
    for (let i = 0; i < values.length; i++) {
      bytes[3 * i + channel] = entries[Math.min(last, Math.max(0, values[i] - start))] >> shift
    }
  })
  return bytes
}

function byte(value: number): number {
  return Math.min(255, Math.max(0, Math.floor(value + 0.5)))
}
