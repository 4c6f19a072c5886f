import { ABSENT, FIRST_VALUE } from '../tag-codes.ts'
import type { ColumnSource, ColumnValues, Tag, TagSource } from '../catalogue/types.ts'

/**
 * What a feature, a condition or a decision is about: one attribute, whichever of the catalogue's tags hold its values.
 * Enhanced multi-frame objects (PS3.3, section C.7.6.16) keep PixelSpacing and the like below their functional groups;
 * here they are the plain PixelSpacing again: the value at the top level, else the shared one, else that of the first
 * frame.
 */
export interface Attribute {
  /** Unique in the catalogue: the keyword, the path, `(0019,xx0A)[CREATOR]`, or the tag where there is no keyword. */
  name: string
  tag: string
  /** Empty for plain attributes, else the path below the data set or the functional groups macro. */
  path: string
  keyword: string
  privateCreator: string
  vr: string
  /** The tags that hold its values, the first that has one for an instance counting. */
  parts: Tag[]
}

const SHARED = 'SharedFunctionalGroupsSequence'
const PER_FRAME = 'PerFrameFunctionalGroupsSequence'

/** Elements of a code sequence (PS3.3, section 8.8) mean something only with the name of the sequence. */
const CODE_ELEMENTS = new Set([
  'CodeValue',
  'LongCodeValue',
  'URNCodeValue',
  'CodeMeaning',
  'CodingSchemeDesignator',
  'CodingSchemeVersion'
])

/** Instances that are looked at together. */
export const ROWS_AT_A_TIME = 65_536

/** The attributes of a catalogue, in the order of their tags, paths and creators. */
export function attributesOf(tags: readonly Tag[]): Attribute[] {
  const byPlace = new Map<string, Attribute>()
  const ordered = [...tags].sort((a, b) => precedence(a) - precedence(b) || a.id - b.id)
  for (const tag of ordered) {
    const path = pathOf(tag)
    const place = JSON.stringify([path, tag.tag, tag.privateCreator])
    const known = byPlace.get(place)
    if (known === undefined) {
      const { keyword, privateCreator, vr } = tag
      byPlace.set(place, { name: '', tag: tag.tag, path, keyword, privateCreator, vr, parts: [tag] })
    } else {
      known.parts.push(tag)
      if (known.vr === 'UN') known.vr = tag.vr
    }
  }
  return named([...byPlace.values()].sort(byTag))
}

/** Where an element stands. */
type Place = Pick<Attribute, 'tag' | 'path' | 'privateCreator'>

/** Ties by tag: tag, then path, then creator, by code unit. */
export function byTag(a: Place, b: Place): number {
  return compare(a.tag, b.tag) || compare(a.path, b.path) || compare(a.privateCreator, b.privateCreator)
}

/** −1, 0 or 1 by UTF-16 code unit: the same everywhere, unlike localeCompare. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Whether the values of an instance may come from another tag than the first. */
export function isCoalesced(attribute: Attribute): boolean {
  return attribute.parts.length > 1
}

function precedence(tag: Tag): number {
  return tag.path.startsWith(`${SHARED}.`) ? 1 : tag.path.startsWith(`${PER_FRAME}.`) ? 2 : 0
}

/** The path without the functional groups: empty where a plain attribute is left. */
function pathOf(tag: Tag): string {
  if (precedence(tag) === 0) return tag.path
  const [, macro, ...rest] = tag.path.split('.')
  // A private macro, or the macro's own sequence, is no attribute that also stands at the top level.
  if (macro === undefined || rest.length === 0 || macro.startsWith('(') || rest[0].startsWith('(')) return tag.path
  if (rest.length > 1) return rest.join('.')
  if (CODE_ELEMENTS.has(rest[0])) return `${macro}.${rest[0]}`
  return tag.keyword !== '' && tag.keyword === rest[0] ? '' : tag.path
}

/** Gives each attribute its name; the few that would share one (overlays 6000 and 6002, say) get their tag behind it. */
function named(attributes: Attribute[]): Attribute[] {
  const names = attributes.map(nameOf)
  const count = new Map<string, number>()
  for (const name of names) count.set(name, (count.get(name) ?? 0) + 1)
  attributes.forEach((attribute, i) => {
    attribute.name = count.get(names[i]) === 1 ? names[i] : `${names[i]}${attribute.tag}`
  })
  return attributes
}

function nameOf({ tag, path, keyword, privateCreator }: Attribute): string {
  const name = path !== '' ? path : keyword !== '' ? keyword : tag
  return privateCreator === '' || name.endsWith(`[${privateCreator}]`) ? name : `${name}[${privateCreator}]`
}

