import { constants, inflateRawSync } from 'node:zlib'
import { cannotDecode } from './undecodable.ts'

/**
 * Inflates a frame that was deflated by itself (Deflated Image Frame Compression, PS3.5 annex A.4.12); of one that is cut, as much as
 * is there.
 * @param most bytes that the native frame may have @throws MedoidError `pixels-damaged`
 */
export function inflateFrame(data: Buffer, most: number): Buffer {
  try {
    // A pad byte may follow the frame, within what is deflated, too.
    const frame = inflateRawSync(data, { maxOutputLength: most + 16, finishFlush: constants.Z_SYNC_FLUSH })
    // Samples of several bytes want memory that is aligned to them.
    const aligned = Buffer.allocUnsafeSlow(frame.length)
    frame.copy(aligned)
    return aligned
  } catch (error) {
    throw cannotDecode('pixels-damaged', { why: 'frame-not-inflated', reason: (error as Error).message })
  }
}
