import { MedoidError } from '../../core/errors.ts'
import { WINDOW_TERMS } from '../window-terms.ts'
import { sayMessage } from '../../messages/message.ts'
import type { WholeFrame } from '../../core/pixels/whole-frame.ts'

/** What a host sends for the address of a frame: `packFrame`, or JSON with the code and the sentence of what is wrong. */
export interface FrameAnswer {
  status: 200 | 404 | 422
  type: 'application/octet-stream' | 'application/json'
  body: Uint8Array | string
  headers?: undefined
}

/** @returns what `/frame/<instance>/<frame>` or `/frame/<instance>/middle` asks for; null: no address of a frame */
export function frameAt(path: string): { instance: number; frame: number | null } | null {
  const found = /^\/frame\/(0|[1-9]\d{0,9})\/(0|[1-9]\d{0,8}|middle)$/.exec(path)
  if (found === null) return null
  return { instance: Number(found[1]), frame: found[2] === 'middle' ? null : Number(found[2]) }
}

/** @param read gives the frame, or throws what a person has to know */
export async function frameAnswer(read: () => Promise<WholeFrame>): Promise<FrameAnswer> {
  try {
    return { status: 200, type: 'application/octet-stream', body: packFrame(await read()) }
  } catch (error) {
    if (!(error instanceof MedoidError)) throw error
    const { code } = error.data
    const message = sayMessage(error.data, WINDOW_TERMS)
    const status = code === 'no-such-instance' || code === 'no-catalogue' ? 404 : 422
    return { status, type: 'application/json', body: JSON.stringify({ code, message }) }
  }
}

/**
 * The length of the description as a little-endian 32-bit number, the description as JSON padded to 8 bytes, the values, the
 * stored values where they are others, the overlay planes.
 */
export function packFrame({ description, bytes, stored, overlay }: WholeFrame): Uint8Array {
  const json = Buffer.from(JSON.stringify(description))
  const start = Math.ceil((4 + json.length) / 8) * 8
  const packed = Buffer.alloc(start + bytes.length + stored.length + overlay.length, ' ')
  packed.writeUInt32LE(start - 4, 0)
  json.copy(packed, 4)
  packed.set(bytes, start)
  packed.set(stored, start + bytes.length)
  packed.set(overlay, start + bytes.length + stored.length)
  return packed
}
