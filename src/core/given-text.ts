import type { TextFault } from '../messages/text-fault.ts'

/** Characters of the name of somebody who named or changed clusters. */
export const MOST_AUTHOR = 100

/** Control characters, line separators, text direction overrides and halves of characters: nothing that a name shows. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u

/**
 * What somebody wrote as a name or a note: trimmed, and in Unicode's composed form (NFC).
 * @param most in characters
 * @param hasLines whether it may have several lines
 * @returns the text, or what is wrong with it
 */
export function givenText(text: string, most: number, hasLines = false): string | TextFault {
  const clean = text.normalize('NFC').trim()
  if (UNPRINTABLE.test(hasLines ? clean.replaceAll(/[\n\t]/g, ' ') : clean)) return { why: 'unprintable' }
  const length = [...clean].length
  return length > most ? { why: 'too-long', length, most } : clean
}
