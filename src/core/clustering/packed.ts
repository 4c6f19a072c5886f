import {
  BLOCK,
  CATEGORY_ENTRY_BYTES,
  GROUP,
  LIST_HEAD_BYTES,
  MISSING_U16,
  MISSING_U8,
  NEAR_UNITS,
  NUMBER_ENTRY_BYTES,
  QUERY_BYTES,
  RANGE_BYTES,
  SECTION_HEAD_BYTES,
  TABLE_ENTRY_BYTES,
  UNSEEN_U16,
  UNSEEN_U8
} from '../../kernels/constants.ts'
import { MedoidError } from '../errors.ts'
import type { CategoricalColumn, FeatureTable, NumericColumn } from '../features/table.ts'
import { checkColumns, frozenLevels, UNSEEN } from './gower.ts'
import type { GowerCategorical, GowerModel, GowerNumeric } from '../catalogue/stored/features.ts'
import {
  classesOfCodes,
  inapplicableBytes,
  type PackedClasses,
  packedClasses,
  type PackedWeight,
  packedWeights,
  unitOf,
  weightsBytes,
  writeInapplicable,
  writeWeights
} from './packed-weights.ts'

/**
 * How the rows of a model's tables lie in the kernels' memory: blocks of 64 rows, in a block one column after another with
 * 64 values each. Numbers come first (i32, the range of the sample being weight · 2^shift), then categories in 16 and in 8
 * bits, then bits of the columns (a byte for each four of them), the classes of rows, and the numbers as they are (f64).
 * Columns of weight 0 are left out.
 */
export interface PackedLayout {
  model: GowerModel
  /** Columns by storage type. Asymmetric-binary ones are the first bytes. */
  numbers: number[]
  words: number[]
  bytes: number[]
  asymmetric: number
  /** The columns in groups of four, each storage type from a new group on. */
  grouped: (number | undefined)[]
  groups: number
  /** Of each column of the model. */
  weights: PackedWeight[]
  classes: PackedClasses
  /** Offsets in a block; numbers are at 0. */
  wordsAt: number
  bytesAt: number
  presentAt: number
  inapplicableAt: number
  zerosAt: number
  classesAt: number
  exactAt: number
  blockBytes: number
  /** See `unitOf`. */
  unit: number
  /** Bits of the sum of a group's weights that are summed at a time. */
  digitBits: number
  shift: number
  /** Bytes of one row as the kernels compare it with blocks, at most. */
  queryBytes: number
}

/** Number of u32 fields of the kernels' `Packed`. */
export const PACKED_FIELDS = 24

/** So many fixed-point numbers of a unit each still fit a sum of 31 bits. */
const MOST_COLUMNS = 65535

/** @throws MedoidError `too-many-levels`, `too-many-columns` where they do not fit, `weights-impossible` */
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
    if (column.weight === 0) return
    if (!('levels' in column)) numbers.push(at)
    else if (column.kind === 'asymmetric-binary') asymmetric.push(at)
    else if (column.levels.length <= UNSEEN_U8) nominalBytes.push(at)
    else if (column.levels.length <= UNSEEN_U16) words.push(at)
    else {
      throw new MedoidError('too-many-levels', {
        column: column.name,
        levels: column.levels.length,
        most: UNSEEN_U16
      })
    }
  })
  const bytes = [...asymmetric, ...nominalBytes]
  const grouped = [numbers, words, bytes].flatMap(inGroups)
  const groups = grouped.length / GROUP
  const zeroGroups = Math.ceil(asymmetric.length / GROUP)
  const weights = packedWeights(model)
  const classes = packedClasses(model, grouped)
  const hasClasses = classes.inapplicable.length > 0
  const digitBits = largestSum(grouped, weights) <= 255 ? 8 : 7

  const wordsAt = numbers.length * BLOCK * 4
  const bytesAt = wordsAt + words.length * BLOCK * 2
  const presentAt = bytesAt + bytes.length * BLOCK
  const inapplicableAt = presentAt + groups * BLOCK
  const zerosAt = inapplicableAt + (hasClasses ? groups * BLOCK : 0)
  const classesAt = zerosAt + zeroGroups * BLOCK
  const exactAt = classesAt + (hasClasses ? BLOCK : 0)
  const tables = (groups * (hasClasses ? 2 : 1) + zeroGroups) * (digitBits === 8 ? 1 : 2)
  const categories = words.length + bytes.length
  const entries = tables * TABLE_ENTRY_BYTES + categories * CATEGORY_ENTRY_BYTES
  const heads = (tables + categories) * (SECTION_HEAD_BYTES + LIST_HEAD_BYTES)
  return {
    model,
    numbers,
    words,
    bytes,
    asymmetric: asymmetric.length,
    grouped,
    groups,
    weights,
    classes,
    wordsAt,
    bytesAt,
    presentAt,
    inapplicableAt,
    zerosAt,
    classesAt,
    exactAt,
    blockBytes: exactAt + numbers.length * BLOCK * 8,
    unit: unitOf(weights),
    digitBits,
    shift: shiftFor(weights),
    queryBytes: QUERY_BYTES + numbers.length * NUMBER_ENTRY_BYTES + entries + heads
  }
}

