import { useVirtualizer } from '@tanstack/vue-virtual'
import { useElementSize } from '@vueuse/core'
import { computed, type Ref, watch } from 'vue'
import { rem } from '../ui/rem.ts'
import type { Area } from './drag-rectangle.ts'
import { stepOf } from './list-keys.ts'
import { usePrintedPart } from './printed-part.ts'
import { rowSlot } from './row-slot.ts'

/** Of the heading that stays in sight above the rows, in rem. */
const HEAD = 2.4
/** Kept above and below what is in sight. */
const OVERSCAN = 8

/** A table of which the rows in sight, and a few more, are in the document. */
export function useVirtualRows(
  scroller: Ref<HTMLElement | null>,
  measures: () => { count: number; /** in rem */ height: number }
) {
  // A rem follows the width of the window.
  const { width, height: sight } = useElementSize(scroller)
  const height = computed(() => (void width.value, Math.round(rem() * measures().height)))
  const headHeight = computed(() => (void width.value, Math.round(rem() * HEAD)))
  const virtual = useVirtualizer(
    computed(() => ({
      count: measures().count,
      getScrollElement: () => scroller.value,
      estimateSize: () => height.value,
      overscan: OVERSCAN,
      scrollMargin: headHeight.value,
      scrollPaddingStart: headHeight.value
    }))
  )
  watch(height, () => virtual.value.measure())
  usePrintedPart(scroller, () => {
    const { range } = virtual.value
    return range && { first: range.startIndex, last: range.endIndex, of: measures().count }
  })

  const slotOf = (row: number): number => rowSlot(row, sight.value, height.value, OVERSCAN)

  /** Where a key leads from a row; null: it is no key of a table. */
  function step(key: string, from: number): number | null {
    const page = Math.max(1, Math.floor(((scroller.value?.clientHeight ?? 0) - headHeight.value) / height.value) - 1)
    return stepOf(key, from, { count: measures().count, page })
  }

  /** The rows that an area touches. */
  function placesIn({ top, bottom }: Area): number[] {
    const placeAt = (y: number): number => Math.floor((y - headHeight.value) / height.value)
    const [first, last] = [Math.max(0, placeAt(top)), Math.min(measures().count - 1, placeAt(bottom))]
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
  }

  return { virtual, sight, headHeight, slotOf, step, placesIn }
}
