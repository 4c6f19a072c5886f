import type { Frame } from './read-frame.ts'
import type { LookUpTable, Palette } from './look-up-tables.ts'
import type { Values } from './stored-values.ts'
import { cannotDecode } from './undecodable.ts'

/** Luminance of red, green and blue (ITU-R BT.601). */
const RED = 0.299
const GREEN = 0.587
const BLUE = 0.114

/**
 * One grey value a pixel, row by row: stored values through the Modality LUT, palettes and colours as their luminance. Rescale is
 * left to the caller: it does not change what is between two pixels.
 * @returns what puts a row into what it is given
 */
export function greyRows(frame: Frame): (row: number, into: Float64Array) => void {
  const { values, photometric, description } = frame
  const { columns, modalityLut, palette, bitsStored } = description
  if (palette !== null) return mapped(values, columns, luminances(palette, values))
  if (photometric === 'RGB') {
    return (row, into) => {
      for (let x = 0, i = row * columns * 3; x < columns; x++, i += 3) {
        into[x] = RED * values[i] + GREEN * values[i + 1] + BLUE * values[i + 2]
      }
    }
  }
  if (photometric === 'YBR_FULL') {
    const half = 2 ** (bitsStored - 1)
    const top = 2 ** bitsStored - 1
    return (row, into) => {
      for (let x = 0, i = row * columns * 3; x < columns; x++, i += 3) {
        into[x] = luminanceOfYbr(values[i], values[i + 1] - half, values[i + 2] - half, top)
      }
    }
  }
  if (modalityLut !== null) return mapped(values, columns, tableFor(modalityLut, values))
  const plain = (row: number, into: Float64Array): void => into.set(values.subarray(row * columns, (row + 1) * columns))
  return description.float ? finite(values, plain) : plain
}

/** YBR_FULL to RGB (PS3.3 section C.7.6.3.1.2), rounded and clipped to what the bits hold, to luminance. */
function luminanceOfYbr(y: number, cb: number, cr: number, top: number): number {
  const red = clipped(y + 1.402 * cr, top)
  const green = clipped(y - 0.344136286 * cb - 0.714136286 * cr, top)
  return RED * red + GREEN * green + BLUE * clipped(y + 1.772 * cb, top)
}

function clipped(value: number, top: number): number {
  return Math.min(top, Math.max(0, Math.floor(value + 0.5)))
}

interface Mapping {
  first: number
  to: Float64Array
}

function mapped(values: Values, columns: number, { first, to }: Mapping): (row: number, into: Float64Array) => void {
  const last = to.length - 1
  return (row, into) => {
    const start = row * columns
    for (let x = 0; x < columns; x++) into[x] = to[Math.min(last, Math.max(0, values[start + x] - first))]
  }
}

function tableFor({ first, entries }: LookUpTable, values: Values): Mapping {
  return { first: signedLike(first, values), to: Float64Array.from(entries) }
}

function luminances([red, green, blue]: Palette, values: Values): Mapping {
  const length = Math.max(red.entries.length, green.entries.length, blue.entries.length)
  const at = ({ entries }: LookUpTable, i: number): number => entries[Math.min(i, entries.length - 1)]
  const to = Float64Array.from({ length }, (_, i) => RED * at(red, i) + GREEN * at(green, i) + BLUE * at(blue, i))
  return { first: signedLike(red.first, values), to }
}

/** The first value mapped is signed where stored values are (PS3.3 section C.11.1.1.1), whatever VR it was written with. */
export function signedLike(first: number, values: Values): number {
  const isSigned = values instanceof Int16Array || values instanceof Int8Array || values instanceof Int32Array
  if (isSigned) return first > 32_767 ? first - 65_536 : first
  return first < 0 ? first + 65_536 : first
}

/** Values that are no numbers, as those outside of what was measured, count as the smallest that is one. */
function finite(values: Values, plain: (row: number, into: Float64Array) => void): typeof plain {
  let smallest = Infinity
  for (const value of values) if (Number.isFinite(value) && value < smallest) smallest = value
  if (smallest === Infinity) throw cannotDecode('pixels-damaged', { why: 'not-finite' })
  return (row, into) => {
    plain(row, into)
    for (let x = 0; x < into.length; x++) if (!Number.isFinite(into[x])) into[x] = smallest
  }
}
