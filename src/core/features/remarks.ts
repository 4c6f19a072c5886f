import { count } from '../../messages/format.ts'
import { outlyingWords } from './outlying.ts'
import type { Feature } from '../catalogue/stored/features.ts'
import type { ComparisonMethod } from './methods.ts'
import { READ_AS } from './plan.ts'

/**
 * What a person should know of a feature's values before trusting it: what follows the feature's name.
 * @param phi its values may tell of a person: none is named
 * @param robust whether the method clamps ranges
 */
export function remarksOn(
  { columns, parser, unparsed, commas = 0, phi, corrected }: RemarkedFeature,
  { robust: isRobust }: Pick<ComparisonMethod, 'robust'>
): string[] {
  const remarks: string[] = []
  if (unparsed > 0)
    remarks.push(`${values(unparsed)} cannot be read as ${READ_AS[parser]}, and ${are(unparsed)} missing.`)
  if (commas > 0) remarks.push(`${values(commas)} ${are(commas)} written with a decimal comma, and read as meant.`)
  if (corrected !== undefined)
    remarks.push(
      `${values(corrected.images)} ${are(corrected.images)} as people corrected or mapped ${corrected.images === 1 ? 'it' : 'them'}.`
    )
  for (const { position, outlying } of columns) {
    if (outlying === undefined) continue
    remarks.push(
      `${columns.length > 1 ? `value ${position} ` : ''}${outlyingWords(outlying, { withheld: phi, isRobust })}`
    )
  }
  return remarks
}

/** What is said where images are clustered: which columns hardly tell them apart, as a few of their values lie so far out. */
export function outlyingMessages(
  features: readonly Feature[],
  { robust: isRobust }: Pick<ComparisonMethod, 'robust'>
): string[] {
  return features.flatMap(({ columns, phi }) =>
    columns.flatMap(({ name, outlying }) =>
      outlying === undefined ? [] : [`${name} ${outlyingWords(outlying, { withheld: phi, isRobust })}`]
    )
  )
}

type RemarkedFeature = Pick<Feature, 'columns' | 'parser' | 'unparsed' | 'commas' | 'phi' | 'corrected'>

function are(number: number): string {
  return number === 1 ? 'is' : 'are'
}

function values(number: number): string {
  return `${count(number)} ${number === 1 ? 'value' : 'values'}`
}
