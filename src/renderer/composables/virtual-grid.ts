import { useVirtualizer } from '@tanstack/vue-virtual'
import { useElementSize } from '@vueuse/core'
import { computed, type Ref, watch } from 'vue'
import { rem } from '../ui/rem.ts'
import type { Area } from './drag-rectangle.ts'
import { stepOf } from './list-keys.ts'
import { usePrintedPart } from './printed-part.ts'
import { rowSlot } from './row-slot.ts'

interface GridMeasures {
  /** Cells in all. */
  count: number
  /** Of a cell and of the space between two, in rem; cells share what is left of the width. */
  width: number
  height: number
  gap: number
}

/** Rows that are kept above and below what is in sight. */
const OVERSCAN = 2

/** Cells in rows, as many side by side as fit; those in sight, and a few more, are in the document. */
export function useVirtualGrid(scroller: Ref<HTMLElement | null>, measures: () => GridMeasures) {
  const { width, height: sight } = useElementSize(scroller)
  const columns = computed(() => {
    const { width: cell, gap } = measures()
    return Math.max(1, Math.floor((width.value / rem() + gap) / (cell + gap)))
  })
  // A rem follows the width of the window.
  const rowHeight = computed(() => (void width.value, Math.round((measures().height + measures().gap) * rem())))
  const rows = computed(() => (width.value === 0 ? 0 : Math.ceil(measures().count / columns.value)))
  const virtual = useVirtualizer(
    computed(() => ({
      count: rows.value,
      getScrollElement: () => scroller.value,
      estimateSize: () => rowHeight.value,
      overscan: OVERSCAN
    }))
  )
  watch(rowHeight, () => virtual.value.measure())
  usePrintedPart(scroller, () => {
    const { range } = virtual.value
    return (
      range && {
        first: range.startIndex * columns.value,
        last: (range.endIndex + 1) * columns.value - 1,
        of: measures().count
      }
    )
  })

  /** Places of the cells of a row. */
  function cellsOf(row: number): number[] {
    const first = row * columns.value
    return Array.from({ length: Math.min(columns.value, measures().count - first) }, (_, i) => first + i)
  }

  const slotOf = (row: number): number => rowSlot(row, sight.value, rowHeight.value, OVERSCAN)

  /** Brings a cell into sight. */
  function show(place: number, align: 'auto' | 'center' = 'auto'): void {
    virtual.value.scrollToIndex(Math.floor(place / columns.value), { align })
  }

  /** Where a key leads from a cell; null: it is no key of a grid. */
  function step(key: string, from: number): number | null {
    const page = columns.value * Math.max(1, Math.floor((scroller.value?.clientHeight ?? 0) / rowHeight.value))
    return stepOf(key, from, { count: measures().count, page, columns: columns.value })
  }

  /** Places of the cells that an area touches. @param sideBySide cells that share the width */
  function placesIn({ left, top, right, bottom }: Area, sideBySide: number): number[] {
    const between = measures().gap * rem()
    const pitch = ((scroller.value?.clientWidth ?? 0) + between) / sideBySide
    const touched = (from: number, to: number, size: number, most: number): number[] => {
      const [first, last] = [Math.floor(from / size), Math.min(most - 1, Math.floor(to / size))]
      const all = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
      return all.filter((i) => from <= (i + 1) * size - between)
    }
    const across = touched(left, right, pitch, sideBySide)
    return touched(top, bottom, rowHeight.value, rows.value)
      .flatMap((row) => across.map((column) => row * columns.value + column))
      .filter((place) => place < measures().count)
  }

  return { columns, virtual, cellsOf, slotOf, show, step, placesIn }
}
