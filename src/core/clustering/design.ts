import type { GowerAbsence, GowerModel, GowerNumeric, Weighting } from '../catalogue/stored/features.ts'
import { outlyingRange, NumberCounts } from '../features/outlying.ts'
import type { ComparisonMethod } from '../features/methods.ts'
import type { FeatureTable } from '../features/table.ts'
import { DEVICE_TAGS, type ColumnsOfTag } from '../features/weights.ts'
import { classesOfRows, classCount, gowerModel, hasValue, isNumeric, isPresent } from './gower.ts'

/** A tag does not apply to a modality of which fewer images than this share have it. */
const APPLIES = 0.05

/** How the columns of a table are compared. */
export interface Design {
  method: ComparisonMethod
  /** Whose columns are those of the table, in their order. */
  tags: readonly ColumnsOfTag[]
  /** Of each tag. */
  weightings: readonly Weighting[]
  /**
   * Name of the column that tells the classes of rows; `one` where all rows are of one class, `unknown` where classes must not be
   * known: then any absence counts the same.
   */
  classes: { column: string } | 'one' | 'unknown'
}

/** The model of a sample by a method: ranges, levels, weights, and what absence counts. */
export function designedModel(sample: FeatureTable, { method, tags, weightings, classes }: Design): GowerModel {
  const plain = gowerModel(sample)
  // That the name of a scanner is missing says nothing of an image.
  const counting = tags.flatMap(({ keyword, columns }, tag) =>
    columns.map(() => ({ weight: weightings[tag].weight, absence: !DEVICE_TAGS.has(keyword) }))
  )
  const columns = plain.columns.map((column, at) => {
    const counted = { ...column, ...counting[at] }
    return method.robust && !('levels' in counted) ? robust(sample, at, counted) : counted
  })
  if (method.absence === null) return { columns, absence: null }
  const model = { columns, absence: absenceOf(plain, method.absence, classes) }
  const apply = applicability(sample, model)
  return { ...model, columns: columns.map((column, at) => ({ ...column, notApplicable: apply(at) })) }
}

function absenceOf(
  { columns }: GowerModel,
  { structural, other, unknown }: NonNullable<ComparisonMethod['absence']>,
  classes: Design['classes']
): GowerAbsence {
  if (classes === 'unknown') return unknownClasses(unknown)
  const by = classes === 'one' ? -1 : columns.findIndex(({ name }) => name === classes.column)
  const column = columns[by]
  if (column === undefined || !('levels' in column)) return { by: null, classes: 0, structural, other }
  return { by, classes: column.levels.length, structural, other }
}

/** Where classes of rows must not be known, any absence counts the same. */
export function unknownClasses(weight: number): GowerAbsence {
  return { by: null, classes: 0, structural: weight, other: weight }
}

/** Classes of which hardly any row has a value, by column. */
function applicability(sample: FeatureTable, model: GowerModel): (at: number) => number[] {
  const classes = classCount(model)
  const classOf = classesOfRows(sample, model)
  const rows = new Float64Array(classes)
  const rowClasses = Uint32Array.from({ length: sample.rows }, (_, row) => classOf(row))
  for (const each of rowClasses) rows[each]++
  return (at) => {
    const column = sample.columns[at]
    const has = new Float64Array(classes)
    rowClasses.forEach((each, row) => {
      if (hasValue(column, row)) has[each]++
    })
    return Array.from(rows.keys()).filter((each) => rows[each] > 0 && has[each] / rows[each] < APPLIES)
  }
}

/** Nine of ten values make the range, where the others would make them nearly equal. */
function robust(sample: FeatureTable, at: number, column: GowerNumeric): GowerNumeric {
  const table = sample.columns[at]
  if (!isNumeric(table)) return column
  const outlying = outlyingRange(NumberCounts.of(table.values.filter(isPresent)))
  if (outlying === undefined || outlying.low === outlying.high) return column
  return { ...column, min: outlying.low, range: outlying.high - outlying.low, clamped: true }
}
