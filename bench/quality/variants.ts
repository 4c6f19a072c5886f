import type { Feature, GowerModel } from '../../src/core/catalogue/stored/features.ts'
import { ALGORITHMS, DEFAULT_ALGORITHM } from '../../src/core/clustering/algorithms.ts'
import { gowerModel } from '../../src/core/clustering/gower.ts'
import type { FeatureTable } from '../../src/core/features/table.ts'

/** A tag, and how much each of its columns counts. */
export type WeightedTag = Pick<Feature, 'keyword' | 'weighting'>

/** A table as a method compares its rows. */
export interface Prepared {
  table: FeatureTable
  model: GowerModel
  /** The tag of each column. */
  tags: readonly WeightedTag[]
}

/** What is clustered: by a method, or by one without a part of it. */
export interface Variant {
  name: string
  method: string
  algorithm: string
  /** Orientations stay six numbers. */
  withoutPlane?: boolean
  /** Takes a part of the method out of its model. */
  change?: (prepared: Prepared) => GowerModel
}

const balanced = { method: 'balanced', algorithm: DEFAULT_ALGORITHM }

const all: readonly Variant[] = [
  { name: 'paper', method: 'paper', algorithm: DEFAULT_ALGORITHM },
  { name: 'paper, ward', method: 'paper', algorithm: 'ward' },
  { name: 'balanced', ...balanced },
  { name: 'balanced, ward', ...balanced, algorithm: 'ward' },
  { name: 'balanced, fasterpam-ward', ...balanced, algorithm: 'fasterpam-ward' },
  { name: '− absence', ...balanced, change: ({ model }) => ({ ...model, absence: null }) },
  {
    name: '− other absence',
    ...balanced,
    change: ({ model }) => ({ ...model, absence: model.absence && { ...model.absence, other: 0 } })
  },
  { name: '− scanner weights', ...balanced, change: (prepared) => equal(prepared, ['scanner', 'device']) },
  { name: '− but device tags', ...balanced, change: (prepared) => equal(prepared, ['scanner']) },
  { name: '− plane', ...balanced, withoutPlane: true },
  { name: '− robust ranges', ...balanced, change: wholeRanges }
]

/** Those whose algorithm there is. */
export const VARIANTS = all.filter(({ algorithm }) => ALGORITHMS.some(({ name }) => name === algorithm))

/** The columns whose weight has one of the reasons count as in the paper. */
function equal({ model, tags }: Prepared, reasons: readonly Feature['weighting']['reason'][]): GowerModel {
  const columns = model.columns.map((column, at) =>
    reasons.includes(tags[at].weighting.reason) ? { ...column, weight: 1 } : column
  )
  return { ...model, columns }
}

function wholeRanges({ table, model }: Prepared): GowerModel {
  const plain = gowerModel(table)
  const columns = model.columns.map((column, at) => {
    const whole = plain.columns[at]
    if ('levels' in column || 'levels' in whole) return column
    return { ...column, min: whole.min, range: whole.range, clamped: false }
  })
  return { ...model, columns }
}
