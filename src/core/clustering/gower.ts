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

/** Whether a row has a value in a column. */
export function hasValue(column: FeatureColumn, row: number): boolean {
  return isNumeric(column) ? isPresent(column.values[row]) : column.codes[row] !== MISSING_LEVEL
}

/**
 * Ranges and levels of a sample.
 * @throws MedoidError `asymmetric-binary-levels` where such a column does not have two levels
 */
export function gowerModel(sample: FeatureTable): GowerModel {
  return {
    columns: sample.columns.map((column) => (isNumeric(column) ? numericModel(column) : categoricalModel(column))),
    absence: null
  }
}

/** What a column counts in the paper, and in `daisy`. */
const EQUAL: Pick<GowerNumeric, 'weight' | 'absence' | 'notApplicable'> = {
  weight: 1,
  absence: false,
  notApplicable: []
}

/**
 * The model of other rows by the frozen ranges of a run, so that their dissimilarities are those of the run; the levels are those
 * of the rows themselves, since two that the run did not know may be equal to each other.
 * @throws MedoidError `columns-differ`
 */
export function withRangesOf(rows: FeatureTable, run: GowerModel): GowerModel {
  checkColumns(rows, run)
  const { columns } = gowerModel(rows)
  return {
    ...run,
    columns: columns.map((column, at) => {
      const known = run.columns[at]
      if (!('levels' in column && 'levels' in known)) return known
      // Classes of rows are the run's, by its levels in their order.
      const levels = at === run.absence?.by ? new Set([...known.levels, ...column.levels]) : column.levels
      return { ...known, levels: [...levels] }
    })
  }
}

function numericModel({ name, kind, values }: NumericColumn): GowerNumeric {
  let min = Infinity
  let max = -Infinity
  for (const value of values) {
    if (!isPresent(value)) continue
    if (value < min) min = value
    if (value > max) max = value
  }
  const range = min <= max ? { min, range: max - min } : { min: 0, range: 0 }
  return { name, kind, ...range, clamped: false, ...EQUAL }
}

