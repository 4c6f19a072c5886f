import type { GowerModel } from '../catalogue/stored/features.ts'
import type { FeatureTable } from '../features/table.ts'
import { checkColumns, hasValue } from './gower.ts'

/** How many columns of a model count. */
export function comparedColumns({ columns }: GowerModel): number {
  return columns.filter(({ weight }) => weight > 0).length
}

/**
 * Which columns that count the rows of a table have: `columnsInCommon` of many rows, of two tables, with 32 columns at a time.
 */
export class PresentColumns {
  private readonly words: number
  /** A bit for each column that a row has; `words` a row. */
  private readonly present: Uint32Array
  /** A bit for each asymmetric-binary column that is 0 in a row: two zeros are no evidence. */
  private readonly zero: Uint32Array

  /** @throws MedoidError `columns-differ` */
  constructor(table: FeatureTable, model: GowerModel) {
    checkColumns(table, model)
    this.words = Math.ceil(table.columns.length / 32)
    this.present = new Uint32Array(table.rows * this.words)
    this.zero = new Uint32Array(table.rows * this.words)
    table.columns.forEach((column, at) => {
      if (model.columns[at].weight === 0) return
      const word = at >> 5
      const bit = 1 << (at & 31)
      for (let row = 0; row < table.rows; row++) {
        const to = row * this.words + word
        if (hasValue(column, row)) this.present[to] |= bit
        if (column.kind === 'asymmetric-binary' && column.codes[row] === 0) this.zero[to] |= bit
      }
    })
  }

  /** Columns that a row has of those that count. */
  of(row: number): number {
    let sum = 0
    for (let word = 0; word < this.words; word++) sum += bits(this.present[row * this.words + word])
    return sum
  }

  /** Columns that a row is compared with a row of another table on, or of the same one. */
  shared(row: number, other: PresentColumns, otherRow: number): number {
    let sum = 0
    for (let word = 0; word < this.words; word++) {
      const [i, j] = [row * this.words + word, otherRow * this.words + word]
      sum += bits(this.present[i] & other.present[j] & ~(this.zero[i] & other.zero[j]))
    }
    return sum
  }
}

/**
 * Of each cluster the median of the columns that its members are compared with the medoid on, the lower one of two; null where there is no
 * member besides the medoid.
 * @param labels cluster of each row
 * @param medoids row of each cluster's medoid
 */
export function medianSharedColumns(
  present: PresentColumns,
  labels: ArrayLike<number>,
  medoids: ArrayLike<number>
): (number | null)[] {
  const counts: number[][] = Array.from(medoids, () => [])
  for (let row = 0; row < labels.length; row++) {
    const medoid = medoids[labels[row]]
    if (row !== medoid) counts[labels[row]].push(present.shared(row, present, medoid))
  }
  return counts.map((each) => each.sort((a, b) => a - b)[(each.length - 1) >> 1] ?? null)
}

/** How many bits of a word are 1 (Warren, Hacker's Delight, figure 5-2). */
function bits(word: number): number {
  let x = word
  x -= (x >>> 1) & 0x55555555
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333)
  x = (x + (x >>> 4)) & 0x0f0f0f0f
  return Math.imul(x, 0x01010101) >>> 24
}
