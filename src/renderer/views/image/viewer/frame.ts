import type { FrameDescription, ValueType } from '../../../../api/contract.ts'
import { exact } from '../../../../messages/format.ts'
import { unpack } from '../../../packed.ts'

type Values = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array

/** A frame at full depth: stored values, what a Modality LUT makes of them, or red, green and blue, pixel by pixel. */
export interface ViewedFrame {
  description: FrameDescription
  values: Values
  /** The stored values, where a Modality LUT made others of them; else null. */
  stored: Values | null
  /** All overlay planes: a bit a pixel, the lowest of a byte first; empty where there are none. */
  overlay: Uint8Array
}

const TYPES: Record<
  ValueType,
  { BYTES_PER_ELEMENT: number; new (buffer: ArrayBuffer, at: number, length: number): Values }
> = {
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array
}

/** As the host packs it: the description, the values, the stored values where they are others, the overlay planes. */
export function unpackFrame(packed: ArrayBuffer): ViewedFrame {
  const { description, start } = unpack<FrameDescription>(packed)
  const { type, storedType, rows, columns, kind } = description
  const values = new TYPES[type](packed, start, rows * columns * (kind === 'colour' ? 3 : 1))
  let end = values.byteOffset + values.byteLength
  let stored: Values | null = null
  if (storedType !== null) {
    // A copy, for they may begin where no such number can.
    const size = TYPES[storedType].BYTES_PER_ELEMENT * rows * columns
    stored = new TYPES[storedType](packed.slice(end, end + size), 0, rows * columns)
    end += size
  }
  return { description, values, stored, overlay: new Uint8Array(packed, end) }
}

/** What a pixel means, in words; '' outside of the image. */
export function valueAt({ description, values, stored }: ViewedFrame, column: number, row: number): string {
  const { rows, columns, kind, slope, intercept, type } = description
  if (column < 0 || row < 0 || column >= columns || row >= rows) return ''
  const at = row * columns + column
  if (kind === 'colour') return `R ${values[3 * at]}  G ${values[3 * at + 1]}  B ${values[3 * at + 2]}`
  const meant = `${exact(values[at] * slope + intercept)}${unitsOf(description)}`
  const isRescaled = (slope !== 1 || intercept !== 0) && !type.startsWith('float')
  const isMapped = stored !== null && stored[at] !== values[at]
  return isRescaled || isMapped ? `${meant}  (stored ${exact((stored ?? values)[at])})` : meant
}

/** With a space before; of a CT that says nothing, Hounsfield units (PS3.3 section C.11.1.1.2). */
export function unitsOf({ units, modality, storedType, slope, intercept }: FrameDescription): string {
  if (units !== '' && units !== 'US') return ` ${units}`
  return modality === 'CT' && storedType === null && (slope !== 1 || intercept !== 0) ? ' HU' : ''
}
