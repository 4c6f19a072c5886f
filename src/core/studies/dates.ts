/** A Study Date as YYYYMMDD; 0 where it is none. DA is YYYYMMDD, and was YYYY.MM.DD before DICOM 3 (PS3.5, section 6.2). */
export function dateNumber(text: string): number {
  const parts = /^(\d{4})\.?(\d\d)\.?(\d\d)$/.exec(text)
  return parts === null ? 0 : Number(parts[1] + parts[2] + parts[3])
}

/** As ISO 8601 writes it; '' for none. */
export function dateText(date: number): string {
  if (date === 0) return ''
  const digits = String(date).padStart(8, '0')
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
}

export const yearOf = (date: number): number => Math.floor(date / 10_000)

/** CT, the first of the digital images, came in 1971. What is before that, or yet to come, is mostly a date that was made up. */
const FIRST_YEAR = 1970

/** @param now the year that it is */
export function isPlausible(year: number, now: number): boolean {
  return year >= FIRST_YEAR && year <= now
}
