import { inflateRawSync } from 'node:zlib'
import { cannotDecode } from './undecodable.ts'

/**
 * Inflates a frame that was deflated by itself (Deflated Image Frame Compression, PS3.5 annex A.4.12).
 * @param bytes of the native frame @throws MedoidError `pixels-damaged`, `pixels-truncated`
 */
export function inflateFrame(data: Buffer, bytes: number): Buffer {
  let frame: Buffer
  try {
    // A pad byte may follow the frame, within what is deflated, too.
    frame = inflateRawSync(data, { maxOutputLength: bytes + 16 })
  } catch (error) {
    throw cannotDecode('pixels-damaged', `The frame cannot be inflated: ${(error as Error).message}.`)
  }
  if (frame.length < bytes) {
    throw cannotDecode('pixels-truncated', `The frame inflates to ${frame.length} bytes; ${bytes} were expected.`)
  }
  // Samples of several bytes want memory that is aligned to them.
  const aligned = Buffer.allocUnsafeSlow(bytes)
  frame.copy(aligned, 0, 0, bytes)
  return aligned
}
