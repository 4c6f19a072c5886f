import type { GowerModel } from '../../src/core/catalogue/stored/features.ts'
import { DEFAULT_ALGORITHM } from '../../src/core/clustering/algorithms.ts'
import { gowerModel } from '../../src/core/clustering/gower.ts'
import { PLANE_COLUMN } from '../../src/core/features/plane.ts'
import type { FeatureTable } from '../../src/core/features/table.ts'
import { DEVICE_TAGS } from '../../src/core/features/weights.ts'
import { tagOf } from '../../src/core/clustering/table-design.ts'

/** A table as a method compares its rows. */
export interface Prepared {
  table: FeatureTable
  model: GowerModel
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

export const VARIANTS: readonly Variant[] = [
  { name: 'paper', method: 'paper', algorithm: DEFAULT_ALGORITHM },
  { name: 'paper + ward', method: 'paper', algorithm: 'ward' },
  { name: 'balanced', ...balanced },
  { name: 'balanced + ward', ...balanced, algorithm: 'ward' },
  { name: '− absence', ...balanced, change: ({ model }) => ({ ...model, absence: null }) },
  {
    name: '− absence but structural',
    ...balanced,
    change: ({ model }) => ({ ...model, absence: model.absence && { ...model.absence, other: 0 } })
  },
  { name: '− scanner weights', ...balanced, change: (prepared) => equal(prepared) },
  { name: '− weights of other tags', ...balanced, change: (prepared) => equal(prepared, DEVICE_TAGS) },
  { name: '− plane', ...balanced, withoutPlane: true },
  { name: '− robust ranges', ...balanced, change: wholeRanges }
]

/** Columns that count more than others for what they say, not for what scanners explain. */
const EMPHASISED: ReadonlySet<string> = new Set([PLANE_COLUMN, 'Modality'])

/** Columns count as in the paper, but those, and those of some tags. */
function equal({ model }: Prepared, tags: ReadonlySet<string> = new Set()): GowerModel {
  const columns = model.columns.map((column) =>
    EMPHASISED.has(column.name) || tags.has(tagOf(column)) ? column : { ...column, weight: 1 }
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
