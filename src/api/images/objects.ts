import type { ContourSet } from '../../core/objects/contours.ts'
import { pack } from '../packed.ts'

type ObjectQuestion = { ask: 'waveform'; group: number; page: number } | { ask: 'contours' }

/**
 * @returns what `/waveform/<instance>/<group>/<page>` and `/contours/<instance>` ask for; null: no such address
 */
export function objectAt(path: string): { instance: number; question: ObjectQuestion } | null {
  const waveform = /^\/waveform\/(0|[1-9]\d{0,9})\/(0|[1-9]\d{0,2})\/(0|[1-9]\d{0,8})$/.exec(path)
  if (waveform !== null) {
    const [, instance, group, page] = waveform.map(Number)
    return { instance, question: { ask: 'waveform', group, page } }
  }
  const contours = /^\/contours\/(0|[1-9]\d{0,9})$/.exec(path)
  return contours === null ? null : { instance: Number(contours[1]), question: { ask: 'contours' } }
}

/** Of a waveform its values; of contours their description, heads and points. */
export function packObject(found: Float32Array | ContourSet): Uint8Array {
  if (found instanceof Float32Array) return new Uint8Array(found.buffer, found.byteOffset, found.byteLength)
  const { description, heads, points } = found
  return pack(description, heads, new Uint8Array(points.buffer, points.byteOffset, points.byteLength))
}