/** Fills the last group up. */
function inGroups(columns: number[]): (number | undefined)[] {
  return Array.from({ length: Math.ceil(columns.length / GROUP) * GROUP }, (_, at) => columns.at(at))
}

/** The largest sum of the weights of a group. */
function largestSum(grouped: (number | undefined)[], weights: PackedWeight[]): number {
  let largest = 0
  for (let first = 0; first < grouped.length; first += GROUP) {
    const columns = grouped.slice(first, first + GROUP)
    const sum = columns.reduce<number>((sum, at) => sum + (at === undefined ? 0 : weights[at].own), 0)
    largest = Math.max(largest, sum)
  }
  return largest
}

/** Bits of a number of weight 1: 24 for the largest weight, as an f32 has, or as many as let a sum over all fit into 31. */
function shiftFor(weights: PackedWeight[]): number {
  const sum = weights.reduce((sum, { own }) => sum + own, 0)
  const largest = weights.reduce((largest, { own }) => Math.max(largest, own), 1)
  let shift = 24
  while (shift > 0 && (sum * 2 ** shift >= 2 ** 31 || largest * 2 ** shift > 2 ** 24)) shift--
  return shift
}

/** Bytes of the blocks of a table with this many rows. */
export function packedBytes(layout: PackedLayout, rows: number): number {
  return Math.ceil(rows / BLOCK) * layout.blockBytes
}

/** Bytes of what `writeModel` writes. */
export function modelBytes(layout: PackedLayout): number {
  return inapplicableAt(layout, 0) + inapplicableBytes(layout.classes, layout.groups)
}

/** Writes what the kernels know about the columns: of numbers, then their weights, then which do not apply to a class. */
export function writeModel(layout: PackedLayout, memory: ArrayBufferLike, at: number): void {
  const ranges = layout.numbers.flatMap((column) => {
    const { min, range, clamped } = layout.model.columns[column] as GowerNumeric
    const [bottom, top] = clamped ? [min, min + range] : [-Infinity, Infinity]
    // Where the range is 0, nothing differs: as if it were infinite.
    return [min, range === 0 ? Infinity : range, bottom, top, layout.weights[column].own]
  })
  new Float64Array(memory, at, ranges.length).set(ranges)
  writeWeights(layout.grouped, layout.weights, memory, weightsAt(layout, at))
  writeInapplicable(layout.classes, layout.groups, memory, inapplicableAt(layout, at))
}

function weightsAt(layout: PackedLayout, model: number): number {
  return model + layout.numbers.length * RANGE_BYTES
}

function inapplicableAt(layout: PackedLayout, model: number): number {
  return weightsAt(layout, model) + weightsBytes(layout.groups)
}

/** The kernels' `Packed` of `rows` rows whose blocks begin at address `blocks`; `writeModel` has written to `model`. */
export function packedFields(layout: PackedLayout, blocks: number, rows: number, model: number): number[] {
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
    layout.groups,
    layout.presentAt,
    layout.inapplicableAt,
    layout.zerosAt,
    layout.classesAt,
    layout.classes.inapplicable.length,
    inapplicableAt(layout, model),
    weightsAt(layout, model),
    layout.unit,
    layout.digitBits,
    layout.shift,
    layout.queryBytes,
    layout.exactAt,
    model,
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
    }),
    ...packClasses(table, layout)
  ]
  return (memory, at, from, to) => {
    for (const packColumn of packColumns) packColumn(memory, at, from, to)
  }
}

/** Packs the classes of rows where there are several. */
function packClasses(table: FeatureTable, layout: PackedLayout): PackRows[] {
  if (layout.classes.inapplicable.length < 2) return []
  const { codes } = table.columns[layout.model.absence!.by!] as CategoricalColumn
  const translation = classesOfCodes(table, layout.model, layout.classes)
  return [
    (memory, at, from, to) => {
      const packed = new Uint8Array(memory, at + layout.classesAt)
      packCodes(codes.subarray(from, to), translation, packed, layout.blockBytes)
    }
  ]
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
