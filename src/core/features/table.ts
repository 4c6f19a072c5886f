/**
 * A typed feature table: what clustering works on. Kinds as R's `daisy` means them (Kaufman and Rousseeuw 1990,
 * chapter 1): numeric and ordinal columns are compared by |x−y|/range, nominal ones by equality, and in asymmetric-binary
 * columns a pair of zeros is no evidence.
 */
export type ColumnKind = 'numeric' | 'ordinal' | 'nominal' | 'asymmetric-binary'

/** Numbers; an ordinal column holds its codes in the declared order. */
export interface NumericColumn {
  name: string
  kind: 'numeric' | 'ordinal'
  /** One value a row; NaN = missing. */
  values: Float64Array
  /** Ordinal only: the level that each code 0, 1, … stands for, where the levels are not numbers themselves. */
  levels?: string[]
}

/** The code of a category that is missing. */
export const MISSING_LEVEL = -1

/** Categories. An asymmetric-binary column has two levels, the second being the one that counts (`1`, `true`, …). */
export interface CategoricalColumn {
  name: string
  kind: 'nominal' | 'asymmetric-binary'
  /** One index into `levels` a row; −1 (MISSING_LEVEL) = missing. */
  codes: Int32Array
  levels: string[]
}

export type FeatureColumn = NumericColumn | CategoricalColumn

/** The columns of a table by the features that they are of. @param features in the order of the table */
export function columnsByFeature(
  features: readonly { columns: readonly unknown[] }[],
  { columns }: FeatureTable
): FeatureColumn[][] {
  let from = 0
  return features.map((feature) => columns.slice(from, (from += feature.columns.length)))
}

export interface FeatureTable {
  rows: number
  columns: FeatureColumn[]
}

/** Some rows of a table, with the levels of the whole. */
export function rowsOf({ columns }: FeatureTable, rows: ArrayLike<number>): FeatureTable {
  return {
    rows: rows.length,
    columns: columns.map((column): FeatureColumn =>
      'codes' in column
        ? { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]) }
        : { ...column, values: Float64Array.from(rows, (row) => column.values[row]) }
    )
  }
}
