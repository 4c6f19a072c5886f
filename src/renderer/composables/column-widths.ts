import { computed } from 'vue'
import { MOST_WIDTH, usePreferences } from '../stores/preferences.ts'

/** A column that a person may make wider or narrower. */
export interface ResizableColumn {
  id: string
  /** A track of the grid, as long as nobody has chosen a width. */
  track: string
  /** No narrower than this, in rem. */
  least: number
  /** What the track takes at least, in rem; else `least`. */
  room?: number
}

/** The columns of a table with the widths that a person gave them on this machine. @param table names it among all tables */
export function useColumnWidths(table: string, columns: readonly ResizableColumn[]) {
  const preferences = usePreferences()
  const widthOf = (id: string): number | undefined => preferences.columnWidths[`${table}.${id}`]

  const template = computed(() =>
    columns
      .map(({ id, track }) => {
        const width = widthOf(id)
        return width === undefined ? track : `${width}rem`
      })
      .join(' ')
  )
  /** Of all columns together, without the gaps, in rem: with less room the table is scrolled sideways. */
  const least = computed(() => columns.reduce((sum, { id, least, room = least }) => sum + (widthOf(id) ?? room), 0))

  /** @param width in rem; null: as it was before anybody chose */
  function resize(id: string, width: number | null): void {
    const { [`${table}.${id}`]: _, ...others } = preferences.columnWidths
    const column = columns.find((each) => each.id === id)!
    preferences.columnWidths =
      width === null
        ? others
        : { ...others, [`${table}.${id}`]: Math.round(Math.min(MOST_WIDTH, Math.max(column.least, width)) * 10) / 10 }
  }

  return { template, least, widthOf, resize }
}
