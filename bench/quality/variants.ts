import type { Feature, GowerModel } from '../../src/core/catalogue/stored/features.ts'
import { DEFAULT_ALGORITHM } from '../../src/core/clustering/algorithms.ts'
import { gowerModel } from '../../src/core/clustering/gower.ts'
import type { FeatureTable } from '../../src/core/features/table.ts'

/** What is clustered: by a method, or by one without a part of it. */
export interface Variant {
  name: string
  algorithm: string
  /** @param features that the columns are of; null for a table that is no archive's */
  prepare(table: FeatureTable, features: Feature[] | null): { table: FeatureTable; model: GowerModel }
}

export const VARIANTS: readonly Variant[] = [
  { name: 'paper', algorithm: DEFAULT_ALGORITHM, prepare: (table) => ({ table, model: gowerModel(table) }) }
]
