import {
  type Condition,
  type KindChange,
  type Range,
  rangeEnds,
  type TagWeight,
  type ValuesChange
} from './conditions.ts'
import type { ChangeFault, ConditionFault } from '../messages/en/features.ts'
import { MedoidError } from './errors.ts'
import { parseDecimal } from './numbers.ts'

/**
 * How the command line writes conditions and changes of how tags are read: its options are read with this, and commands that
 * people may repeat are written with it. Medoid 0.1.0 stored these texts; everything else has typed values (`conditions.ts`).
 */

const OPERATORS = { is: '=', 'is-not': '!=', contains: '~' } as const

/**
 * Reads `Modality=CT`, `Modality!=CT`, `SeriesDescription~flair` (contains, in any case), or a range of numbers, both ends
 * included: `SliceThickness=1..5`, `RepetitionTime=..2000`, `KVP!=100..`.
 *
 * @throws MedoidError `invalid-condition`
 */
export function conditionOfText(text: string): Condition {
  const at = operatorAt(text)
  if (at < 0) {
    throw invalidCondition(text, { why: 'no-operator' })
  }
  const sign = text[at] === '!' ? '!=' : (text[at] as '=' | '~')
  const tag = text.slice(0, at).trim()
  const value = text.slice(at + sign.length).trim()
  if (tag === '') throw invalidCondition(text, { why: 'no-tag' })
  if (value === '') throw invalidCondition(text, { why: 'no-value', tag, sign })
  if (sign === '~') return { tag, operator: 'contains', value }
  const operator = sign === '=' ? 'is' : 'is-not'
  const ends = rangeEnds(value)
  return ends === null ? { tag, operator, value } : { tag, operator, range: rangeOf(text, ends) }
}

/** What `conditionOfText` reads. */
export function textOfCondition(condition: Condition): string {
  const value = 'range' in condition ? `${condition.range.from ?? ''}..${condition.range.to ?? ''}` : condition.value
  return `${condition.tag}${OPERATORS[condition.operator]}${value}`
}

/** Where the first operator stands that is not within a private creator's brackets; −1 = nowhere. */
function operatorAt(text: string): number {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '[') depth++
    else if (text[i] === ']') depth--
    else if (depth <= 0 && (text[i] === '=' || text[i] === '~' || text.startsWith('!=', i))) return i
  }
  return -1
}

function rangeOf(text: string, ends: [string, string]): Range {
  const [from, to] = ends.map((end) => (end === '' ? null : parseDecimal(end)))
  if (Number.isNaN(from) || Number.isNaN(to) || (from === null && to === null)) {
    throw invalidCondition(text, { why: 'no-range' })
  }
  if (from !== null && to !== null && from > to) {
    throw invalidCondition(text, { why: 'range-reversed', from: ends[0], to: ends[1] })
  }
  return { from, to }
}

function invalidCondition(text: string, fault: ConditionFault): MedoidError {
  return new MedoidError('invalid-condition', { text, ...fault })
}

/** Reads `SliceThickness=nominal`. @throws MedoidError `invalid-override` */
export function kindOfText(text: string): KindChange {
  const { tag, values } = changeOfText(text)
  const [kind, ...more] = values
  if ((kind !== 'numeric' && kind !== 'nominal') || more.length > 0) {
    throw invalidChange(text, 'kind')
  }
  return { tag, kind }
}

/** Reads `ScanOptions=0.5`; whether the weight is allowed, its schema says. @throws MedoidError `invalid-override` */
export function weightOfText(text: string): TagWeight {
  const { tag, values } = changeOfText(text)
  const weight = /^[\d.]+$/.test(values[0]) ? Number(values[0]) : NaN
  if (Number.isNaN(weight) || values.length > 1) throw invalidChange(text, 'weight')
  return { tag, weight }
}

export function textOfWeight({ tag, weight }: TagWeight): string {
  return textOfValues({ tag, values: [String(weight)] })
}

/** Reads `BodyPartExamined=TSPINE`. @throws MedoidError `invalid-override` */
export function separationOfText(text: string): ValuesChange {
  return changeOfText(text)
}

/** Reads `BodyPartExamined=HEAD=SKULL`. @throws MedoidError `invalid-override` */
export function joiningOfText(text: string): ValuesChange {
  const change = changeOfText(text)
  if (change.values.length < 2) throw invalidChange(text, 'one-value')
  return change
}

export function textOfKind({ tag, kind }: KindChange): string {
  return textOfValues({ tag, values: [kind] })
}

/** What `separationOfText` and `joiningOfText` read. */
export function textOfValues({ tag, values }: ValuesChange): string {
  const written = values.map((value) => (/^\s*"|=/.test(value) ? `"${value.replaceAll('"', '""')}"` : value))
  return [tag, ...written].join('=')
}

/**
 * Reads `TAG=VALUE=VALUE`. A value that holds `=` or begins with a quote stands in quotes, in which `""` is a quote:
 * `ProtocolName="T1=T2"=T1`.
 */
function changeOfText(text: string): ValuesChange {
  const at = /^(?:\[[^\]]*\]|[^[=])*/.exec(text)![0].length
  const tag = text.slice(0, at).trim()
  if (tag === '' || text[at] !== '=') {
    throw invalidChange(text, 'form')
  }
  const values: string[] = []
  for (let from = at + 1; from <= text.length;) {
    const [whole, quoted, plain] = /(?:\s*"((?:[^"]|"")*)"\s*|(?!\s*")([^=]*))(?==|$)/y.exec(text.slice(from)) ?? []
    if (whole === undefined) throw invalidChange(text, 'quote')
    const value = (quoted?.replaceAll('""', '"') ?? plain).trim()
    if (value === '') throw invalidChange(text, 'empty-value')
    values.push(value)
    from += whole.length + 1
  }
  return { tag, values }
}

function invalidChange(text: string, why: ChangeFault): MedoidError {
  return new MedoidError('invalid-override', { text, why })
}
