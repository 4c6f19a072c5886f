import { MedoidError } from './errors.ts'

/** Numbers that a list has at most; more of them need not be written out. */
export const MOST_LISTED = 1000

/**
 * How people write whole numbers, in the command line and in a window: `4,6,10..20`, and with a step `5..100:5`; commas, semicolons
 * or spaces between them.
 *
 * @returns each part as it is written, with its numbers; NaN for what is none
 * @throws MedoidError `bad-range` where a range runs downwards or has too many numbers
 */
export function numbersOfText(text: string): { written: string; numbers: number[] }[] {
  const parts = text
    .trim()
    .replace(/\s*(\.\.|:)\s*/g, '$1')
    .split(/\s*[,;]\s*|\s+/)
  return parts.map((written) => ({ written, numbers: numbersOf(written) }))
}

function numbersOf(written: string): number[] {
  if (/^\d+$/.test(written)) return [Number(written)]
  const match = /^(\d{1,9})\.\.(\d{1,9})(?::(\d{1,9}))?$/.exec(written)
  if (match === null) return [NaN]
  const [from, to, step] = [match[1], match[2], match[3] ?? '1'].map(Number)
  const length = Math.floor((to - from) / step) + 1
  if (to < from || step === 0) throw new MedoidError('bad-range', { written, why: step === 0 ? 'step' : 'downwards' })
  if (length > MOST_LISTED) throw new MedoidError('bad-range', { written, why: 'long', most: MOST_LISTED })
  return Array.from({ length }, (_, i) => from + i * step)
}

/** So many numbers with equal steps are written as a range. */
const LEAST_RANGE = 3

/** Writes whole numbers, ascending, as `numbersOfText` reads them: `4, 6, 10..20, 25..100:5`. */
export function textOfNumbers(numbers: readonly number[]): string {
  const parts: string[] = []
  for (let from = 0; from < numbers.length;) {
    const step = numbers[from + 1] - numbers[from]
    let to = from
    while (numbers[to + 1] - numbers[to] === step) to++
    if (to - from + 1 < LEAST_RANGE) {
      parts.push(String(numbers[from++]))
      continue
    }
    parts.push(`${numbers[from]}..${numbers[to]}${step === 1 ? '' : `:${step}`}`)
    from = to + 1
  }
  return parts.join(', ')
}
