/** Millimetres of the paper that signals are drawn on. */
export const STRIP_MILLIMETRES = 20
/** The speeds of paper, in mm/s, and its gains, in mm/mV. */
export const SPEEDS = [25, 50] as const
export const GAINS = [5, 10, 20, 40, 100] as const

/** What is one millivolt in a unit of UCUM; null of what is no voltage. */
export function perMillivolt(unit: string): number | null {
  return { uV: 1000, mV: 1, V: 0.001, nV: 1e6, '10*-6.V': 1000 }[unit] ?? null
}

/** What of a label tells leads apart: `Lead I (Einthoven)` is I, `Lead aVR` aVR. */
export function leadName(label: string): string {
  return /^lead\s+(\S+)/i.exec(label)?.[1] ?? label
}

/** The least and the greatest value; null where there is none. */
export function extent(values: Float32Array): { least: number; greatest: number } | null {
  let [least, greatest] = [Infinity, -Infinity]
  for (const value of values) {
    if (value < least) least = value
    if (value > greatest) greatest = value
  }
  return least <= greatest ? { least, greatest } : null
}

/** A channel as it is drawn. */
export interface Signal {
  /** Short. */
  name: string
  label: string
  unit: string
  values: Float32Array
  scale: Scale
}

/** Where a signal lies in its strip: a value is `(middle − value) × scale` below the middle of the strip, in mm. */
interface Scale {
  middle: number
  scale: number
}

/**
 * @param gain in mm/mV of voltages; null: as much as fits into the strip, which is what becomes of other signals anyway
 */
export function scaleOf(values: Float32Array, unit: string, gain: number | null): Scale {
  const millivolt = perMillivolt(unit)
  if (gain !== null && millivolt !== null) return { middle: 0, scale: gain / millivolt }
  const found = extent(values)
  if (found === null || found.least === found.greatest) return { middle: found?.least ?? 0, scale: 0 }
  const { least, greatest } = found
  return { middle: (least + greatest) / 2, scale: (0.9 * STRIP_MILLIMETRES) / (greatest - least) }
}

/** Points of a line, as x and y in turn; where a sample has no value, NaN: the line breaks off. */
type Trace = Float32Array

/**
 * A signal as a line: each sample a point, or where there are many in a pixel, the least and the greatest of each.
 * @param perSample pixels from one sample to the next
 * @param yOf where a value lies
 */
export function traceOf(values: Float32Array, perSample: number, yOf: (value: number) => number): Trace {
  const inPixel = Math.floor(1 / perSample)
  if (inPixel < 4) {
    const trace = new Float32Array(2 * values.length)
    values.forEach((value, i) => {
      trace[2 * i] = i * perSample
      trace[2 * i + 1] = yOf(value)
    })
    return trace
  }
  const pixels = Math.ceil(values.length / inPixel)
  const trace = new Float32Array(4 * pixels)
  for (let pixel = 0; pixel < pixels; pixel++) {
    const from = pixel * inPixel
    const found = extent(values.subarray(from, from + inPixel))
    const x = from * perSample
    trace.set([x, found === null ? NaN : yOf(found.least), x, found === null ? NaN : yOf(found.greatest)], 4 * pixel)
  }
  return trace
}
