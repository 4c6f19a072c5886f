import { expect, test } from 'vitest'
import { gowerModel } from '../../../src/core/clustering/gower.ts'
import {
  modelBytes,
  PACKED_FIELDS,
  packedBytes,
  packedLayout,
  packer,
  writeModel
} from '../../../src/core/clustering/packed.ts'
import { MISSING_LEVEL, type CategoricalColumn, type NumericColumn } from '../../../src/core/features/table.ts'
import { Arena, instantiate } from '../../../src/core/kernels/kernels.ts'
import { BLOCK, MISSING_NUMBER, MISSING_U8, STAGE_BYTES } from '../../../src/kernels/constants.ts'
import type { GowerModel } from '../../../src/core/catalogue/stored/features.ts'
import fc from '../../fast-check.ts'
import { nominal, numeric, tableOf } from './tables.ts'

/** What damaged files hold, too. */
const anyNumber = fc.oneof(
  fc.double({ min: -50, max: 150, noNaN: true }),
  fc.integer({ min: -3, max: 103 }),
  fc.constantFrom(NaN, Infinity, -Infinity, -0, 5e-324, 1e300, -1e300, 1.0000001e300, Number.MAX_VALUE)
)

/** Numbers and categories that begin in the middle of their memory, as the columns of a part of a table do. */
const columns = fc.record({
  rows: fc.constantFrom(1, 63, 64, 65, 200, 2049),
  before: fc.integer({ min: 0, max: 5 }),
  numbers: fc.array(anyNumber, { minLength: 1, maxLength: 30 }),
  codes: fc.array(fc.integer({ min: MISSING_LEVEL, max: 2 }), { minLength: 1, maxLength: 30 }),
  clamped: fc.boolean(),
  range: fc.constantFrom(0, 5e-324, 1e-300, 0.1, 3, 100, 1e300)
})

test('numbers are packed as plain arithmetic has them, bit by bit, and codes beside them', () => {
  fc.assert(
    fc.property(columns, ({ rows, before, numbers, codes, clamped, range }) => {
      const values = Float64Array.from({ length: before + rows }, (_, at) => numbers[at % numbers.length]).subarray(
        before
      )
      const levels = Int32Array.from({ length: before + rows }, (_, at) => codes[at % codes.length]).subarray(before)
      const number: NumericColumn = { name: 'number', kind: 'numeric', values }
      const category: CategoricalColumn = { name: 'category', kind: 'nominal', levels: ['a', 'b', 'c'], codes: levels }
      const table = { rows, columns: [number, category] }
      const sample = gowerModel(tableOf(numeric('number', [0, 1, 2]), nominal('category', ['a', 'b', 'c'])))
      const known = { min: 1, range, clamped }
      const model: GowerModel = {
        ...sample,
        columns: sample.columns.map((column) => ('levels' in column ? column : { ...column, ...known }))
      }
      const packed = pack(table, model)
      for (let row = 0; row < rows; row++) {
        const value = plainValue(values[row], 1, range, clamped)
        expect(packed.exact(row)).toBe(value)
        expect(packed.fixed(row)).toBe(plainFixed(value, 1, range, packed.whole))
        expect(packed.code(row)).toBe(levels[row] === MISSING_LEVEL ? MISSING_U8 : levels[row])
      }
      for (let row = rows; row % BLOCK !== 0; row++) {
        expect([packed.fixed(row), packed.code(row)]).toEqual([MISSING_NUMBER, MISSING_U8])
      }
    }),
    { numRuns: 60 }
  )
})

/** A table of one column of numbers and one of categories in the kernels' memory. */
function pack(table: Parameters<typeof packer>[0], model: GowerModel) {
  const layout = packedLayout(model)
  const arena = new Arena()
  const place = {
    fields: arena.reserve(PACKED_FIELDS * 4),
    blocks: arena.reserve(packedBytes(layout, table.rows)),
    model: arena.reserve(modelBytes(layout)),
    stage: arena.reserve(STAGE_BYTES)
  }
  const memory = arena.allocate()
  writeModel(layout, memory.buffer, place.model)
  packer(table, layout)(instantiate(memory), memory, place, 0, table.rows)
  const view = new DataView(memory.buffer)
  const blockOf = (row: number) => place.blocks + Math.floor(row / BLOCK) * layout.blockBytes
  return {
    whole: layout.weights[0].own * 2 ** layout.shift,
    exact: (row: number) => view.getFloat64(blockOf(row) + layout.exactAt + (row % BLOCK) * 8, true),
    fixed: (row: number) => view.getInt32(blockOf(row) + (row % BLOCK) * 4, true),
    code: (row: number) => view.getUint8(blockOf(row) + layout.bytesAt + (row % BLOCK))
  }
}

function plainValue(value: number, min: number, range: number, clamped: boolean): number {
  if (!(Math.abs(value) <= 1e300)) return NaN
  return clamped ? Math.max(min, Math.min(min + range, value)) : value
}

/** The share of the range that a value lies above `min`, in units; at most 2^30 of them, rounded half to even. */
function plainFixed(value: number, min: number, range: number, whole: number): number {
  if (Number.isNaN(value)) return MISSING_NUMBER
  const units = range === 0 ? 0 : Math.max(-(2 ** 30), Math.min(2 ** 30, ((value - min) / range) * whole))
  const below = Math.floor(units)
  if (units - below === 0.5) return below % 2 === 0 ? below : below + 1
  return Math.round(units) + 0
}
