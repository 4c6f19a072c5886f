import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createAssigner, medoidRows } from '../../src/core/clustering/assign.ts'
import { gowerModel } from '../../src/core/clustering/gower.ts'
import { DissimilarityMatrix } from '../../src/core/clustering/matrix.ts'
import type { FeatureTable } from '../../src/core/features/table.ts'
import { firstRows, randomTable, type Recipe } from '../core/clustering/tables.ts'

const recipe: Recipe = {
  rows: 333,
  numeric: 45,
  nominal: 40,
  asymmetric: 0,
  levels: 30,
  missing: 0.25,
  grain: 1000,
  seed: 1
}

/**
 * What the kernels of release 0.2.0 computed from these tables: the paper's method stays that to the last bit. SHA-256 of
 * the f32 distances, row by row, and of the clusters and distances of all rows by the model and medoids of the first third.
 */
const GOLDEN: { name: string; table: FeatureTable; unshared: number; matrix: string; assignment: string }[] = [
  {
    name: 'numbers and categories',
    table: randomTable(recipe),
    unshared: 0,
    matrix: '95654badb1330b87a340ddc20be61d02da6a49f9e298933130831c2845622ccc',
    assignment: '2387900631f0a47ab9c2ecb33985ff426bd04b8346e1fc1178e9f8184c55a450'
  },
  {
    name: 'asymmetric-binary columns, more than a mask word holds',
    table: randomTable({ ...recipe, asymmetric: 70, missing: 0.4, seed: 2 }),
    unshared: 0,
    matrix: '615b89323b6310013e7f9d88cb540c5a356a79aca7ad3f3f8073b9e3f5cb92b0',
    assignment: 'e4e6abe5aa39a4d9c2c4f907388b91c09adcfbaa921adbf789ee56b0aa0bd766'
  },
  {
    name: 'rows that share no column',
    table: randomTable({ ...recipe, numeric: 3, nominal: 3, asymmetric: 2, missing: 0.6, grain: 3, seed: 3 }),
    unshared: 17564,
    matrix: 'cb4452354f61fab80ca46abadeabb67ee481ccbc931fbe3924ee707da3024acd',
    assignment: 'ca3c5794ddf3ab82a84951836607349aef9bfed880644ebeb21c9292efc9f755'
  },
  {
    name: 'categories of 16 bits',
    table: randomTable({ ...recipe, rows: 600, numeric: 5, nominal: 8, asymmetric: 1, levels: 5000, seed: 4 }),
    unshared: 2,
    matrix: '9a41d6ce18ccd2f187faefb324d9a07bf7a12ece2a3d1029de1f8505d0ee4998',
    assignment: 'af44d5ef605fc3b27d12a40d89040955e93fce39b138206b1b201b937aec22bd'
  },
  {
    name: 'more columns than 24 bits leave room to sum',
    table: randomTable({ ...recipe, numeric: 190, nominal: 110, asymmetric: 5, seed: 5 }),
    unshared: 0,
    matrix: '7f3708e0b00219e6e802f04249d28345e2a6e9fee6394df2a75013cae7565fcd',
    assignment: 'b86e4d8ae6901936846b3f8d3b62e50ad2cdfb976735c9caccf06ca2179dda01'
  },
  {
    name: 'outliers, beside which others are near',
    table: withOutlier(randomTable({ ...recipe, numeric: 30, nominal: 5, levels: 2, missing: 0.1, seed: 6 })),
    unshared: 0,
    matrix: '72e7986a0bd39fa0b743430f55a95ca4ac6ebc1ef62e4e81307c2a4096c26a9a',
    assignment: 'd05f6aab064035923e2de28e70eedaf752a84ae1552f36b8b2b80415345518d7'
  },
  {
    name: 'categories only',
    table: randomTable({ ...recipe, numeric: 0, nominal: 9, levels: 4, seed: 7 }),
    unshared: 11,
    matrix: 'e55d003de8fbc7043656505722468d28d8870fbca8259146acf08ef7354122e7',
    assignment: '6892a329ac37173cf5f5f320dbff20955fa518d0713b3e932e5d07b33384b5aa'
  },
  {
    name: 'numbers only',
    table: randomTable({ ...recipe, numeric: 9, nominal: 0, missing: 0.02, seed: 8 }),
    unshared: 0,
    matrix: 'cf504b6caa249dd10e461e6e53a2dcbd6250e3d95278a692d45a6c8de4d6e10e',
    assignment: 'ff0e763a9730dd96cc9136e0835edbb07f391e257bc000b0b3956639ec666167'
  }
]

describe('the paper’s method, to the last bit', () => {
  test.each(GOLDEN)('$name', async ({ table, unshared, matrix, assignment }) => {
    const distances = await DissimilarityMatrix.gower(table, gowerModel(table), 1, { threads: 1 })
    const plain = await DissimilarityMatrix.gower(table, gowerModel(table), 1, { threads: 1, root: false })
    const rows = Array.from({ length: table.rows }, (_, row) => row)
    expect(distances.unsharedPairs).toBe(unshared)
    expect(hash(...rows.map((row) => distances.row(row)), ...rows.map((row) => plain.row(row)))).toBe(matrix)

    const sample = firstRows(table, Math.ceil(table.rows / 3))
    const found = createAssigner(gowerModel(sample), medoidRows(sample, [7, 3, 1, 10, 19])).assign(table)
    expect(hash(found.clusters, found.distances, Uint32Array.of(found.unshared))).toBe(assignment)
  })
})

/** One number lies a hundred million times farther out than the others do. */
function withOutlier(table: FeatureTable): FeatureTable {
  const columns = table.columns.map((column) =>
    'values' in column ? { ...column, values: column.values.map((value, row) => (row === 5 ? 1e8 : value)) } : column
  )
  return { rows: table.rows, columns }
}

function hash(...arrays: (Float32Array | Uint16Array | Uint32Array)[]): string {
  const sum = createHash('sha256')
  for (const { buffer, byteOffset, byteLength } of arrays) sum.update(new Uint8Array(buffer, byteOffset, byteLength))
  return sum.digest('hex')
}
