import type { KindChange, ValuesChange } from '../conditions.ts'
import { MedoidError } from '../errors.ts'
import type { Attribute } from './attributes.ts'
import { findAttribute } from './names.ts'
import { ORIENTATION } from './plane.ts'
import type { SpellingChanges } from '../catalogue/stored/features.ts'

/** How a person wants tags to be read. */
export interface ReadingOptions {
  /** Numbers as codes, or codes as numbers. */
  kind?: readonly KindChange[]
  /** Spellings that are categories of their own, whatever they look like. */
  separate?: readonly ValuesChange[]
  /** Values that are one category. */
  join?: readonly ValuesChange[]
}

/** What a person, or the method, changed in how an attribute is read. */
export interface Reading {
  kind?: 'numeric' | 'nominal' | 'plane'
  spellings?: SpellingChanges
}

/**
 * What a person wants, by attribute. Categories that are changed are categories: such a tag is nominal.
 *
 * @param readPlanes whether orientations are read as planes, where the person says nothing of them
 * @throws MedoidError `contradictory-tags`, `unknown-tag`, `ambiguous-tag`
 */
export function readingsOf(
  attributes: readonly Attribute[],
  options: ReadingOptions,
  readPlanes = false
): Map<Attribute, Reading> {
  const readings = new Map<Attribute, Reading>()
  const readingOf = (tag: string): Reading => {
    const attribute = findAttribute(attributes, tag, tag)
    const reading = readings.get(attribute) ?? {}
    readings.set(attribute, reading)
    return reading
  }
  for (const { tag, kind } of options.kind ?? []) {
    const reading = readingOf(tag)
    if (reading.kind !== undefined && reading.kind !== kind) {
      throw new MedoidError('contradictory-tags', { why: 'two-kinds', tag })
    }
    reading.kind = kind
  }
  const spellingsOf = (tag: string): SpellingChanges => (readingOf(tag).spellings ??= { separate: [], join: [] })
  for (const { tag, values } of options.separate ?? []) spellingsOf(tag).separate.push(...values)
  for (const { tag, values } of options.join ?? []) spellingsOf(tag).join.push(values)
  for (const [attribute, reading] of readings) {
    if (reading.spellings === undefined) continue
    if (reading.kind === 'numeric') {
      throw new MedoidError('contradictory-tags', { why: 'numbers', tag: attribute.name })
    }
    reading.kind = 'nominal'
  }
  for (const attribute of readPlanes ? attributes : []) {
    if (attribute.name === ORIENTATION && readings.get(attribute) === undefined)
      readings.set(attribute, { kind: 'plane' })
  }
  return readings
}
