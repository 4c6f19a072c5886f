/**
 * A decimal number with a point or, as many systems outside the English-speaking world write it, a comma. DS (PS3.5,
 * section 6.2) allows the point alone, but devices with other locales write `1,5`. One separator at most: groups of
 * thousands (`1,234.5`, `1.234.567`, `1 234`) are no numbers here, since one of the signs would change the value.
 */
const DECIMAL = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?$/i

/** `1,234`: a decimal comma, or one thousand two hundred and thirty-four. `0,125` and `12,5` are not in doubt. */
const POSSIBLE_THOUSANDS = /^[+-]?[1-9]\d{0,2},\d{3}$/

/** No number has as many characters; DS has 16 at most. */
const MOST_CHARACTERS = 64

/** Whether a text, without white space around it, is written as a decimal number. */
export function isDecimal(text: string): boolean {
  return text.length <= MOST_CHARACTERS && DECIMAL.test(text)
}

/** The number that a text stands for, without white space around it; NaN where it is none or too large (`5 mm`, `1e999`). */
export function parseDecimal(text: string): number {
  if (!isDecimal(text)) return NaN
  const number = Number(text.replace(',', '.'))
  return Number.isFinite(number) ? number : NaN
}

/** Whether a decimal number is written with a comma: it is read as meant, and people are told that it was there. */
export function hasDecimalComma(text: string): boolean {
  return text.includes(',') && isDecimal(text)
}

/** Whether the comma of a number may as well separate thousands: a table from a spreadsheet may mean either. */
export function mayBeThousands(text: string): boolean {
  return POSSIBLE_THOUSANDS.test(text)
}
