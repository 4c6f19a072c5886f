import { parseDecimal } from '../numbers.ts'
import { splitValues } from './parse.ts'

/**
 * Numbers that files write in many ways, in one: `5` for `5.000000`, `5.0` and `0.5e1`, value by value in `0.5\0.5`. Of decimal and
 * integer strings alone: numbers of the other VRs have one spelling. @returns the text itself where not all of it is numbers
 */
export function plainNumbers(text: string, vr: string): string {
  if (vr !== 'DS' && vr !== 'IS') return text
  const numbers = splitValues(text, vr).map((part) => (part === '' ? null : parseDecimal(part)))
  if (numbers.some(Number.isNaN)) return text
  // −0 is 0.
  return numbers.map((number) => (number === null ? '' : String(number === 0 ? 0 : number))).join('\\')
}
