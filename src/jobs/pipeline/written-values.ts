import { joiningOfText, kindOfText, separationOfText, weightOfText } from '../../core/command-syntax.ts'
import { readCondition } from '../../core/condition-text.ts'
import { numbersOfText } from '../../core/number-list.ts'
import { MedoidError } from '../../core/errors.ts'
import type { ParameterShape, Syntax } from '../parameter.ts'

/** How values are written in the command line, and in a pipeline; whether they are allowed, their schema says. */

/** @returns NaN for what is no number */
export function readText(text: string, { kind, isWhole }: Pick<ParameterShape, 'kind' | 'isWhole'>): string | number {
  if (kind !== 'number') return text
  return (isWhole ? /^\d+$/ : /^[\d.]+$/).test(text) ? Number(text) : NaN
}

/**
 * The items of a list, each as it is written and what it means.
 * @throws MedoidError for what cannot be understood
 */
export function readTexts(text: string, syntax: Syntax): (readonly [written: string, value: unknown])[] {
  const each = (parts: string[], read: (part: string) => unknown = String) =>
    parts.map((part) => [part.trim(), read(part.trim())] as const)
  switch (syntax) {
    case 'numbers':
      return numbersOfText(text).flatMap(({ written, numbers }) => numbers.map((number) => [written, number] as const))
    case 'names':
      return each(names(text))
    case 'pairs':
      return each(text.split(','), pair)
    case 'conditions':
      return [[text, readCondition(text).condition]]
    case 'kinds':
      return [[text, kindOfText(text)]]
    case 'weights':
      return [[text, weightOfText(text)]]
    case 'separations':
      return [[text, separationOfText(text)]]
    case 'joinings':
      return [[text, joiningOfText(text)]]
    case 'words':
    case 'arguments':
      return [[text, text]]
  }
}

function names(text: string): string[] {
  // The comma of (0043,xx2A)[CREATOR] separates nothing.
  const parts = text.match(/(?:\([^)]*\)|\[[^\]]*\]|[^,([])+/g) ?? []
  const found = parts.map((part) => part.trim()).filter((name) => name !== '' && name !== '+')
  if (found.length === 0)
    throw new MedoidError('invalid-arguments', { where: 'It', path: '', expected: 'a name, or several' })
  return found
}

function pair(text: string): [number, number] {
  const match = /^(\d{1,9}):(\d{1,9})$/.exec(text)
  if (match === null) {
    throw new MedoidError('invalid-arguments', { where: `"${text}"`, path: '', expected: 'a pair of rows such as 0:1' })
  }
  return [Number(match[1]), Number(match[2])]
}
