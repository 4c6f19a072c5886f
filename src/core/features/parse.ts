import { mayBeThousands, parseDecimal } from '../numbers.ts'
import { ONE_VALUE } from '../one-value.ts'

/** Value representations that hold numbers (PS3.5, section 6.2). */
export const NUMBER_VRS: ReadonlySet<string> = new Set([
  'DS',
  'IS',
  'FL',
  'FD',
  'SL',
  'SS',
  'SV',
  'UL',
  'US',
  'UV',
  'SQ'
])

/** More values of an array than this become no further columns. */
export const MAX_POSITIONS = 16

/** A longer value is no code and no number; LO, the longest that is split into values, may have 64 characters. */
const MAX_VALUE = 1024

const AGE = /^(\d{1,3})([DWMY])$/i

/** PS3.5's units of age in years; a year has 365.25 days. */
const YEARS: Record<string, number> = { D: 1 / 365.25, W: 7 / 365.25, M: 1 / 12, Y: 1 }

/** The values of a canonical text: trimmed, an empty one being missing. */
export function splitValues(text: string, vr: string): string[] {
  if (ONE_VALUE.has(vr) || !text.includes('\\')) return [text.trim()]
  return text.split('\\').map((value) => value.trim())
}

/** An age string (AS: `045Y`, `018M`, `003W`, `010D`) in years; NaN for any other text. */
export function parseAge(text: string): number {
  const age = AGE.exec(text)
  return age === null ? NaN : Number(age[1]) * YEARS[age[2].toUpperCase()]
}

/** Text that is a number and not a code: `007` and `00` are codes, and `512,512` is likely two numbers. */
export function isNumericText(text: string): boolean {
  return !/^[+-]?0\d/.test(text) && !mayBeThousands(text) && !Number.isNaN(parseDecimal(text))
}

/** Whether a text can be a category. */
export function isCategory(text: string): boolean {
  return text.length <= MAX_VALUE
}
