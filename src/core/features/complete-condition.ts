import { FIRST_VALUE } from '../tag-codes.ts'
import type { TagSource } from '../catalogue/types.ts'
import { readCondition, unfinishedOf } from '../condition-text.ts'
import { MedoidError } from '../errors.ts'
import { textOfCondition } from '../text-of-condition.ts'
import { type Attribute, attributeColumn, attributesOf, ROWS_AT_A_TIME } from './attributes.ts'
import { findAttribute } from './names.ts'

/** One way in which a condition may go on. */
export interface Completion {
  /** What takes the place of what was typed from `from` on. */
  text: string
  /** What it is, for people. */
  label: string
  /** Images that have the value; null of what is no value. */
  count: number | null
}

export interface Completions {
  from: number
  options: Completion[]
}

/** Behind AND or OR, where a tag may begin: until it has an operator it is part of the value before it. */
const BEHIND_WORD = /\s(?:AND|OR)\s+(?:NOT\s+|!\s*|\(\s*)*([^\s=~!|()]*)$/

/**
 * How a condition may go on: by tags, by values with how many images have them, or by AND and OR.
 * @param text up to where somebody types
 * @param limit of the options
 */
export function completeCondition(source: TagSource, text: string, limit: number): Completions {
  const attributes = attributesOf(source.tags())
  const { tag, from } = unfinishedOf(text)
  const written = text.slice(from)
  if (tag === null) return { from, options: tagsLike(attributes, written, limit) }
  const [, begun] = BEHIND_WORD.exec(written) ?? []
  if (begun !== undefined) {
    return { from: text.length - begun.length, options: tagsLike(attributes, begun, limit) }
  }
  if (/\S\s$/.test(text) && isWhole(text)) {
    return { from: text.length, options: ['AND', 'OR'].map((word) => ({ text: `${word} `, label: word, count: null })) }
  }
  const attribute = attributeNamed(attributes, tag)
  return { from, options: attribute === null ? [] : valuesLike(source, attribute, tag, written, limit) }
}

/** Those that begin with what is written first, and those outside of sequences before the others. */
function tagsLike(attributes: readonly Attribute[], written: string, limit: number): Completion[] {
  const wanted = written.trim().toLowerCase()
  const rank = ({ name, path, privateCreator }: Attribute): number =>
    (name.toLowerCase().startsWith(wanted) ? 0 : 2) + (path === '' && privateCreator === '' ? 0 : 1)
  return attributes
    .filter(({ name, tag }) => name.toLowerCase().includes(wanted) || tag.toLowerCase().includes(wanted))
    .map((attribute) => ({ attribute, rank: rank(attribute) }))
    .sort((a, b) => a.rank - b.rank || (a.attribute.name < b.attribute.name ? -1 : 1))
    .slice(0, limit)
    .map(({ attribute: { name, tag } }) => ({ text: name, label: name === tag ? name : `${name} ${tag}`, count: null }))
}

function valuesLike(
  source: TagSource,
  attribute: Attribute,
  tag: string,
  written: string,
  limit: number
): Completion[] {
  const wanted = written.replace(/^"/, '').replaceAll('""', '"').trim().toLowerCase()
  const { counts, without } = valueCounts(source, attribute)
  const values = [...counts]
    .filter(([value]) => value.toLowerCase().includes(wanted))
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, limit)
    .map(([value, count]) => ({
      text: textOfCondition({ tag, operator: 'is', value }).slice(tag.length + 1),
      label: value,
      count
    }))
  return wanted !== '' || without === 0 ? values : [...values, { text: '""', label: 'no value', count: without }]
}

function valueCounts(source: TagSource, attribute: Attribute): { counts: Map<string, number>; without: number } {
  const images = source.images()
  const counts = new Map<string, number>()
  let without = 0
  for (let from = 0; from < images.length; from += ROWS_AT_A_TIME) {
    const { codes, texts } = attributeColumn(source, attribute, images.subarray(from, from + ROWS_AT_A_TIME))
    const found = new Uint32Array(Math.max(texts.length, FIRST_VALUE))
    for (const code of codes) found[code]++
    for (let code = 0; code < FIRST_VALUE; code++) without += found[code]
    for (let code = FIRST_VALUE; code < found.length; code++) {
      if (found[code] > 0) counts.set(texts[code], (counts.get(texts[code]) ?? 0) + found[code])
    }
  }
  return { counts, without }
}

function isWhole(text: string): boolean {
  try {
    readCondition(text)
    return true
  } catch (error) {
    if (error instanceof MedoidError) return false
    throw error
  }
}

function attributeNamed(attributes: readonly Attribute[], tag: string): Attribute | null {
  try {
    return findAttribute(attributes, tag, tag)
  } catch (error) {
    if (error instanceof MedoidError) return null
    throw error
  }
}
