import {
  BLOCK,
  GROUP,
  LIST_ENTRY_BYTES,
  LIST_HEAD_BYTES,
  MISSING_U16,
  MISSING_U8,
  NEAR_UNITS,
  NO_CELL_U16,
  NO_CELL_U8,
  UNSEEN_U16,
  UNSEEN_U8
} from '../../kernels/constants.ts'
import { MedoidError } from '../errors.ts'
import type { CategoricalColumn, FeatureTable, NumericColumn } from '../features/table.ts'
import { checkColumns, frozenLevels, UNSEEN } from './gower.ts'
import type { GowerCategorical, GowerModel, GowerNumeric } from '../catalogue/stored/features.ts'

/**
 * How the rows of a model's tables lie in the kernels' memory: blocks of 64 rows, in a block one column after another with
 * 64 values each. Numbers come first (i32, the range of the sample being 2^shift), then presence words (a bit for each
 * column), then categories in 16 and in 8 bits, then the numbers as they are (f64).
 */
export interface PackedLayout {
  model: GowerModel
  /** Columns by storage type; their presence bits are in this order too. Asymmetric-binary ones are the first bytes. */
  numbers: number[]
  words: number[]
  bytes: number[]
  asymmetric: number
  /** 64-bit words a row, in pairs, that say which columns are present, and where asymmetric-binary zeros are. */
  masks: number
  zeroMasks: number
  /** Offsets in a block; numbers are at 0. */
  masksAt: number
  zeroMasksAt: number
  wordsAt: number
  bytesAt: number
  exactAt: number
  blockBytes: number
  shift: number
  /** Bytes of one row as the kernels compare it with blocks. */
  queryBytes: number
}

/** Number of u32 fields of the kernels' `Packed`. */
export const PACKED_FIELDS = 18

/** Columns in common are counted in 16 bits. */
const MOST_COLUMNS = 65535

/** @throws MedoidError `too-many-levels`, `too-many-columns` where 16 bits do not hold them */
export function packedLayout(model: GowerModel): PackedLayout {
  const count = model.columns.length
  if (count > MOST_COLUMNS) {
    throw new MedoidError('too-many-columns', { columns: count, most: MOST_COLUMNS })
  }
  const numbers: number[] = []
  const words: number[] = []
  const nominalBytes: number[] = []
  const asymmetric: number[] = []
  model.columns.forEach((column, at) => {
    if (!('levels' in column)) numbers.push(at)
    else if (column.kind === 'asymmetric-binary') asymmetric.push(at)
    else if (column.levels.length <= NO_CELL_U8) nominalBytes.push(at)
    else if (column.levels.length <= NO_CELL_U16) words.push(at)
    else {
      throw new MedoidError('too-many-levels', {
        column: column.name,
        levels: column.levels.length,
        most: NO_CELL_U16
      })
    }
  })
  const bytes = [...asymmetric, ...nominalBytes]
  // Each type begins a new byte of presence bits.
  const presenceBytes = [numbers, words, bytes].reduce((sum, columns) => sum + Math.ceil(columns.length / 8), 0)
  const masks = 2 * Math.ceil(presenceBytes / 16)
  const zeroMasks = 2 * Math.ceil(asymmetric.length / 128)
  const masksAt = numbers.length * BLOCK * 4
  const zeroMasksAt = masksAt + masks * BLOCK * 8
  const wordsAt = zeroMasksAt + zeroMasks * BLOCK * 8
  const bytesAt = wordsAt + words.length * BLOCK * 2
  const exactAt = bytesAt + bytes.length * BLOCK
  const lists = 1 + Math.ceil(words.length / GROUP) + Math.ceil(bytes.length / GROUP)
  return {
    model,
    numbers,
    words,
    bytes,
    asymmetric: asymmetric.length,
    masks,
    zeroMasks,
    masksAt,
    zeroMasksAt,
    wordsAt,
    bytesAt,
    exactAt,
    blockBytes: exactAt + numbers.length * BLOCK * 8,
    shift: shiftFor(count),
    queryBytes: (masks + zeroMasks) * 8 + lists * LIST_HEAD_BYTES + count * LIST_ENTRY_BYTES
  }
}

/** Bits of a number: 24, as an f32 has, or as many as let a sum over all columns fit into 31. */
function shiftFor(columns: number): number {
  let shift = 24
  while (columns * 2 ** shift >= 2 ** 31) shift--
  return shift
}

/** Bytes of the blocks of a table with this many rows. */
export function packedBytes(layout: PackedLayout, rows: number): number {
  return Math.ceil(rows / BLOCK) * layout.blockBytes
}

/** Bytes of the least values and ranges that `writeRanges` writes. */
export function rangesBytes(layout: PackedLayout): number {
  return layout.numbers.length * 16
}

