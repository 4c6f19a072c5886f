import { InvalidArgumentError, Option } from 'commander'
import { conditionOfText, joiningOfText, kindOfText, separationOfText } from '../core/command-syntax.ts'
import { MedoidError } from '../core/errors.ts'
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

/** For options that may be given several times. */
function collecting<T>(read: (text: string) => T): (text: string, before: T[]) => T[] {
  return (text, before) => {
    try {
      return [...before, read(text)]
    } catch (error) {
      if (error instanceof MedoidError) throw new InvalidArgumentError(error.explain(SHELL_TERMS))
      throw error
    }
  }
}

/** For `--where`. */
export const collectCondition = collecting(conditionOfText)
/** For `--kind`, `--separate` and `--join`. */
export const collectKind = collecting(kindOfText)
export const collectSeparation = collecting(separationOfText)
export const collectJoining = collecting(joiningOfText)
