import { MOST_WEIGHT, WEIGHT_UNIT } from '../conditions.ts'
import type { Weighting } from '../catalogue/stored/features.ts'
import { type Codes, discrete, entropy, joint, mutualInformation } from './entropy.ts'
import type { ComparisonMethod } from './methods.ts'
import { PLANE_COLUMN } from './plane.ts'
import type { FeatureColumn } from './table.ts'

/** Tags that together name a scanner. */
const SCANNER_TAGS = ['Manufacturer', 'ManufacturerModelName']

/** Tags that name the scanner, or what runs on it. */
export const DEVICE_TAGS: ReadonlySet<string> = new Set([...SCANNER_TAGS, 'SoftwareVersions'])

/** The tag that tells what kind of image it is. */
export const MODALITY_TAG = 'Modality'

/** A tag and the columns that it became. */
export interface ColumnsOfTag {
  name: string
  keyword: string
  columns: readonly FeatureColumn[]
}

/** What rows are, whichever tags became features. */
export interface RowContext {
  /** Manufacturer and model. */
  scanner: Codes
  modality: Codes
}

/** @param codesOf what a tag says of each row */
export function rowContext(codesOf: (keyword: string) => Codes, rows: number): RowContext {
  return { scanner: joint(SCANNER_TAGS.map(codesOf), rows), modality: codesOf(MODALITY_TAG) }
}

interface WeightOptions {
  method: ComparisonMethod
  /** Whether rows are told apart by their scanners, too. */
  groupByScanner: boolean
  /** What a person chose, by the name of the tag. */
  chosen: ReadonlyMap<string, number>
}

/** Below this, the values of a tag hardly differ, in nats. */
const NO_ENTROPY = 1e-9

/**
 * How much the columns of each tag count: w = 1 − I(tag; scanner | modality) / H(tag), the share of the entropy of its values that
 * the scanners of one modality do not explain; 0 for the tags that name the scanner. A plane counts `planeWeight`
 * times as much, Modality `modalityWeight` times. No label is needed. Weights are rounded to multiples of 1/64.
 *
 * @param context null where scanners must not be told by modality: then only the tags of the scanner lose their weight; a method that does
 *   not weigh by scanner needs none
 */
export function weigh(
  tags: readonly ColumnsOfTag[],
  rows: number,
  context: RowContext | null,
  { method, groupByScanner, chosen }: WeightOptions
): Weighting[] {
  return tags.map((tag): Weighting => {
    const explained = context === null || !method.byScanner ? null : explainedShare(tag, rows, context)
    const person = chosen.get(tag.name)
    if (person !== undefined) return { weight: person, reason: 'person', explained }
    const isPlane = method.planeWeight !== null && tag.columns.some(({ name }) => name === PLANE_COLUMN)
    const isModality = method.modalityWeight !== 1 && tag.name === MODALITY_TAG
    const factor = isPlane ? method.planeWeight! : isModality ? method.modalityWeight : 1
    const byScanner = method.byScanner && !groupByScanner
    if (byScanner && DEVICE_TAGS.has(tag.keyword)) return { weight: 0, reason: 'device', explained }
    const share = byScanner && explained !== null ? 1 - explained : 1
    const usual = byScanner && explained !== null ? 'scanner' : 'equal'
    const reason = isPlane ? 'orientation' : isModality ? 'modality' : usual
    return { weight: rounded(factor * share), reason, explained }
  })
}

function rounded(weight: number): number {
  return Math.min(MOST_WEIGHT, Math.round(weight / WEIGHT_UNIT) * WEIGHT_UNIT)
}

/** I(tag; scanner | modality) / H(tag): the share of what a tag says that the scanners of one modality explain; 0 where it says nothing. */
export function explainedShare(
  { columns }: Pick<ColumnsOfTag, 'columns'>,
  rows: number,
  { scanner, modality }: RowContext
): number {
  const values = joint(columns.map(discrete), rows)
  const all = entropy(values)
  return all < NO_ENTROPY ? 0 : Math.min(1, mutualInformation(values, scanner, modality) / all)
}

/** The weight of a tag where nobody must know what the scanners of a modality explain. */
export function weightWithoutContext({ weight, reason }: Weighting, planeWeight: number | null): number {
  if (reason === 'scanner') return 1
  return reason === 'orientation' ? (planeWeight ?? 1) : weight
}
