/** Rows of a sample that a place rests on; the last of them only says how far neighbours go. */
export const PLACED_BY = 8

/** Neighbours that lie farther from the anchor than so many gaps are on another island. */
const SAME_ISLAND = 4
/** Farther than so many gaps counts no more: a neighbour on the far side of the map is as wrong as one on the next island. */
const FAR_AWAY = 8
/** What the farthest neighbour weighs; and what a distance is beyond it, so that it weighs something. */
const LEAST_WEIGHT = 1e-6
const BEYOND = 1e-9

/**
 * Gives rows that are not laid out their places on a map by their nearest rows that are. The anchor is the neighbour with the least
 * weighted distance on the map to the others; neighbours on its island are averaged. So a row between two islands goes to one of them: plain
 * averages would draw lines from one to the other, which mean nothing. A neighbour at distance d weighs (1 − d / d₈)², and where there
 * are some at distance 0, they alone count.
 */
export class Placer {
  private readonly points: Float32Array
  private readonly farAway: number
  private readonly island: number
  private readonly weights = new Float64Array(PLACED_BY)

  /** @param points x and y of the rows of the sample @param gap see `typicalGap` */
  constructor(points: Float32Array, gap: number) {
    this.points = points
    this.farAway = FAR_AWAY * gap
    this.island = SAME_ISLAND * gap
  }

  /**
   * Writes x and y of a row.
   * @param rows its nearest rows of the sample, at most `PLACED_BY`, the nearest first @param distances their dissimilarities
   */
  place(rows: Uint32Array, distances: Float32Array, into: Float32Array, at: number): void {
    const { points, weights } = this
    const used = Math.max(1, rows.length - 1)
    const far = distances[rows.length - 1] + BEYOND
    for (let each = 0; each < used; each++) {
      if (distances[0] === 0) weights[each] = distances[each] === 0 ? 1 : 0
      else weights[each] = (1 - distances[each] / far) ** 2 + LEAST_WEIGHT
    }
    const anchor = rows[this.anchorOf(rows, used)]
    let sum = 0
    let x = 0
    let y = 0
    for (let each = 0; each < used; each++) {
      if (weights[each] === 0 || this.distance(rows[each], anchor) > this.island) continue
      sum += weights[each]
      x += weights[each] * points[2 * rows[each]]
      y += weights[each] * points[2 * rows[each] + 1]
    }
    into[at] = x / sum
    into[at + 1] = y / sum
  }

  /** Of equally good ones the nearest. */
  private anchorOf(rows: Uint32Array, used: number): number {
    let anchor = 0
    let least = Infinity
    for (let each = 0; each < used; each++) {
      if (this.weights[each] === 0) continue
      let sum = 0
      for (let other = 0; other < used; other++) {
        sum += this.weights[other] * Math.min(this.farAway, this.distance(rows[each], rows[other]))
      }
      if (sum >= least) continue
      least = sum
      anchor = each
    }
    return anchor
  }

  private distance(one: number, other: number): number {
    const { points } = this
    const x = points[2 * one] - points[2 * other]
    const y = points[2 * one + 1] - points[2 * other + 1]
    return Math.sqrt(x * x + y * y)
  }
}
