import { SIGNS } from './condition-text.ts'
import { alternativesOf, type Condition, isTest, rangeEnds, type Test } from './conditions.ts'

/** What `readCondition` reads. */
export function textOfCondition(given: Condition): string {
  const alternatives = isTest(given) ? [given] : alternativesOf(given)
  if (alternatives !== null) {
    const [{ tag, operator }] = alternatives
    return `${tag}${SIGNS[operator]}${alternatives.map(textOfValue).join('|')}`
  }
  if ('not' in given) return `NOT ${within(given.not)}`
  const [parts, word] = 'any' in given ? [given.any, 'OR'] : [(given as { all: Condition[] }).all, 'AND']
  return parts.map(within).join(` ${word} `)
}

/** As one part of another condition. */
function within(part: Condition): string {
  const text = textOfCondition(part)
  return isTest(part) || 'not' in part || alternativesOf(part) !== null ? text : `(${text})`
}

function textOfValue(test: Test): string {
  if ('empty' in test) return '""'
  if ('range' in test) return `${test.range.from ?? ''}..${test.range.to ?? ''}`
  const { operator, value } = test
  const isPlain =
    !/^"|\||\s(?:AND|OR)\s/.test(value) && closes(value) && (operator === 'contains' || rangeEnds(value) === null)
  return isPlain ? value : `"${value.replaceAll('"', '""')}"`
}

/** Whether every parenthesis of a text is opened and closed in it. */
function closes(text: string): boolean {
  let open = 0
  for (const each of text) {
    if (each === '(') open++
    else if (each === ')') open -= 1
    if (open < 0) return false
  }
  return open === 0
}
