import type { GowerModel } from '../catalogue/stored/features.ts'
import { discrete, joint, oneCategory } from '../features/entropy.ts'
import { methodNamed } from '../features/methods.ts'
import { ORIENTATION, PLANE_COLUMN, planeOf } from '../features/plane.ts'
import { type FeatureColumn, type FeatureTable, MISSING_LEVEL } from '../features/table.ts'
import { MODALITY_TAG, type RowContext, rowContext, type ColumnsOfTag, weigh } from '../features/weights.ts'
import { designedModel } from './design.ts'

/**
 * How the rows of a table are compared by a method. Columns that are named as DICOM attributes are these, `PixelSpacing[2]` being a
 * value of PixelSpacing; without a column of modalities all rows are of one modality.
 * @returns the columns that are compared, and their model
 * @throws MedoidError `unknown-method`, `asymmetric-binary-levels`
 */
export function designTable(
  table: FeatureTable,
  options: { method: string; groupByScanner?: boolean; weights?: ReadonlyMap<string, number> }
): { table: FeatureTable; model: GowerModel } {
  const method = methodNamed(options.method)
  const rejected = new Set(method.rules.flatMap(({ keywords }) => [...(keywords ?? [])]))
  const kept = tagsOf(table).filter(({ keyword }) => !rejected.has(keyword))
  const tags = method.planeWeight === null ? kept : kept.map((tag) => withPlane(tag, table.rows))
  const columns = tags.flatMap((tag) => [...tag.columns])
  const compared = { rows: table.rows, columns }
  const context = contextOfTags(tags, table.rows)
  const chosen = options.weights ?? new Map<string, number>()
  const weightings = weigh(tags, table.rows, context, {
    method,
    groupByScanner: options.groupByScanner ?? false,
    chosen
  })
  const modality = columns.find(({ name }) => name === MODALITY_TAG)
  const classes = modality === undefined ? 'one' : { column: modality.name }
  const model = designedModel(compared, { method, tags, weightings, classes })
  return { table: compared, model }
}

/** The tag that a column is named by: `ImageType[2]` is of ImageType. */
export function tagOf({ name }: Pick<FeatureColumn, 'name'>): string {
  return name.replace(/\[\d+\]$/, '')
}

/** Columns by the attribute that they are values of, in the order of the table. */
function tagsOf({ columns }: FeatureTable): ColumnsOfTag[] {
  const byKeyword = new Map<string, FeatureColumn[]>()
  for (const column of columns) {
    const keyword = tagOf(column)
    byKeyword.set(keyword, [...(byKeyword.get(keyword) ?? []), column])
  }
  return Array.from(byKeyword, ([keyword, own]) => ({ name: keyword, keyword, columns: own }))
}

function contextOfTags(tags: readonly ColumnsOfTag[], rows: number): RowContext {
  return rowContext((keyword) => {
    const tag = tags.find((each) => each.keyword === keyword)
    return tag === undefined ? oneCategory(rows) : joint(tag.columns.map(discrete), rows)
  }, rows)
}

/** Six columns of direction cosines as one of planes; any other tag as it is. */
function withPlane(tag: ColumnsOfTag, rows: number): ColumnsOfTag {
  const numbers = tag.columns.flatMap((column) => ('values' in column ? [column.values] : []))
  if (tag.keyword !== ORIENTATION || numbers.length !== 6) return tag
  const levels: string[] = []
  const codes = Int32Array.from({ length: rows }, (_, row) => {
    const plane = planeOf(numbers.map((values) => String(values[row])))
    if (plane === '') return MISSING_LEVEL
    if (!levels.includes(plane)) levels.push(plane)
    return levels.indexOf(plane)
  })
  return { ...tag, columns: [{ name: PLANE_COLUMN, kind: 'nominal', codes, levels }] }
}
