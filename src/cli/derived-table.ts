import { count, percent } from '../messages/format.ts'
import { bar, table } from './text.ts'

/** What was found of derived tags, as a table of their values. */
export function derivedTable(
  found: readonly { keyword: string; values: readonly { value: string; count: number }[] }[],
  of: { title: string; count: number }
): string {
  const rows = found.flatMap(({ keyword, values }) =>
    values.map(({ value, count: n }, i) => [
      i === 0 ? keyword : '',
      value,
      count(n),
      percent(n / of.count),
      bar(n / of.count, 20)
    ])
  )
  return table(['tag', 'value', of.title, 'share', ''], rows, '<<>><')
}
