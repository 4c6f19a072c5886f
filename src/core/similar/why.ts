import type { Feature, GowerModel } from '../catalogue/stored/features.ts'
import { gowerEvidence, hasValue } from '../clustering/gower.ts'
import { type FeatureColumn, type FeatureTable, MISSING_LEVEL } from '../features/table.ts'

/** What one column of the features says about two images. */
export interface ColumnWhy {
  /** The attribute's name, with the position where it has several values: `PixelSpacing[1]`. */
  name: string
  /** The attribute's keyword; '' where it has none. */
  keyword: string
  /** As they are compared; null where an image has none, and where they tell of a person. */
  query: string | null
  value: string | null
  /** Whether its values may tell of a person and are not shown. */
  isPersonal: boolean
  /** Whether one of them is a category that the run does not know: it equals nothing, not even itself. */
  isUnknown: boolean
  /** How unlike they are in it, 0 to 1; null where they cannot be compared. */
  dissimilarity: number | null
  /** Its part of all that is evidence about them, 0 to 1; of all columns together 1. */
  share: number
  /** What it adds to the dissimilarity 1 − S: the sum over all columns. */
  contribution: number
}

/** Why two images are as alike by their tags as they are. */
export interface WhySimilar {
  /** √(1 − S); null where they share no column. */
  distance: number | null
  /** Columns that both have, of those that count: what the distance rests on. */
  shared: number
  columns: number
  /** In which they are equal, those that count most first. */
  agree: ColumnWhy[]
  /** In which they differ, those that add most first. */
  differ: ColumnWhy[]
  /** Which one of the two lacks. Where the run counts absence, these may add to the dissimilarity, too. */
  notCompared: ColumnWhy[]
  /** How many columns neither has. */
  neither: number
}

/**
 * Why rows are as alike as they are by Gower's coefficient, column by column, in f64.
 * @param table rows by the features of a run
 * @returns a function of two rows
 */
export function explainer(
  table: FeatureTable,
  { features, model }: { features: readonly Feature[]; model: GowerModel }
): (query: number, row: number) => WhySimilar {
  const evidence = gowerEvidence(table, model)
  const levels = model.columns.map((column) => ('levels' in column ? new Set(column.levels) : null))
  const abouts = features.flatMap(({ columns, keyword, phi }) => columns.map(() => ({ keyword, phi })))
  return (query, row) => {
    const all = evidence(query, row)
    const weight = all.reduce((sum, each) => sum + each.weight, 0)
    const why: WhySimilar = {
      distance: null,
      shared: 0,
      columns: 0,
      agree: [],
      differ: [],
      notCompared: [],
      neither: 0
    }
    let sum = 0
    table.columns.forEach((column, at) => {
      if (model.columns[at].weight === 0) return
      const { weight: own, dissimilarity, isShared } = all[at]
      const { keyword, phi } = abouts[at]
      const part: ColumnWhy = {
        name: column.name,
        keyword,
        query: phi ? null : textOf(column, query),
        value: phi ? null : textOf(column, row),
        isPersonal: phi,
        isUnknown: [query, row].some((each) => isUnknown(column, levels[at], each)),
        dissimilarity: isShared ? dissimilarity : null,
        share: weight === 0 ? 0 : own / weight,
        contribution: weight === 0 ? 0 : (own * dissimilarity) / weight
      }
      why.columns++
      sum += own * dissimilarity
      if (!isShared) {
        if (hasValue(column, query) || hasValue(column, row)) why.notCompared.push(part)
        else why.neither++
      } else {
        why.shared++
        ;(dissimilarity === 0 ? why.agree : why.differ).push(part)
      }
    })
    if (why.shared > 0) why.distance = Math.sqrt(sum / weight)
    why.agree.sort((a, b) => b.share - a.share)
    why.differ.sort((a, b) => b.contribution - a.contribution)
    why.notCompared.sort((a, b) => b.contribution - a.contribution)
    return why
  }
}

function isUnknown(column: FeatureColumn, known: ReadonlySet<string> | null, row: number): boolean {
  if (!('codes' in column) || known === null || column.codes[row] === MISSING_LEVEL) return false
  return !known.has(column.levels[column.codes[row]])
}

function textOf(column: FeatureColumn, row: number): string | null {
  if ('codes' in column) return column.codes[row] === MISSING_LEVEL ? null : column.levels[column.codes[row]]
  const value = column.values[row]
  return Number.isNaN(value) ? null : (column.levels?.[value] ?? String(value))
}

/** The rows of two tables of the same columns in one; levels that only the second has come behind those of the first. */
export function joined(first: FeatureTable, second: FeatureTable): FeatureTable {
  return {
    rows: first.rows + second.rows,
    columns: first.columns.map((a, at): FeatureColumn => {
      const b = second.columns[at]
      if ('values' in a && 'values' in b) return { ...a, values: Float64Array.from([...a.values, ...b.values]) }
      if ('values' in a || 'values' in b) throw new Error(`Column ${a.name} is of two kinds.`)
      const levels = [...new Set([...a.levels, ...b.levels])]
      const places = new Map(levels.map((level, place) => [level, place]))
      const moved = b.codes.map((code) => (code === MISSING_LEVEL ? code : places.get(b.levels[code])!))
      // Levels of the first may be there twice.
      const kept = a.codes.map((code) => (code === MISSING_LEVEL ? code : places.get(a.levels[code])!))
      return { ...a, levels, codes: Int32Array.from([...kept, ...moved]) }
    })
  }
}
