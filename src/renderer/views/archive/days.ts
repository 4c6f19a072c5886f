/** What a person types for a day: a year, a month or a day, such as 2010, 2010-05 or 2010-05-31. */
const TYPED = /^(\d{4})(?:[-./]?(\d\d))?(?:[-./]?(\d\d))?$/

/**
 * The day that was meant, as YYYYMMDD.
 * @param end whether it is the end of a range: the last day of a year or a month, else the first
 * @returns null where nothing was typed; undefined where it is no day
 */
export function dayOf(typed: string, end: boolean): number | null | undefined {
  if (typed.trim() === '') return null
  const parts = TYPED.exec(typed.trim())
  if (parts === null) return undefined
  const [, year, month = end ? '12' : '01', day = end ? '31' : '01'] = parts
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31) return undefined
  return Number(year + month + day)
}

/** As it is shown where it was typed: a whole year or month in short. */
export function shownDay(day: number | undefined, end: boolean): string {
  if (day === undefined) return ''
  const digits = String(day).padStart(8, '0')
  const [year, month, date] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)]
  // The bars of years go by the year alone, whatever stands behind it.
  if ([end ? '1231' : '0101', end ? '9999' : '0000'].includes(month + date)) return year
  return date === (end ? '31' : '01') ? `${year}-${month}` : `${year}-${month}-${date}`
}
