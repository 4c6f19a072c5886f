import { MedoidError } from '../errors.ts'
import type { Attribute } from './attributes.ts'
import { findAttribute } from './names.ts'
import type { SpellingChanges } from '../catalogue/stored/features.ts'

/** How a person wants a tag to be read; each as it is written, `TAG=VALUE` or `TAG=VALUE=VALUE`. Plain data, stored with a run. */
export interface ReadingOptions {
  /** `SliceThickness=nominal`: numbers as codes, or codes as numbers. */
  kind?: readonly string[]
  /** `BodyPartExamined=TSPINE`: spellings that are categories of their own, whatever they look like. */
  separate?: readonly string[]
  /** `BodyPartExamined=HEAD=SKULL`: values that are one category. */
  join?: readonly string[]
}

/** What a person changed in how an attribute is read. */
export interface Reading {
  kind?: 'numeric' | 'nominal'
  spellings?: SpellingChanges
}

/**
 * Reads `TAG=VALUE=VALUE`. A value that holds `=` or begins with a quote stands in quotes, in which `""` is a quote:
 * `ProtocolName="T1=T2"=T1`.
 *
 * @param option for messages: `--join`
 * @throws MedoidError `invalid-override`
 */
export function readOverride(text: string, option: string): { name: string; values: string[] } {
  const at = /^(?:\[[^\]]*\]|[^[=])*/.exec(text)![0].length
  const name = text.slice(0, at).trim()
  if (name === '' || text[at] !== '=') throw invalid(text, option, 'it has to be a tag, = and a value')
  const values: string[] = []
  for (let from = at + 1; from <= text.length;) {
    const [whole, quoted, plain] = /(?:\s*"((?:[^"]|"")*)"\s*|(?!\s*")([^=]*))(?==|$)/y.exec(text.slice(from)) ?? []
    if (whole === undefined) throw invalid(text, option, 'a quote is not closed')
    const value = (quoted?.replaceAll('""', '"') ?? plain).trim()
    if (value === '') throw invalid(text, option, 'a value is empty')
    values.push(value)
    from += whole.length + 1
  }
  return { name, values }
}

/** What `readOverride` reads. */
export function writeOverride(name: string, values: readonly string[]): string {
  const written = values.map((value) => (/^\s*"|=/.test(value) ? `"${value.replaceAll('"', '""')}"` : value))
  return [name, ...written].join('=')
}

function invalid(text: string, option: string, why: string): MedoidError {
  return new MedoidError(
    'invalid-override',
    `${option} ${text}: ${why}, e.g. --kind SliceThickness=nominal, --separate BodyPartExamined=TSPINE or --join BodyPartExamined=HEAD=SKULL`
  )
}

/**
 * What a person wants, by attribute. Categories that are changed are categories: such a tag is nominal.
 *
 * @throws MedoidError `invalid-override`, `contradictory-tags`, `unknown-tag`, `ambiguous-tag`
 */
export function readingsOf(attributes: readonly Attribute[], options: ReadingOptions): Map<Attribute, Reading> {
  const readings = new Map<Attribute, Reading>()
  const each = (
    option: string,
    texts: readonly string[] = [],
    take: (reading: Reading, values: string[], text: string) => void
  ) => {
    for (const text of texts) {
      const { name, values } = readOverride(text, option)
      const attribute = findAttribute(attributes, name, `${option} ${text}`)
      const reading = readings.get(attribute) ?? {}
      readings.set(attribute, reading)
      take(reading, values, text)
    }
  }
  each('--kind', options.kind, (reading, [kind, ...more], text) => {
    if ((kind !== 'numeric' && kind !== 'nominal') || more.length > 0) {
      throw invalid(text, '--kind', 'a kind is numeric or nominal')
    }
    if (reading.kind !== undefined && reading.kind !== kind) {
      throw new MedoidError(
        'contradictory-tags',
        '--kind names one tag as numeric and as nominal. Leave one of them out.'
      )
    }
    reading.kind = kind
  })
  const spellingsOf = (reading: Reading): SpellingChanges => (reading.spellings ??= { separate: [], join: [] })
  each('--separate', options.separate, (reading, values) => spellingsOf(reading).separate.push(...values))
  each('--join', options.join, (reading, values, text) => {
    if (values.length < 2) throw invalid(text, '--join', 'it takes two values at least')
    spellingsOf(reading).join.push(values)
  })
  for (const [attribute, reading] of readings) {
    if (reading.spellings === undefined) continue
    if (reading.kind === 'numeric') {
      throw new MedoidError(
        'contradictory-tags',
        `--kind ${attribute.name}=numeric goes with no --separate or --join of that tag: numbers have no spellings. Leave one of them out.`
      )
    }
    reading.kind = 'nominal'
  }
  return readings
}