function categoricalModel({ name, kind, codes, levels }: CategoricalColumn): GowerCategorical {
  if (kind === 'asymmetric-binary') {
    if (levels.length !== 2) {
      throw new MedoidError('asymmetric-binary-levels', { column: name, levels: levels.length })
    }
    return { name, kind, levels: [...levels], ...EQUAL }
  }
  const seen = new Uint8Array(levels.length)
  for (const code of codes) if (code !== MISSING_LEVEL) seen[code] = 1
  return { name, kind, levels: [...new Set(levels.filter((_, code) => seen[code]))], ...EQUAL }
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

/** How two rows compare by one column. */
interface CellComparison {
  hasX: boolean
  hasY: boolean
  /** Where both have a value: their dissimilarity, or `undefined` where that is no evidence about them. */
  dissimilarity: number | undefined
}
type Compare = (i: number, j: number) => CellComparison

/** What one column is as evidence about two rows. */
interface ColumnEvidence {
  /** How much it counts: the column's weight, or that of `absenceWeight` where one row lacks its value; 0 where it is no evidence. */
  weight: number
  /** How unlike the rows are in it, 0 to 1. */
  dissimilarity: number
  /** Whether it is one that both rows have, and no pair of zeros of an asymmetric-binary column. */
  isShared: boolean
}

/**
 * What each column says of pairs of rows by Gower's coefficient (Gower, Biometrics 27, 1971; `daisy` of R's cluster), in the order of
 * the columns: |x − y| / range (numeric and ordinal), 0 or 1 (categories); pairs of zeros of asymmetric-binary columns are no
 * evidence. Where the model counts absence, a column that one of the rows has is one in which they differ, with the weight of
 * `absenceWeight`. In f64, straight from the definition.
 */
export function gowerEvidence(table: FeatureTable, model: GowerModel): (i: number, j: number) => ColumnEvidence[] {
  checkColumns(table, model)
  const columns = table.columns.map((column, at) => compareBy(column, model.columns[at]))
  const classOf = classesOfRows(table, model)
  return (i, j) =>
    columns.map((compare, at) => {
      const { hasX, hasY, dissimilarity } = compare(i, j)
      if (hasX !== hasY) {
        return { weight: absenceWeight(model, at, classOf(hasX ? j : i)), dissimilarity: 1, isShared: false }
      }
      if (dissimilarity === undefined) return { weight: 0, dissimilarity: 0, isShared: false }
      return { weight: model.columns[at].weight, dissimilarity, isShared: true }
    })
}

/**
 * Gower's dissimilarity 1 − S of pairs of rows: the weighted mean of what `gowerEvidence` tells.
 * @returns a function of two rows; NaN where nothing is evidence about them
 */
export function gowerDissimilarity(table: FeatureTable, model: GowerModel): (i: number, j: number) => number {
  const evidence = gowerEvidence(table, model)
  return (i, j) => weightedMean(evidence(i, j))
}

/** 1 − S; NaN where nothing is evidence. */
function weightedMean(evidence: readonly ColumnEvidence[]): number {
  let sum = 0
  let weight = 0
  for (const each of evidence) {
    sum += each.weight * each.dissimilarity
    weight += each.weight
  }
  return sum / weight
}

/** How many columns that count both rows have: what their dissimilarity rests on. */
export function columnsInCommon(table: FeatureTable, model: GowerModel): (i: number, j: number) => number {
  checkColumns(table, model)
  const columns = table.columns
    .map((column, at) => ({ compare: compareBy(column, model.columns[at]), counts: model.columns[at].weight > 0 }))
    .filter(({ counts }) => counts)
  return (i, j) => columns.filter(({ compare }) => compare(i, j).dissimilarity !== undefined).length
}

/** How much it counts that a row of this class lacks the value of a column that the other row has. */
function absenceWeight({ columns, absence }: GowerModel, at: number, rowClass: number): number {
  const { weight, absence: counts, notApplicable } = columns[at]
  if (absence === null || !counts) return 0
  return (notApplicable.includes(rowClass) ? absence.structural : absence.other) * Math.min(weight, 1)
}

/** Classes that rows can be of. */
export function classCount({ absence }: GowerModel): number {
  return absence === null || absence.by === null ? 1 : absence.classes + 1
}

/** The class of each row of a table: see `GowerAbsence`. */
export function classesOfRows(table: FeatureTable, model: GowerModel): (row: number) => number {
  const { columns, absence } = model
  if (absence === null || absence.by === null) return () => 0
  const column = table.columns[absence.by] as CategoricalColumn
  const levels = frozenLevels(column, columns[absence.by] as GowerCategorical)
  return (row) => {
    const code = column.codes[row]
    const level = code === MISSING_LEVEL ? UNSEEN : levels[code]
    return level !== UNSEEN && level < absence.classes ? level : absence.classes
  }
}

function compareBy(column: FeatureColumn, model: GowerModel['columns'][number]): Compare {
  if (isNumeric(column)) {
    const { values } = column
    const { min, range, clamped } = model as GowerNumeric
    const at = (value: number): number => (clamped ? Math.min(Math.max(value, min), min + range) : value)
    return (i, j) => {
      const hasX = isPresent(values[i])
      const hasY = isPresent(values[j])
      if (!hasX || !hasY) return { hasX, hasY, dissimilarity: undefined }
      const difference = Math.abs(at(values[i]) - at(values[j]))
      return { hasX, hasY, dissimilarity: range === 0 ? 0 : Math.min(1, difference / range) }
    }
  }
  const { codes } = column
  const levels = frozenLevels(column, model as GowerCategorical)
  const asymmetric = column.kind === 'asymmetric-binary'
  return (i, j) => {
    const hasX = codes[i] !== MISSING_LEVEL
    const hasY = codes[j] !== MISSING_LEVEL
    if (!hasX || !hasY) return { hasX, hasY, dissimilarity: undefined }
    const x = levels[codes[i]]
    const y = levels[codes[j]]
    if (asymmetric && x === 0 && y === 0) return { hasX, hasY, dissimilarity: undefined }
    return { hasX, hasY, dissimilarity: x === y && x !== UNSEEN ? 0 : 1 }
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
