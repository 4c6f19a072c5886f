import { type CategoricalColumn, type FeatureColumn, type FeatureTable, MISSING_LEVEL } from '../features/table.ts'
import { below } from '../sorted.ts'

/** The bin of a cell without a value. */
export const MISSING_BIN = 0
/** The bin of a category that no row of the fit had. */
export const UNKNOWN_BIN = 255
/** Bins of values: 1 to 254. */
const MOST_BINS = 254

/** How the cells of a column become bins, in the order in which splits compare them. */
export type ColumnBins =
  /** A number lies in the bin 1 + how many edges are below it. */
  { name: string; edges: Float64Array } | { name: string; levels: ReadonlyMap<string, number>; others: number }

/** Cells as bins, column after column: bins[column · rows + row]. */
export interface BinnedTable {
  rows: number
  columns: number
  bins: Uint8Array
}

/**
 * Bins of the columns of a table, for histogram splits (Ke et al., LightGBM, NeurIPS 2017, section 2.1): numbers by quantiles where there
 * are more than 254 distinct ones; categories by how frequent they are, the rarest of more than 254 in one bin. An order by the classes
 * of their rows would need fewer splits, but where some classes are wrong it learns them, too (docs/quality.md).
 */
export function fitBins({ columns }: FeatureTable): ColumnBins[] {
  return columns.map((column) =>
    'values' in column
      ? { name: column.name, edges: edgesOf(column.values) }
      : { name: column.name, ...levelsOf(column) }
  )
}

function levelsOf({ codes, levels }: CategoricalColumn): { levels: Map<string, number>; others: number } {
  const rows = new Uint32Array(levels.length)
  for (const code of codes) if (code !== MISSING_LEVEL) rows[code]++
  const frequent = [...rows.keys()].filter((code) => rows[code] > 0).sort((a, b) => rows[b] - rows[a] || a - b)
  const bins = new Map(frequent.map((code, at) => [levels[code], Math.min(at + 1, MOST_BINS)]))
  return { levels: bins, others: frequent.length > MOST_BINS ? MOST_BINS : UNKNOWN_BIN }
}

/** @throws Error where the table has other columns than the bins are of */
export function binned(table: FeatureTable, fitted: readonly ColumnBins[]): BinnedTable {
  const { rows, columns } = table
  if (columns.length !== fitted.length) throw new Error('The table has other columns than the forest.')
  const bins = new Uint8Array(rows * columns.length)
  columns.forEach((column, at) => fillBins(column, fitted[at], bins.subarray(at * rows, (at + 1) * rows)))
  return { rows, columns: columns.length, bins }
}

function fillBins(column: FeatureColumn, fitted: ColumnBins, into: Uint8Array): void {
  if ('values' in column && 'edges' in fitted) {
    const { edges } = fitted
    column.values.forEach((value, row) => {
      into[row] = Number.isNaN(value) ? MISSING_BIN : 1 + below(edges, value)
    })
  } else if ('codes' in column && 'levels' in fitted) {
    const binOf = Uint8Array.from(column.levels, (level) => fitted.levels.get(level) ?? fitted.others)
    column.codes.forEach((code, row) => {
      into[row] = code === MISSING_LEVEL ? MISSING_BIN : binOf[code]
    })
  } else throw new Error(`Column ${column.name} is of another kind than in the forest.`)
}

/** Between neighbouring distinct values, or between quantiles of all values where there are more of them than bins. */
function edgesOf(values: Float64Array): Float64Array {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort()
  const distinct = sorted.filter((value, at) => at === 0 || value !== sorted[at - 1])
  if (distinct.length <= MOST_BINS) return distinct.subarray(1).map((value, at) => between(distinct[at], value))
  const edges: number[] = []
  for (let bin = 1; bin < MOST_BINS; bin++) {
    const at = Math.floor((bin * sorted.length) / MOST_BINS)
    if (sorted[at] > sorted[at - 1]) edges.push(between(sorted[at - 1], sorted[at]))
  }
  return Float64Array.from(edges)
}

/** A number from the lower one up to, but not, the upper one. */
function between(lower: number, upper: number): number {
  const middle = lower / 2 + upper / 2
  return middle < upper ? middle : lower
}
