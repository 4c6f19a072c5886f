import {
  ASSIGN_MEDOID_BYTES,
  ASSIGN_SCRATCH_BYTES,
  BLOCK,
  CATEGORY_ENTRY_BYTES,
  FARTHEST_NUMBER,
  GROUP,
  LIST_HEAD_BYTES,
  MISSING_NUMBER,
  MISSING_U16,
  MISSING_U8,
  MOST_NUMBER,
  NEAR_UNITS,
  NUMBER_ENTRY_BYTES,
  PACKING_BYTES,
  PIECE_ROWS,
  QUERY_BYTES,
  RANGE_BYTES,
  ROUNDING_NUMBER,
  SECTION_HEAD_BYTES,
  SWIZZLED_CODES,
  TABLE_ENTRY_BYTES,
  UNSEEN_U16,
  UNSEEN_U8
} from '../../kernels/constants.ts'
import { MedoidError } from '../errors.ts'
import { type CategoricalColumn, type FeatureTable, MISSING_LEVEL, type NumericColumn } from '../features/table.ts'
import type { KernelMemory, Kernels } from '../kernels/kernels.ts'
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
export const PACKED_FIELDS = 25

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

/** Bytes of scratch that an assignment to k medoids needs. */
export function assignScratchBytes({ groups, asymmetric }: PackedLayout, k: number): number {
  const bits = (groups + Math.ceil(asymmetric / GROUP)) * ASSIGN_MEDOID_BYTES
  return ASSIGN_SCRATCH_BYTES + Math.ceil(k / 16) * bits
}

/** Bytes of what `writeModel` writes. */
export function modelBytes(layout: PackedLayout): number {
  return inapplicableAt(layout, 0) + inapplicableBytes(layout.classes, layout.groups)
}

/** Writes what the kernels know about all numbers, and about the columns: of numbers, then their weights, then which do not apply to a class. */
export function writeModel(layout: PackedLayout, memory: ArrayBufferLike, at: number): void {
  const ranges = layout.numbers.flatMap((column) => {
    const { min, range, clamped } = layout.model.columns[column] as GowerNumeric
    const [bottom, top] = clamped ? [min, min + range] : [-Infinity, Infinity]
    // Where the range is 0, nothing differs: as if it were infinite.
    return [min, range === 0 ? Infinity : range, bottom, top, layout.weights[column].own]
  })
  new Float64Array(memory, at, 4).set([MOST_NUMBER, FARTHEST_NUMBER, -FARTHEST_NUMBER, ROUNDING_NUMBER])
  new Int32Array(memory, at + 32, 1)[0] = MISSING_NUMBER
  new Float64Array(memory, rangesAt(at), ranges.length).set(ranges)
  writeWeights(layout.grouped, layout.weights, memory, weightsAt(layout, at))
  writeInapplicable(layout.classes, layout.groups, memory, inapplicableAt(layout, at))
}

function rangesAt(model: number): number {
  return model + PACKING_BYTES
}

function weightsAt(layout: PackedLayout, model: number): number {
  return rangesAt(model) + layout.numbers.length * RANGE_BYTES
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
    rangesAt(model),
    varying.length * NEAR_UNITS,
    model
  ]
}

/** Where rows are packed in the kernels' memory. */
export interface PackedPlace {
  /** Of the kernels' `Packed`, and of its blocks. */
  fields: number
  blocks: number
  /** Where `writeModel` has written. */
  model: number
  /** STAGE_BYTES: a piece of a column, before it is packed. */
  stage: number
}

/** Packs rows `from` to `to` of a table, and writes their `Packed`. */
type PackRows = (kernels: Kernels, memory: KernelMemory, place: PackedPlace, from: number, to: number) => void

/** Packs rows `from` to `to` of a column, a piece of them, into the blocks from block `first` on. */
type PackPiece = (into: Staged, first: number, from: number, to: number) => void

/** The kernels, with a place to pack to. */
interface Staged extends PackedPlace {
  kernels: Kernels
  buffer: ArrayBufferLike
  numbers: Float64Array
  codes: Int32Array
  /** The same as bytes. */
  bytes: Buffer
  translation: Uint8Array
}

/**
 * Prepares a table for packing.
 * @throws MedoidError `columns-differ` where the table is not one of the layout's model
 */
