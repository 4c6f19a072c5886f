import type { NormalisationRule, SpellingChanges } from '../catalogue/stored/features.ts'
import { parseDecimal } from '../numbers.ts'
import { categoryKey, rulesBetween, type Sameness } from './normalise.ts'
import { NUMBER_VRS } from './parse.ts'

/**
 * Which spellings of an attribute are one category: numbers by value, text by the rules of `categoryKey`, and both as a
 * person changed them. A joined value brings along all that is one category with it, also what is written in later images;
 * a separate spelling stands for itself alone.
 */
export function samenessOf(vr: string, changes?: SpellingChanges): Sameness {
  const separate = new Set(changes?.separate)
  const isNumber = NUMBER_VRS.has(vr)

  /** Without what is joined; the first letter keeps the three apart. */
  const baseKey = (value: string): string => {
    if (separate.has(value)) return `s${value}`
    const number = isNumber ? parseDecimal(value) : NaN
    return Number.isNaN(number) ? `c${categoryKey(value)}` : `n${number === 0 ? 0 : number}`
  }

  // A forest: each base key's way to the one that stands for all that are joined with it.
  const parent = new Map<string, string>()
  const root = (key: string): string => {
    for (let up = parent.get(key); up !== undefined; up = parent.get(key)) key = up
    return key
  }
  for (const [first, ...others] of changes?.join ?? []) {
    for (const other of others) {
      const [a, b] = [root(baseKey(first)), root(baseKey(other))]
      if (a !== b) parent.set(b, a)
    }
  }

  return {
    key: (value) => root(baseKey(value)),
    rulesBetween(a, b): NormalisationRule[] {
      const [keyA, keyB] = [baseKey(a), baseKey(b)]
      if (keyA !== keyB) return ['person']
      return keyA.startsWith('n') && a !== b ? ['number'] : rulesBetween(a, b)
    }
  }
}
