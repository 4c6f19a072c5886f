import { InvalidArgumentError, Option } from 'commander'
import { MedoidError } from '../core/errors.ts'
import { readOverride } from '../core/features/overrides.ts'
import { parseCondition } from '../core/features/where.ts'
import { MISSING_WORDS } from '../core/missing.ts'
import { SHELL_TERMS } from './terms.ts'

/** Readers of option values: what they refuse is a usage error. */

export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`It must be a whole number from ${least} on.`)
    }
    return value
  }
}

/** `5,10,15` */
export function wholeNumbers(text: string): number[] {
  return text.split(',').map((part) => wholeNumber(1)(part.trim()))
}

/** For options that may be given several times, or hold several values with commas. */
export function collectNames(text: string, before: string[]): string[] {
  // The comma of (0043,xx2A)[CREATOR] separates nothing.
  const parts = text.match(/(?:\([^)]*\)|\[[^\]]*\]|[^,([])+/g) ?? []
  const names = parts.map((part) => part.trim()).filter((name) => name !== '' && name !== '+')
  if (names.length === 0) throw new InvalidArgumentError('It names nothing.')
  return [...before, ...names]
}

/** Words that mean a missing value, besides the usual ones; repeatable, as a word may hold a comma. */
export function naOption(where: string): Option {
  const collect = (word: string, before: string[]): string[] => [...before, word]
  return new Option('--na <word>', `${where}: a further word for a missing value; repeatable (known: ${MISSING_WORDS})`)
    .default([], 'none')
    .argParser(collect)
}

/** For `--where`, which may be given several times. */
export function collectCondition(text: string, before: string[]): string[] {
  return collectRead(text, before, () => parseCondition(text))
}

/** For `--kind`, `--separate` and `--join`, which may be given several times. */
export function collectOverride(option: string): (text: string, before: string[]) => string[] {
  return (text, before) => collectRead(text, before, () => readOverride(text, option))
}

function collectRead(text: string, before: string[], read: () => unknown): string[] {
  try {
    read()
  } catch (error) {
    if (error instanceof MedoidError) throw new InvalidArgumentError(error.explain(SHELL_TERMS))
    throw error
  }
  return [...before, text]
}
