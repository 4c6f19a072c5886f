import type { KindChange, TagWeight, ValuesChange } from './conditions.ts'
import type { ChangeFault } from '../messages/en/features.ts'
import { MedoidError } from './errors.ts'

/**
 * How the command line writes changes of how tags are read: its options are read with this, and commands that people may repeat
 * are written with it. Medoid 0.1.0 stored these texts; everything else has typed values (`conditions.ts`).
 */

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
