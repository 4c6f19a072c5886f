import type { NormalisationRule } from '../catalogue/stored/features.ts'
import { compare } from './attributes.ts'

/** Which spellings are one category. */
export interface Sameness {
  /** The same for spellings of one category, and for no others. */
  key: (value: string) => string
  /** The rules that it takes to read one spelling of a category as another. */
  rulesBetween: (a: string, b: string) => NormalisationRule[]
}

/** Spellings that are one category, with the most frequent one as its name. */
export interface Category {
  /** The spelling that is shown: the most frequent one, ties by code unit. */
  value: string
  count: number
  /** Every spelling, most frequent first, with the rules that it takes to read it as `value`. */
  rawValues: { value: string; count: number; rules: NormalisationRule[] }[]
}

type WrittenRule = 'unicode' | 'case' | 'separators'

const ALL: ReadonlySet<WrittenRule> = new Set(['unicode', 'case', 'separators'])

/**
 * What two spellings of one category have in common: `T_SPINE`, `TSPINE`, `T SPINE` and `T-Spine` are one.
 *
 * Compatibility forms are made plain (NFKC), case and separators are dropped. Separators are white space, underscores,
 * and hyphens between letters. Nothing is dropped that carries meaning: a separator between two digits (`1 5` is not
 * `15`), a hyphen beside anything but letters (`C-` is not `C+`, `-5` is not `5`, `L4-5` is not `L45`), points, slashes and
 * all other signs (`W/O`, `T2*`, `1.5`), superscripts (`10²` is not `102`).
 */
export function categoryKey(value: string): string {
  return canonical(value, ALL)
}

function canonical(value: string, rules: ReadonlySet<WrittenRule>): string {
  let text = value
  if (rules.has('unicode')) {
    text = text
      .replace(/[\u00b2\u00b3\u00b9\u2070-\u2079]/g, '^$&')
      .normalize('NFKC')
      .replace(/[\u2010-\u2015\u2212]/g, '-')
      .replace(/\p{Cf}/gu, '')
  }
  if (rules.has('case')) text = text.toUpperCase()
  if (rules.has('separators')) {
    const plain = text
      .replace(/[\s_]+/g, '_')
      .replace(/(?<=\p{L})(?:-|_-_)(?=\p{L})/gu, '')
      .replace(/(?<![0-9])_|_(?![0-9])/g, '')
    // A value of separators alone is a value still.
    if (plain !== '') text = plain
  }
  return text
}

const BY_RULES: Sameness = { key: categoryKey, rulesBetween }

/** Groups spellings into categories: most frequent first, ties by name. */
export function categoriesOf(counts: ReadonlyMap<string, number>, sameness = BY_RULES): Category[] {
  const groups = new Map<string, { value: string; count: number }[]>()
  for (const [value, count] of counts) {
    const key = sameness.key(value)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [{ value, count }])
    else group.push({ value, count })
  }
  return [...groups.values()].map((raw) => category(raw, sameness)).sort(byCount)
}

function category(raw: { value: string; count: number }[], { rulesBetween }: Sameness): Category {
  raw.sort(byCount)
  const { value } = raw[0]
  return {
    value,
    count: raw.reduce((sum, { count }) => sum + count, 0),
    rawValues: raw.map((spelling) => ({ ...spelling, rules: rulesBetween(spelling.value, value) }))
  }
}

function byCount(a: { value: string; count: number }, b: { value: string; count: number }): number {
  return b.count - a.count || compare(a.value, b.value)
}

/** The rules without which two spellings of one `categoryKey` would differ. */
export function rulesBetween(a: string, b: string): WrittenRule[] {
  return [...ALL].filter((rule) => {
    const others = new Set([...ALL].filter((other) => other !== rule))
    return canonical(a, others) !== canonical(b, others)
  })
}
