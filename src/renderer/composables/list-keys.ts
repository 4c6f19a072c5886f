import type { Ref } from 'vue'

/** What a key goes by. */
interface ListShape {
  /** Places in all. */
  count: number
  /** Places that PageUp and PageDown go by. */
  page: number
  /** Places of a row of a grid; a table has none side by side, and no keys for them. */
  columns?: number
}

/** Where a key leads from a place; null: it leads nowhere. */
export function stepOf(key: string, from: number, { count, page, columns }: ListShape): number | null {
  const row = columns ?? 1
  const by: Record<string, number> = {
    ArrowUp: -row,
    ArrowDown: row,
    PageUp: -page,
    PageDown: page,
    Home: -Infinity,
    End: Infinity,
    ...(columns !== undefined && { ArrowLeft: -1, ArrowRight: 1 })
  }
  if (!Object.hasOwn(by, key) || count === 0) return null
  return Math.max(0, Math.min(count - 1, from + by[key]))
}

/** Of a KeyboardEvent, what a list looks at. */
export interface KeyPress {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  target: unknown
  preventDefault: () => void
}

/**
 * The keys of a list, a grid or a table that has the focus as a whole: arrows, PageUp, PageDown, Home and End go from place to place,
 * Enter opens.
 * @param list.current the place that keys are about, −1 where there is none yet
 */
export function useListKeys(
  scroller: Ref<{ focus: () => void } | null>,
  list: {
    current: () => number
    step: (key: string, from: number) => number | null
    go: (place: number) => void
    open: (place: number) => void
  }
) {
  function press(event: KeyPress): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter') {
      // On a heading, Enter sorts.
      if (event.target !== scroller.value) return
      list.open(Math.max(0, list.current()))
    } else {
      const to = list.step(event.key, list.current())
      if (to === null) return
      list.go(to)
    }
    event.preventDefault()
  }

  return { press, focus: () => scroller.value?.focus() }
}
