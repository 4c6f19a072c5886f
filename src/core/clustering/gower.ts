import { MOST_NUMBER } from '../../kernels/constants.ts'
import type { GowerCategorical, GowerModel, GowerNumeric } from '../catalogue/stored/features.ts'
import { MedoidError } from '../errors.ts'
import {
  type CategoricalColumn,
  type FeatureColumn,
  type FeatureTable,
  MISSING_LEVEL,
  type NumericColumn
} from '../features/table.ts'

/** Stands for all levels that the model does not have. */
export const UNSEEN = -1

export { MOST_NUMBER }

export function isNumeric(column: FeatureColumn): column is NumericColumn {
  return column.kind === 'numeric' || column.kind === 'ordinal'
}

export function isPresent(value: number): boolean {
  return Math.abs(value) <= MOST_NUMBER
}

/**
 * Ranges and levels of a sample.
 * @throws MedoidError `asymmetric-binary-levels` where such a column does not have two levels
 */
export function gowerModel(sample: FeatureTable): GowerModel {
  return {
    columns: sample.columns.map((column) => (isNumeric(column) ? numericModel(column) : categoricalModel(column)))
  }
}

/**
 * The model of other rows by the frozen ranges of a run, so that their dissimilarities are those of the run; the levels are those
 * of the rows themselves, since two that the run did not know may be equal to each other.
 * @throws MedoidError `columns-differ`
 */
export function withRangesOf(rows: FeatureTable, run: GowerModel): GowerModel {
  checkColumns(rows, run)
  const { columns } = gowerModel(rows)
  return { columns: columns.map((column, at) => ('levels' in column ? column : run.columns[at])) }
}

function numericModel({ name, kind, values }: NumericColumn): GowerNumeric {
  let min = Infinity
  let max = -Infinity
  for (const value of values) {
    if (!isPresent(value)) continue
    if (value < min) min = value
    if (value > max) max = value
  }
  return min <= max ? { name, kind, min, range: max - min } : { name, kind, min: 0, range: 0 }
}

function categoricalModel({ name, kind, codes, levels }: CategoricalColumn): GowerCategorical {
  if (kind === 'asymmetric-binary') {
    if (levels.length !== 2) {
      throw new MedoidError('asymmetric-binary-levels', { column: name, levels: levels.length })
    }
    return { name, kind, levels: [...levels] }
  }
  const seen = new Uint8Array(levels.length)
  for (const code of codes) if (code !== MISSING_LEVEL) seen[code] = 1
  return { name, kind, levels: [...new Set(levels.filter((_, code) => seen[code]))] }
}

/**
 * For each level of a column its index in the model, or UNSEEN for one that the sample did not have: it is present but
 * equal to nothing.
 */
export function frozenLevels(column: CategoricalColumn, model: GowerCategorical): Int32Array {
  const places = new Map(model.levels.map((level, place) => [level, place]))
  return Int32Array.from(column.levels, (level) => places.get(level) ?? UNSEEN)
}

/** @throws MedoidError `columns-differ` unless the table has the columns of the model, in their order */
export function checkColumns(table: FeatureTable, model: GowerModel): void {
  if (table.columns.length !== model.columns.length) {
    throw new MedoidError('columns-differ', {
      why: 'number',
      columns: table.columns.length,
      expected: model.columns.length
    })
  }
  model.columns.forEach(({ name, kind }, at) => {
    const column = table.columns[at]
    if (column.name === name && column.kind === kind) return
    throw new MedoidError('columns-differ', {
      why: 'column',
      at: at + 1,
      found: { name: column.name, kind: column.kind },
      expected: { name, kind }
    })
  })
}

/** The dissimilarity of two rows by one column, or `undefined` where it is no evidence about them (δ = 0). */
type Compare = (i: number, j: number) => number | undefined

/**
 * Gower's dissimilarity 1 − S of pairs of rows (Gower, Biometrics 27, 1971; `daisy` of R's cluster): the mean over the
 * columns that both rows have of |x − y| / range (numeric and ordinal), 0 or 1 (categories); pairs of zeros of
 * asymmetric-binary columns are left out. In f64, straight from the definition.
 * @returns a function of two rows; NaN where they share no column
 */
export function gowerDissimilarity(table: FeatureTable, model: GowerModel): (i: number, j: number) => number {
  checkColumns(table, model)
  const columns = table.columns.map((column, at) => compareBy(column, model.columns[at]))
  return (i, j) => {
    let sum = 0
    let weight = 0
    for (const compare of columns) {
      const dissimilarity = compare(i, j)
      if (dissimilarity === undefined) continue
      sum += dissimilarity
      weight++
    }
    return sum / weight
  }
}

function compareBy(column: FeatureColumn, model: GowerModel['columns'][number]): Compare {
  if (isNumeric(column)) {
    const { values } = column
    const { range } = model as GowerNumeric
    return (i, j) => {
      const x = values[i]
      const y = values[j]
      if (!isPresent(x) || !isPresent(y)) return undefined
      return range === 0 ? 0 : Math.min(1, Math.abs(x - y) / range)
    }
  }
  const { codes } = column
  const levels = frozenLevels(column, model as GowerCategorical)
  const asymmetric = column.kind === 'asymmetric-binary'
  return (i, j) => {
    if (codes[i] === MISSING_LEVEL || codes[j] === MISSING_LEVEL) return undefined
    const x = levels[codes[i]]
    const y = levels[codes[j]]
    if (asymmetric && x === 0 && y === 0) return undefined
    return x === y && x !== UNSEEN ? 0 : 1
  }
}

/**
 * 1 − S of each pair of rows, in f64; 1 for rows that share no column, 0 for a row and itself.
 * @throws MedoidError `row-out-of-range` naming the pair
 */
export function pairDistances(
  table: FeatureTable,
  pairs: readonly (readonly [number, number])[],
  model = gowerModel(table)
): Float64Array {
  const dissimilarity = gowerDissimilarity(table, model)
  return Float64Array.from(pairs, ([i, j]) => {
    for (const row of [i, j]) {
      if (!Number.isInteger(row) || row < 0 || row >= table.rows) {
        throw new MedoidError('row-out-of-range', { row, pair: [i, j], rows: table.rows })
      }
    }
    if (i === j) return 0
    const value = dissimilarity(i, j)
    return Number.isNaN(value) ? 1 : value
  })
}