/**
 * The values of an attribute for a list of instances. Codes are those of the first tag, then further ones for the values
 * that other tags contribute, so one text may have two codes.
 */
export function attributeColumn(source: ColumnSource, attribute: Attribute, instances: Uint32Array): ColumnValues {
  const [first, ...others] = attribute.parts
  let { codes, texts } = source.column(first.id, instances)
  for (const part of others) {
    const rows = rowsWithout(codes)
    const more = source.column(
      part.id,
      rows.map((row) => instances[row])
    )
    if (more.codes.every((code) => code === ABSENT)) continue
    codes = codes.slice()
    texts = texts.slice()
    const base = Math.max(texts.length, FIRST_VALUE)
    rows.forEach((row, i) => {
      const code = more.codes[i]
      codes[row] = code < FIRST_VALUE ? Math.max(codes[row], code) : base + code
      if (code >= FIRST_VALUE) texts[base + code] = more.texts[code]
    })
  }
  return { codes, texts }
}

/** The rows that have no value yet. */
function rowsWithout(codes: Uint32Array): Uint32Array {
  const rows = new Uint32Array(codes.length)
  let length = 0
  for (let row = 0; row < codes.length; row++) if (codes[row] < FIRST_VALUE) rows[length++] = row
  return rows.subarray(0, length)
}

/** How often an attribute has a value in a set of instances. */
export interface AttributeFrequency {
  nonEmpty: number
  /** Distinct non-empty values; where several tags hold more than 50,000 of them, an upper bound. */
  distinct: number
}

/** Up to here, the distinct values of several tags are compared with one another. */
const COMPARABLE = 50_000

/** The frequency of every attribute over the instances, in the order of `attributes`. */
export function attributeFrequencies(
  source: TagSource,
  attributes: readonly Attribute[],
  instances: Uint32Array
): AttributeFrequency[] {
  const byTagId = new Map(source.frequencies(instances, 0).map((frequency) => [frequency.tag.id, frequency]))
  const enhanced = enhancedOf(source, instances)

  return attributes.map((attribute) => {
    const [{ nonEmpty, distinct }, ...others] = attribute.parts.map((part) => byTagId.get(part.id)!)
    if (others.every((other) => other.nonEmpty === 0)) return { nonEmpty, distinct }
    const atMost = others.reduce((sum, other) => sum + other.distinct, 0)
    const isComparable = distinct + atMost <= COMPARABLE
    const texts = isComparable ? new Set<string>() : undefined
    const added = addedByOthers(source, attribute, enhanced, texts)
    if (texts === undefined) return { nonEmpty: nonEmpty + added, distinct: distinct + Math.min(atMost, added) }
    for (const { value } of source.values(attribute.parts[0].id, instances)) texts.delete(value)
    return { nonEmpty: nonEmpty + added, distinct: distinct + texts.size }
  })
}

/** The instances that have functional groups: only there can more than one tag hold an attribute. */
function enhancedOf(source: TagSource, instances: Uint32Array): Uint32Array {
  const groups = source.tags().filter((tag) => tag.path === '' && (tag.keyword === SHARED || tag.keyword === PER_FRAME))
  const found = new Uint32Array(instances.length)
  let length = 0
  for (let from = 0; from < instances.length; from += ROWS_AT_A_TIME) {
    const chunk = instances.subarray(from, from + ROWS_AT_A_TIME)
    const columns = groups.map((tag) => source.column(tag.id, chunk).codes)
    for (let row = 0; row < chunk.length; row++) {
      if (columns.some((codes) => codes[row] >= FIRST_VALUE)) found[length++] = chunk[row]
    }
  }
  return found.slice(0, length)
}

/** How many instances get their value from another tag than the first; these values are added to `texts`. */
function addedByOthers(
  source: TagSource,
  attribute: Attribute,
  enhanced: Uint32Array,
  texts: Set<string> | undefined
): number {
  let added = 0
  for (let from = 0; from < enhanced.length; from += ROWS_AT_A_TIME) {
    const chunk = enhanced.subarray(from, from + ROWS_AT_A_TIME)
    const own = source.column(attribute.parts[0].id, chunk).codes
    const column = attributeColumn(source, attribute, chunk)
    for (let row = 0; row < chunk.length; row++) {
      if (own[row] >= FIRST_VALUE || column.codes[row] < FIRST_VALUE) continue
      added++
      texts?.add(column.texts[column.codes[row]])
    }
  }
  return added
}
