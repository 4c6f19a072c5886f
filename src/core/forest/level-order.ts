import { type CategoricalColumn, MISSING_LEVEL } from '../features/table.ts'

/** More do not change an order that has converged; the direction of one that has not is as good as any. */
const ITERATIONS = 50

export interface OrderedLevels {
  /** The bin of each level, from 1; 0: no row has it. */
  bins: Uint8Array
  /** The bin that rare levels share; 0: there is none. */
  others: number
}

/**
 * Puts the categories of a column into an order in which a threshold parts them well, whatever the classes: by the first principal component
 * of their class shares, weighted by their rows (Coppersmith, Hong and Hosking, Data Mining and Knowledge Discovery 3, 1999, section 4).
 * Once for the whole forest, which is as good as once a node (Wright and König, PeerJ 7:e6339, 2019) and does not favour tags with many values.
 *
 * @param classes of the rows, from 0 to count − 1
 * @param most bins; of more levels the rarest share one
 */
export function orderLevels(
  { codes, levels }: CategoricalColumn,
  classes: Uint16Array,
  count: number,
  most: number
): OrderedLevels {
  const rows = new Uint32Array(levels.length)
  for (const code of codes) if (code !== MISSING_LEVEL) rows[code]++
  const frequent = [...rows.keys()].filter((code) => rows[code] > 0).sort((a, b) => rows[b] - rows[a] || a - b)
  const isPooled = frequent.length > most
  const own = isPooled ? most - 1 : frequent.length
  // Places of levels in a table of class counts; the rare ones share the last.
  const placeOf = new Int32Array(levels.length).fill(-1)
  frequent.forEach((code, at) => (placeOf[code] = Math.min(at, own)))
  const places = isPooled ? most : own
  const counts = new Float64Array(places * count)
  codes.forEach((code, row) => {
    if (code !== MISSING_LEVEL) counts[placeOf[code] * count + classes[row]]++
  })
  const scores = firstComponent(counts, places, count)
  const order = Array.from({ length: places }, (_, place) => place).sort((a, b) => scores[a] - scores[b] || a - b)
  const binOf = new Uint8Array(places)
  order.forEach((place, at) => (binOf[place] = at + 1))
  const bins = Uint8Array.from(placeOf, (place) => (place < 0 ? 0 : binOf[place]))
  return { bins, others: isPooled ? binOf[own] : 0 }
}

/** Scores of rows of counts on the first principal component of their shares, weighted by their sums; all 0 where shares do not differ. */
function firstComponent(counts: Float64Array, rows: number, width: number): Float64Array {
  const sums = new Float64Array(rows)
  const mean = new Float64Array(width)
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < width; c++) {
      sums[row] += counts[row * width + c]
      mean[c] += counts[row * width + c]
    }
  }
  const total = sums.reduce((sum, each) => sum + each, 0)
  const centred = counts.map((value, at) => value / sums[Math.floor(at / width)] - mean[at % width] / total)
  // Power iteration from the row that lies farthest out, which is not orthogonal to the first component unless by accident.
  let direction = centred.slice(0, width)
  let farthest = -1
  for (let row = 0; row < rows; row++) {
    const own = centred.subarray(row * width, (row + 1) * width)
    const length = sums[row] * own.reduce((sum, value) => sum + value * value, 0)
    if (length > farthest) {
      farthest = length
      direction = own.slice()
    }
  }
  const scores = new Float64Array(rows)
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const next = new Float64Array(width)
    for (let row = 0; row < rows; row++) {
      let score = 0
      for (let c = 0; c < width; c++) score += centred[row * width + c] * direction[c]
      scores[row] = score
      for (let c = 0; c < width; c++) next[c] += sums[row] * score * centred[row * width + c]
    }
    const length = Math.hypot(...next)
    if (length === 0) return scores.fill(0)
    direction = next.map((value) => value / length)
  }
  return scores
}
