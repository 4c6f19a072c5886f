/** A decimal string (DS, PS3.5 section 6.2), with a point or, as some locales write it, with a comma. */
const DECIMAL = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?$/

/** The number that one value of a decimal string means; NaN where it is none. */
export function decimalOf(value: string): number {
  const trimmed = value.trim()
  return DECIMAL.test(trimmed) ? Number(trimmed.replace(',', '.')) : NaN
}

/** Whether one of the values of a decimal string is a number with a comma in place of the point. */
export function hasDecimalComma(text: string): boolean {
  return text.includes(',') && text.split('\\').some((value) => value.includes(',') && !Number.isNaN(decimalOf(value)))
}
