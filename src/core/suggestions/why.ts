import type { Feature } from '../catalogue/stored/features.ts'
import { contributions, type Forest } from '../forest/forest.ts'
import { columnsByFeature, type FeatureColumn, type FeatureTable, MISSING_LEVEL } from '../features/table.ts'

/** What one feature says for a value. */
export interface SuggestionReason {
  /** The attribute's name. */
  name: string
  keyword: string
  /** Of the image, as images are compared; null where it has none, and where it may tell of a person. */
  value: string | null
  isPersonal: boolean
  /** What it adds to the share of trees for the value, 0 to 1. */
  contribution: number
}

/** Features that are told. */
const TOLD = 3

/**
 * The features that speak most for a class, of each row: see `contributions`; those of its columns together.
 * @param wanted the class, of each row
 */
export function reasonsFor(
  forest: Forest,
  features: readonly Feature[],
  table: FeatureTable,
  wanted: Uint16Array
): SuggestionReason[][] {
  const parts = contributions(forest, table, wanted)
  const width = table.columns.length
  const columns = columnsByFeature(features, table)
  return Array.from({ length: table.rows }, (_, row) => {
    let at = row * width
    const all = features.map((feature, which): SuggestionReason => {
      const own = columns[which]
      const contribution = own.reduce((sum) => sum + parts[at++], 0)
      const { name, keyword, phi } = feature
      return { name, keyword, value: phi ? null : textOf(own, row), isPersonal: phi, contribution }
    })
    const speaking = all.filter(({ contribution }) => contribution > 0)
    return speaking.sort((a, b) => b.contribution - a.contribution).slice(0, TOLD)
  })
}

/** The values of an attribute as they are written, one after another; null where it has none. */
function textOf(columns: readonly FeatureColumn[], row: number): string | null {
  const texts = columns.map((column) => {
    if ('codes' in column) return column.codes[row] === MISSING_LEVEL ? '' : column.levels[column.codes[row]]
    return Number.isNaN(column.values[row]) ? '' : String(column.values[row])
  })
  return texts.every((text) => text === '') ? null : texts.join('\\')
}
