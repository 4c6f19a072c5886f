/** Which pixels of an axis make up each pixel of the new one, and with which weights, which sum to 1. */
interface Axis {
  /** The first source pixel of each target pixel. */
  firsts: Int32Array
  /** Where each target pixel's weights begin; one more than there are targets. */
  starts: Int32Array
  weights: Float64Array
}

/**
 * Area averaging where an axis shrinks: the mean over [k·n/m, (k + 1)·n/m), of the end pixels the covered part. Linear
 * interpolation at (k + ½)·n/m − ½ where it grows, the edge repeated.
 */
function axis(source: number, target: number): Axis {
  const firsts = new Int32Array(target)
  const starts = new Int32Array(target + 1)
  const weights: number[] = []
  const scale = source / target
  for (let k = 0; k < target; k++) {
    if (source >= target) {
      const from = (k * source) / target
      const to = ((k + 1) * source) / target
      firsts[k] = Math.floor(from)
      for (let i = firsts[k]; i < to && i < source; i++) weights.push((Math.min(i + 1, to) - Math.max(i, from)) / scale)
    } else {
      const at = Math.min(Math.max((k + 0.5) * scale - 0.5, 0), source - 1)
      firsts[k] = Math.floor(at)
      const fraction = at - firsts[k]
      weights.push(1 - fraction)
      if (fraction > 0) weights.push(fraction)
    }
    starts[k + 1] = weights.length
  }
  return { firsts, starts, weights: Float64Array.from(weights) }
}

/** Most images of an archive have the sizes of the one before. */
const axes = new Map<string, Axis>()
const KEPT_AXES = 64

function axisOf(source: number, target: number): Axis {
  const key = `${source} to ${target}`
  let found = axes.get(key)
  if (found === undefined) {
    if (axes.size >= KEPT_AXES) axes.clear()
    axes.set(key, (found = axis(source, target)))
  }
  return found
}

/**
 * Resizes a picture to `side` × `side`, each axis on its own.
 * @param readRow puts the values of a row into what it is given
 */
export function resize(
  rows: number,
  columns: number,
  side: number,
  readRow: (row: number, into: Float64Array) => void
): Float64Array {
  return resizeTo(rows, columns, side, side, readRow)
}

/** As `resize`, to any height and width. */
export function resizeTo(
  rows: number,
  columns: number,
  height: number,
  width: number,
  readRow: (row: number, into: Float64Array) => void
): Float64Array {
  const down = axisOf(rows, height)
  const across = axisOf(columns, width)
  const row = new Float64Array(columns)
  const sum = new Float64Array(columns)
  const resized = new Float64Array(height * width)
  let read = -1
  for (let y = 0; y < height; y++) {
    sum.fill(0)
    for (let i = down.starts[y], source = down.firsts[y]; i < down.starts[y + 1]; i++, source++) {
      if (source !== read) readRow(source, row)
      read = source
      addRow(sum, row, down.weights[i])
    }
    for (let x = 0; x < width; x++) {
      let value = 0
      const end = across.starts[x + 1]
      for (let i = across.starts[x], source = across.firsts[x]; i < end; i++, source++) {
        value += across.weights[i] * sum[source]
      }
      resized[y * width + x] = value
    }
  }
  return resized
}

function addRow(sum: Float64Array, row: Float64Array, weight: number): void {
  for (let x = 0; x < sum.length; x++) sum[x] += weight * row[x]
}
