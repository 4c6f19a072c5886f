import { GROUP, WEIGHTS_BYTES } from '../../kernels/constants.ts'
import type { GowerAbsence, GowerCategorical, GowerModel } from '../catalogue/stored/features.ts'
import { MOST_WEIGHT, WEIGHT_UNIT } from '../conditions.ts'
import { MedoidError } from '../errors.ts'
import type { CategoricalColumn, FeatureTable } from '../features/table.ts'
import { classCount, frozenLevels, UNSEEN } from './gower.ts'

/** What absence counts for a weight of 1 is a multiple of 1/20. */
const ABSENCE_PARTS = 20

/** Classes are numbers of 8 bits. */
const MOST_CLASSES = 256

/** What a column counts, as integers: its own weight, and what it counts that one of two rows lacks its value. */
export interface PackedWeight {
  own: number
  structural: number
  other: number
}

/**
 * The weights of the columns of a model as the smallest integers with the same ratios, which the kernels can sum exactly.
 * @throws MedoidError `weights-impossible` where they are no multiples of what they are given in
 */
export function packedWeights({ columns, absence }: GowerModel): PackedWeight[] {
  if (absence !== null && !isAbsence(absence))
    throw new MedoidError('weights-impossible', { why: 'absence', ...absence })
  const weights = columns.map(({ name, weight, absence: counts }): PackedWeight => {
    const units = weight / WEIGHT_UNIT
    if (!(Number.isInteger(units) && weight >= 0 && weight <= MOST_WEIGHT)) {
      throw new MedoidError('weights-impossible', { why: 'column', column: name, weight })
    }
    const own = units * ABSENCE_PARTS
    if (absence === null || !counts) return { own, structural: 0, other: 0 }
    const most = Math.min(units, 1 / WEIGHT_UNIT)
    return { own, structural: most * partsOf(absence.structural), other: most * partsOf(absence.other) }
  })
  const divisor = weights.reduce((sum, { own, structural, other }) => [own, structural, other].reduce(gcd, sum), 0)
  if (divisor === 0) return weights
  return weights.map(({ own, structural, other }) => ({
    own: own / divisor,
    structural: structural / divisor,
    other: other / divisor
  }))
}

function isAbsence({ structural, other }: GowerAbsence): boolean {
  const areWhole = [structural, other].every((share) => Math.abs(share * ABSENCE_PARTS - partsOf(share)) < 1e-9)
  return areWhole && other >= 0 && other <= structural && structural <= 1
}

function partsOf(share: number): number {
  return Math.round(share * ABSENCE_PARTS)
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}

/** The weights of columns are multiples of it. */
export function unitOf(weights: PackedWeight[]): number {
  return weights.reduce((unit, { own }) => gcd(unit, own), 0) || 1
}

/** Bytes of what `writeWeights` writes. */
export function weightsBytes(groups: number): number {
  return groups * WEIGHTS_BYTES
}

/** Writes the weights of the columns of each group for the kernels; `undefined` where a group has fewer than four. */
export function writeWeights(
  columns: (number | undefined)[],
  weights: PackedWeight[],
  memory: ArrayBufferLike,
  at: number
): void {
  const unit = unitOf(weights)
  columns.forEach((column, place) => {
    const { own, structural, other } = column === undefined ? NONE : weights[column]
    const group = new Uint16Array(memory, at + Math.floor(place / GROUP) * WEIGHTS_BYTES, WEIGHTS_BYTES / 2)
    const kinds = [own, structural, other, own / unit]
    kinds.forEach((weight, kind) => (group[kind * GROUP + (place % GROUP)] = weight))
  })
}

const NONE: PackedWeight = { own: 0, structural: 0, other: 0 }

/** Which columns do not apply to which rows. Classes of rows to which the same ones do not apply are one here. */
export interface PackedClasses {
  /** Of each class, the bits of the groups whose columns do not apply to it. None where no column is like that. */
  inapplicable: Uint8Array[]
  /** For each class of the model its place there. */
  places: number[]
}

/** @throws MedoidError `too-many-levels` where 8 bits do not hold the classes */
export function packedClasses(model: GowerModel, columns: (number | undefined)[]): PackedClasses {
  const distinct = new Map<string, Uint8Array>()
  const keys = Array.from({ length: model.absence === null ? 0 : classCount(model) }, (_, rowClass) => {
    const bits = new Uint8Array(columns.length / GROUP)
    columns.forEach((column, bit) => {
      if (column === undefined) return
      const { absence, notApplicable } = model.columns[column]
      if (absence && notApplicable.includes(rowClass)) bits[Math.floor(bit / GROUP)] |= 1 << (bit % GROUP)
    })
    const key = bits.join()
    if (!distinct.has(key)) distinct.set(key, bits)
    return key
  })
  const inapplicable = [...distinct.values()]
  if (inapplicable.every((bits) => bits.every((bit) => bit === 0))) return { inapplicable: [], places: [] }
  if (inapplicable.length > MOST_CLASSES) {
    const column = model.columns[model.absence!.by!].name
    throw new MedoidError('too-many-levels', { column, levels: inapplicable.length, most: MOST_CLASSES })
  }
  const order = [...distinct.keys()]
  return { inapplicable, places: keys.map((key) => order.indexOf(key)) }
}

/** Bytes of what `writeInapplicable` writes: for 16 classes at a time, a byte for each of them and each group. */
export function inapplicableBytes({ inapplicable }: PackedClasses, groups: number): number {
  return Math.ceil(inapplicable.length / 16) * groups * 16
}

export function writeInapplicable(classes: PackedClasses, groups: number, memory: ArrayBufferLike, at: number): void {
  const bytes = new Uint8Array(memory, at, inapplicableBytes(classes, groups))
  classes.inapplicable.forEach((bits, rowClass) => {
    const first = Math.floor(rowClass / 16) * groups
    bits.forEach((bit, group) => (bytes[(first + group) * 16 + (rowClass % 16)] = bit))
  })
}

/** For each code of the column that gives the classes, MISSING_LEVEL first, the packed class. */
export function classesOfCodes(
  table: FeatureTable,
  model: GowerModel,
  { places }: PackedClasses
): Uint8Array<ArrayBuffer> {
  const { by, classes } = model.absence!
  const column = table.columns[by!] as CategoricalColumn
  const levels = frozenLevels(column, model.columns[by!] as GowerCategorical)
  return Uint8Array.from([UNSEEN, ...levels], (level) =>
    level !== UNSEEN && level < classes ? places[level] : places[classes]
  )
}
