import type { GowerModel } from '../../../src/core/catalogue/stored/features.ts'
import type { FeatureColumn, FeatureTable } from '../../../src/core/features/table.ts'
import { Random } from '../../../src/core/random.ts'
import fc from '../../fast-check.ts'

export function numeric(
  name: string,
  values: (number | null)[],
  kind: 'numeric' | 'ordinal' = 'numeric'
): FeatureColumn {
  return { name, kind, values: Float64Array.from(values, (value) => value ?? NaN) }
}

export function nominal(
  name: string,
  values: (string | null)[],
  kind: 'nominal' | 'asymmetric-binary' = 'nominal'
): FeatureColumn {
  const levels = kind === 'nominal' ? [...new Set(values.filter((value) => value !== null))] : ['0', '1']
  return {
    name,
    kind,
    levels,
    codes: Int32Array.from(values, (value) => (value === null ? -1 : levels.indexOf(value)))
  }
}

export function tableOf(...columns: FeatureColumn[]): FeatureTable {
  const [first] = columns
  return { rows: 'values' in first ? first.values.length : first.codes.length, columns }
}

/** What a random table is made from. */
export interface Recipe {
  rows: number
  numeric: number
  nominal: number
  asymmetric: number
  /** Different values of a nominal column, at most; columns with more than 253 are stored in 16 bits. */
  levels: number
  missing: number
  /** Numbers are multiples of 1 / grain, so that a small one makes ties. */
  grain: number
  seed: number
}

export function randomTable({ rows, seed, ...recipe }: Recipe): FeatureTable {
  const random = new Random(seed)
  const cells = (cell: () => number, missing: number) =>
    Array.from({ length: rows }, () => (random.next() < recipe.missing ? missing : cell()))
  const columns: FeatureColumn[] = []
  for (let i = 0; i < recipe.numeric; i++) {
    const scale = 10 ** (random.below(7) - 3)
    const values = Float64Array.from(cells(() => (scale * random.below(recipe.grain + 1)) / recipe.grain, NaN))
    columns.push({ name: `number ${i}`, kind: i % 3 === 2 ? 'ordinal' : 'numeric', values })
  }
  for (let i = 0; i < recipe.nominal; i++) {
    const levels = Array.from({ length: 1 + random.below(recipe.levels) }, (_, level) => `level ${level}`)
    const codes = Int32Array.from(cells(() => random.below(levels.length), -1))
    columns.push({ name: `category ${i}`, kind: 'nominal', levels, codes })
  }
  for (let i = 0; i < recipe.asymmetric; i++) {
    const codes = Int32Array.from(cells(() => (random.below(3) === 0 ? 1 : 0), -1))
    columns.push({ name: `finding ${i}`, kind: 'asymmetric-binary', levels: ['no', 'yes'], codes })
  }
  return { rows, columns: random.shuffle(columns) }
}

/** Tables with constant columns, rows without any value, ties, and more columns and levels than one word holds. */
export function recipes({ rows = [1, 200] as [number, number] } = {}): fc.Arbitrary<Recipe> {
  return fc
    .record({
      rows: fc.integer({ min: rows[0], max: rows[1] }),
      numeric: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(70)),
      nominal: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(70)),
      asymmetric: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constant(66)),
      levels: fc.constantFrom(1, 2, 10, 300),
      missing: fc.constantFrom(0, 0.25, 0.9, 1),
      grain: fc.constantFrom(1, 3, 1000),
      seed: fc.nat()
    })
    .filter((recipe) => recipe.numeric + recipe.nominal + recipe.asymmetric > 0)
}

/** How a random model weighs its columns. */
export interface Weighing {
  /** `any` are multiples of 1/64 from 0 to 3, `few` only 0, 1/64, 1 and 3. */
  weights: 'equal' | 'few' | 'any'
  /** Whether absence counts: not at all, for rows of one class, or by the levels of a nominal column, where there is one. */
  absence: 'none' | 'one' | 'by'
  seed: number
}

export const weighings: fc.Arbitrary<Weighing> = fc.record({
  weights: fc.constantFrom('equal', 'few', 'any'),
  absence: fc.constantFrom('none', 'one', 'by'),
  seed: fc.nat()
})

/** The same model with weights, clamped columns, and absence that counts. */
export function weighed(model: GowerModel, { weights, absence, seed }: Weighing): GowerModel {
  const random = new Random(seed)
  const any = { equal: () => 1, few: () => [0, 1 / 64, 1, 3][random.below(4)], any: () => random.below(193) / 64 }
  const nominal = model.columns.flatMap((column, at) => (column.kind === 'nominal' ? [at] : []))
  const by = absence === 'by' && nominal.length > 0 ? nominal[random.below(nominal.length)] : null
  const column = by === null ? undefined : model.columns[by]
  // The last levels may be of the class of those that are not known.
  const classes = column !== undefined && 'levels' in column ? Math.ceil(column.levels.length * random.next()) : 0
  const columns = model.columns.map((column) => {
    const counted = {
      ...column,
      weight: any[weights](),
      absence: random.below(4) > 0,
      notApplicable: Array.from({ length: classes + 1 }, (_, at) => at).filter(() => random.below(3) === 0)
    }
    if ('levels' in counted || random.below(3) > 0) return counted
    return { ...counted, min: counted.min + counted.range / 4, range: counted.range / 2, clamped: true }
  })
  return { columns, absence: absence === 'none' ? null : { by, classes, structural: 0.25, other: 0.05 } }
}

/** Distances between points in a plane, n × n. */
export function planeDistances(n: number, seed: number, grain = 1e9): number[][] {
  const random = new Random(seed)
  const points = Array.from({ length: n }, () => [random.below(grain) / grain, random.below(grain) / grain])
  return points.map(([x, y]) => points.map(([u, v]) => Math.fround(Math.hypot(x - u, y - v))))
}

/** Random problems, sometimes with many equal distances. */
export const problems = fc.record({
  n: fc.integer({ min: 3, max: 90 }),
  seed: fc.nat(),
  grain: fc.constantFrom(3, 1e9)
})

export function firstRows(table: FeatureTable, rows: number): FeatureTable {
  return {
    rows,
    columns: table.columns.map((column) =>
      'values' in column
        ? { ...column, values: column.values.slice(0, rows) }
        : { ...column, codes: column.codes.slice(0, rows) }
    )
  }
}
