import { pack } from '../packed.ts'
import type { ToldFrame } from './messages.ts'

/** @returns what `/frame/<instance>/<frame>` or `/frame/<instance>/middle` asks for; null: no address of a frame */
export function frameAt(path: string): { instance: number; frame: number | null } | null {
  const found = /^\/frame\/(0|[1-9]\d{0,9})\/(0|[1-9]\d{0,8}|middle)$/.exec(path)
  if (found === null) return null
  return { instance: Number(found[1]), frame: found[2] === 'middle' ? null : Number(found[2]) }
}

/** The description, the values, the stored values where they are others, the overlay planes. */
export function packFrame({ description, bytes, stored, overlay }: ToldFrame): Uint8Array {
  return pack(description, bytes, stored, overlay)
}
