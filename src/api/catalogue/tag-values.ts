import { FIRST_VALUE } from '../../core/tag-codes.ts'
import { type Attribute, attributeColumn, attributesOf } from '../../core/features/attributes.ts'
import { findAttribute } from '../../core/features/names.ts'
import { plainNumbers } from '../../core/features/number-text.ts'
import { NUMBER_VRS, parseAge, splitValues } from '../../core/features/parse.ts'
import { samenessOf } from '../../core/features/spellings.ts'
import { parseDecimal } from '../../core/numbers.ts'
import type { OpenCatalogue } from './open-catalogue.ts'

/** Of a value that a window is shown. */
export const SHOWN_CHARACTERS = 1000

/** What a tag says of images. */
export interface TagValues {
  /** By image: a place of the texts. */
  codes: Uint32Array
  /** Numbers as `plainNumbers` has them; null: no value. */
  texts: (string | null)[]
  /** The same as it is written in files. */
  written: (string | null)[]
  /** The first number of each text, ages in years; NaN where there is none. */
  numbers: Float64Array
  /** Whether the values are numbers by their VR. */
  isNumeric: boolean
  /** The same for all spellings of one value; of no value, too. */
  keyOf: (text: string | null) => string
}

/**
 * @param name of an attribute; with `[2]` behind it, its second value, as columns of features are called
 * @throws MedoidError `unknown-tag`, `ambiguous-tag`
 */
export function tagValues({ reader }: OpenCatalogue, instances: Uint32Array, name: string): TagValues {
  const { attribute, position } = named(attributesOf(reader.tags()), name)
  const { vr } = attribute
  const { codes, texts } = attributeColumn(reader, attribute, instances)
  const sameness = samenessOf(vr)
  const parse = vr === 'AS' ? parseAge : parseDecimal
  const written = Array.from<string | undefined, string | null>(texts, (text, code) => {
    // Codes that no image has may have no text.
    if (code < FIRST_VALUE || text === undefined) return null
    return position === null ? text : (splitValues(text, vr)[position] ?? null)
  })
  const plain = written.map((text) => (text === null ? null : plainNumbers(text, vr)))
  return {
    codes,
    texts: plain,
    written,
    numbers: Float64Array.from(plain, (text) => (text === null ? NaN : parse(splitValues(text, vr)[0] ?? ''))),
    isNumeric: vr === 'AS' || NUMBER_VRS.has(vr),
    keyOf: (text) => sameness.key(plainNumbers(text ?? '', vr).slice(0, SHOWN_CHARACTERS))
  }
}

function named(attributes: readonly Attribute[], name: string): { attribute: Attribute; position: number | null } {
  const written = /^(.+)\[(\d{1,2})\]$/.exec(name)
  if (written === null || attributes.some((attribute) => attribute.name === name)) {
    return { attribute: findAttribute(attributes, name, name), position: null }
  }
  return { attribute: findAttribute(attributes, written[1], name), position: Number(written[2]) - 1 }
}