/** Least value and range of each column of numbers. Where the range is 0, nothing differs: as if it were infinite. */
export function writeRanges(layout: PackedLayout, memory: ArrayBufferLike, at: number): void {
  const pairs = layout.numbers.flatMap((column) => {
    const { min, range } = layout.model.columns[column] as GowerNumeric
    return [min, range === 0 ? Infinity : range]
  })
  new Float64Array(memory, at, pairs.length).set(pairs)
}

/** The kernels' `Packed` of `rows` rows whose blocks begin at address `blocks`, and the ranges at `ranges`. */
export function packedFields(layout: PackedLayout, blocks: number, rows: number, ranges: number): number[] {
  const varying = layout.numbers.filter((column) => (layout.model.columns[column] as GowerNumeric).range > 0)
  return [
    blocks,
    rows,
    layout.blockBytes,
    layout.numbers.length,
    layout.words.length,
    layout.bytes.length,
    layout.asymmetric,
    layout.wordsAt,
    layout.bytesAt,
    layout.masks,
    layout.zeroMasks,
    layout.masksAt,
    layout.zeroMasksAt,
    layout.shift,
    layout.queryBytes,
    layout.exactAt,
    ranges,
    varying.length * NEAR_UNITS
  ]
}

/** Packs rows `from` to `to` of a table into blocks at address `at`; the kernels' `finishPacking` does the rest. */
type PackRows = (memory: ArrayBufferLike, at: number, from: number, to: number) => void

/**
 * Prepares a table for packing.
 * @throws MedoidError `columns-differ` where the table is not one of the layout's model
 */
export function packer(table: FeatureTable, layout: PackedLayout): PackRows {
  checkColumns(table, layout.model)
  const { model, blockBytes } = layout
  const packColumns = [
    ...layout.numbers.map((column, place): PackRows => {
      const { values } = table.columns[column] as NumericColumn
      return (memory, at, from, to) => {
        const packed = new Float64Array(memory, at + layout.exactAt + place * BLOCK * 8)
        packNumbers(values.subarray(from, to), packed, blockBytes / 8)
      }
    }),
    ...layout.words.map((column, place): PackRows => {
      const { codes } = table.columns[column] as CategoricalColumn
      const translation = Uint16Array.from(translationOf(table, model, column, MISSING_U16, UNSEEN_U16))
      return (memory, at, from, to) => {
        const packed = new Uint16Array(memory, at + layout.wordsAt + place * BLOCK * 2)
        packCodes(codes.subarray(from, to), translation, packed, blockBytes / 2)
      }
    }),
    ...layout.bytes.map((column, place): PackRows => {
      const { codes } = table.columns[column] as CategoricalColumn
      const translation = Uint8Array.from(translationOf(table, model, column, MISSING_U8, UNSEEN_U8))
      return (memory, at, from, to) => {
        const packed = new Uint8Array(memory, at + layout.bytesAt + place * BLOCK)
        packCodes(codes.subarray(from, to), translation, packed, blockBytes)
      }
    })
  ]
  return (memory, at, from, to) => {
    for (const packColumn of packColumns) packColumn(memory, at, from, to)
  }
}

/** What each code of a table's column is stored as, MISSING_LEVEL first. */
function translationOf(
  table: FeatureTable,
  model: GowerModel,
  column: number,
  missing: number,
  unseen: number
): number[] {
  const frozen = frozenLevels(table.columns[column] as CategoricalColumn, model.columns[column] as GowerCategorical)
  return [missing, ...Array.from(frozen, (level) => (level === UNSEEN ? unseen : level))]
}

/** The last block is filled up with missing values; `blockValues` is from one block to the next. */
function packNumbers(values: Float64Array, packed: Float64Array, blockValues: number): void {
  for (let first = 0, at = 0; first < values.length; first += BLOCK, at += blockValues) {
    const filled = Math.min(BLOCK, values.length - first)
    for (let lane = 0; lane < filled; lane++) packed[at + lane] = values[first + lane]
    if (filled < BLOCK) packed.fill(NaN, at + filled, at + BLOCK)
  }
}

function packCodes<Codes extends Uint8Array | Uint16Array>(
  codes: Int32Array,
  translation: Codes,
  packed: Codes,
  blockCodes: number
): void {
  for (let first = 0, at = 0; first < codes.length; first += BLOCK, at += blockCodes) {
    const filled = Math.min(BLOCK, codes.length - first)
    for (let lane = 0; lane < filled; lane++) packed[at + lane] = translation[codes[first + lane] + 1]
    if (filled < BLOCK) packed.fill(translation[0], at + filled, at + BLOCK)
  }
}
