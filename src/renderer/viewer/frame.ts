import type { FrameDescription, ValueType } from '../../api/contract.ts'
import { exact } from '../format.ts'

type Values = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array

/** A frame at full depth: stored values, or red, green and blue, pixel by pixel. */
export interface Frame {
  description: FrameDescription
  values: Values
  /** All overlay planes: a bit a pixel, the lowest of a byte first; empty where there are none. */
  overlay: Uint8Array
}

const TYPES: Record<ValueType, new (buffer: ArrayBuffer, at: number, length: number) => Values> = {
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array
}

/** As the host packs it: the length of the description, the description as JSON, the values, the overlay planes. */
export function unpackFrame(packed: ArrayBuffer): Frame {
  const length = new DataView(packed).getUint32(0, true)
  const json = new TextDecoder().decode(new Uint8Array(packed, 4, length))
  const description = JSON.parse(json) as FrameDescription
  const { type, rows, columns, kind } = description
  const values = new TYPES[type](packed, 4 + length, rows * columns * (kind === 'colour' ? 3 : 1))
  return { description, values, overlay: new Uint8Array(packed, values.byteOffset + values.byteLength) }
}

/** What a pixel means, in words; '' outside of the image. */
export function valueAt({ description, values }: Frame, column: number, row: number): string {
  const { rows, columns, kind, slope, intercept, type } = description
  if (column < 0 || row < 0 || column >= columns || row >= rows) return ''
  const at = row * columns + column
  if (kind === 'colour') return `R ${values[3 * at]}  G ${values[3 * at + 1]}  B ${values[3 * at + 2]}`
  const stored = values[at]
  if (slope === 1 && intercept === 0) return `${exact(stored)}${unitsOf(description)}`
  const isWhole = !type.startsWith('float')
  return `${exact(stored * slope + intercept)}${unitsOf(description)}${isWhole ? `  (stored ${exact(stored)})` : ''}`
}

/** With a space before; of a CT that says nothing, Hounsfield units (PS3.3 section C.11.1.1.2). */
function unitsOf({ units, modality, isMapped, slope, intercept }: FrameDescription): string {
  if (units !== '' && units !== 'US') return ` ${units}`
  return modality === 'CT' && !isMapped && (slope !== 1 || intercept !== 0) ? ' HU' : ''
}