export function packer(table: FeatureTable, layout: PackedLayout): PackRows {
  checkColumns(table, layout.model)
  const columns = [
    ...layout.numbers.map((column, place) => packNumbers((table.columns[column] as NumericColumn).values, place)),
    ...layout.words.map((column, place) => {
      const translation = Uint16Array.from(translationOf(table, layout.model, column, MISSING_U16, UNSEEN_U16))
      return packWords(table.columns[column] as CategoricalColumn, translation, layout, place)
    }),
    ...layout.bytes.map((column, place) => {
      const translation = Uint8Array.from(translationOf(table, layout.model, column, MISSING_U8, UNSEEN_U8))
      return packBytes(table.columns[column] as CategoricalColumn, translation, layout, layout.bytesAt + place * BLOCK)
    }),
    ...packClasses(table, layout)
  ]
  return (kernels, { buffer }, place, from, to) => {
    new Uint32Array(buffer, place.fields, PACKED_FIELDS).set(packedFields(layout, place.blocks, to - from, place.model))
    const into: Staged = {
      ...place,
      kernels,
      buffer,
      numbers: new Float64Array(buffer, place.stage, PIECE_ROWS),
      codes: new Int32Array(buffer, place.stage, PIECE_ROWS),
      bytes: Buffer.from(buffer, place.stage, PIECE_ROWS * 8),
      translation: new Uint8Array(buffer, place.stage + PIECE_ROWS * 8, SWIZZLED_CODES)
    }
    for (let at = from; at < to; at += PIECE_ROWS) {
      for (const pack of columns) pack(into, (at - from) / BLOCK, at, Math.min(at + PIECE_ROWS, to))
    }
    kernels.finishPacking(place.fields)
  }
}

/** Packs the classes of rows where there are several. */
function packClasses(table: FeatureTable, layout: PackedLayout): PackPiece[] {
  if (layout.classes.inapplicable.length < 2) return []
  const column = table.columns[layout.model.absence!.by!] as CategoricalColumn
  return [packBytes(column, classesOfCodes(table, layout.model, layout.classes), layout, layout.classesAt)]
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

/** The last block is filled up with missing values. @param place of the column among the numbers */
function packNumbers(values: Float64Array, place: number): PackPiece {
  const column = bytesOf(values)
  return ({ kernels, fields, stage, numbers, bytes }, first, from, to) => {
    const blocks = stagePiece(column, from, to, numbers, bytes, NaN)
    kernels.packNumbers(fields, place, first, blocks, stage)
  }
}

/** @param translation of each code, MISSING_LEVEL first @param at where the column lies in a block */
function packBytes(
  { codes }: CategoricalColumn,
  translation: Uint8Array<ArrayBuffer>,
  { blockBytes }: PackedLayout,
  at: number
): PackPiece {
  if (translation.length > SWIZZLED_CODES) {
    return ({ buffer, blocks }, first, from, to) => {
      const packed = new Uint8Array(buffer, blocks + first * blockBytes + at)
      translateCodes(codes.subarray(from, to), translation, packed, blockBytes)
    }
  }
  const column = bytesOf(codes)
  return (into, first, from, to) => {
    const { kernels, fields, blocks, stage } = into
    into.translation.set(translation)
    const count = stagePiece(column, from, to, into.codes, into.bytes, MISSING_LEVEL)
    kernels.packCodes(fields, blocks + first * blockBytes + at, count, stage, into.translation.byteOffset)
  }
}

/** As `packBytes`, of the words. */
function packWords(
  { codes }: CategoricalColumn,
  translation: Uint16Array<ArrayBuffer>,
  { blockBytes, wordsAt }: PackedLayout,
  place: number
): PackPiece {
  return ({ buffer, blocks }, first, from, to) => {
    const packed = new Uint16Array(buffer, blocks + first * blockBytes + wordsAt + place * BLOCK * 2)
    translateCodes(codes.subarray(from, to), translation, packed, blockBytes / 2)
  }
}

/**
 * Copies rows `from` to `to` of a column to where the kernels read them, and fills their last block up. `Buffer` copies into a shared
 * memory twice as fast as `TypedArray.set`, which does it word by word.
 * @param stage what `bytes` are, as numbers or codes
 * @returns how many blocks they are
 */
function stagePiece(
  column: Buffer,
  from: number,
  to: number,
  stage: Float64Array | Int32Array,
  bytes: Buffer,
  missing: number
): number {
  const size = stage.BYTES_PER_ELEMENT
  column.copy(bytes, 0, from * size, to * size)
  const rows = to - from
  const blocks = Math.ceil(rows / BLOCK)
  if (blocks * BLOCK > rows) stage.fill(missing, rows, blocks * BLOCK)
  return blocks
}

function bytesOf({ buffer, byteOffset, byteLength }: Float64Array | Int32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

/** The last block is filled up with missing values; `blockCodes` is from one block to the next. */
function translateCodes<Codes extends Uint8Array | Uint16Array>(
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
