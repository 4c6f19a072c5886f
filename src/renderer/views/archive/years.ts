import type { ValueCount } from '../../../api/contract.ts'
import { isPlausible } from '../../../api/for-windows.ts'

/** Images by the year of their study, as a time line shows them. */
interface TimeLine {
  /** From the first year to the last, those without images, too. */
  years: { year: number; count: number }[]
  /** Years that images can hardly be of, such as 1900. */
  implausible: ValueCount[]
  /** Images without a study date. */
  undated: number
}

/** @param values by year, '' for none @param now the year that it is */
export function timeLine(values: readonly ValueCount[], now: number): TimeLine {
  const counts = new Map<number, number>()
  const implausible: ValueCount[] = []
  let undated = 0
  for (const each of values) {
    if (each.value === '') undated = each.count
    else if (isPlausible(Number(each.value), now)) counts.set(Number(each.value), each.count)
    else implausible.push(each)
  }
  const [first, last] = [Math.min(...counts.keys()), Math.max(...counts.keys())]
  const years = Array.from({ length: counts.size === 0 ? 0 : last - first + 1 }, (_, i) => ({
    year: first + i,
    count: counts.get(first + i) ?? 0
  }))
  return { years, implausible, undated }
}
