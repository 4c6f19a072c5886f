import { onBeforeUnmount, type Ref, shallowRef } from 'vue'

/** In pixels of what is scrolled. */
export interface Area {
  left: number
  top: number
  right: number
  bottom: number
}

/** A pointer that moves less than that clicks. */
const CLICK_PIXELS = 5
/** How much a frame scrolls for each pixel that the pointer is outside. */
const SCROLL_SHARE = 0.25
/** Where dragging does something else. */
const NOT_HERE = 'button, a, input, [role="columnheader"], [data-testid="similar-of"]'

/**
 * Draws a rectangle with the mouse over what is scrolled, which goes on scrolling while the pointer is above or below.
 * @param begin hears of the first pixels; what it returns, of each other rectangle, and with true of the last one
 */
export function useDragRectangle(
  scroller: Ref<HTMLElement | null>,
  begin: (event: PointerEvent) => (area: Area, isDone: boolean) => void
) {
  const area = shallowRef<Area | null>(null)
  let stop: (() => void) | null = null

  function down(event: PointerEvent): void {
    const element = scroller.value
    if (element === null || event.button !== 0 || event.pointerType === 'touch') return
    if ((event.target as Element).closest(NOT_HERE) !== null) return
    const box = element.getBoundingClientRect()
    // On the scroll bar.
    if (event.clientX > box.left + element.clientLeft + element.clientWidth) return
    stop?.()
    const from = placeOf(element, event)
    let pointer = event
    let frame = 0
    let hear: ((area: Area, isDone: boolean) => void) | null = null

    function draw(): void {
      const to = placeOf(element!, pointer)
      area.value = {
        left: Math.min(from.x, to.x),
        top: Math.min(from.y, to.y),
        right: Math.max(from.x, to.x),
        bottom: Math.max(from.y, to.y)
      }
      hear!(area.value, false)
    }
    function follow(): void {
      const { top, bottom } = element!.getBoundingClientRect()
      const outside = Math.min(0, pointer.clientY - top) + Math.max(0, pointer.clientY - bottom)
      if (outside !== 0) {
        element!.scrollTop += outside * SCROLL_SHARE
        draw()
      }
      frame = requestAnimationFrame(follow)
    }
    function move(now: PointerEvent): void {
      pointer = now
      if (hear === null) {
        if (Math.hypot(now.clientX - event.clientX, now.clientY - event.clientY) < CLICK_PIXELS) return
        hear = begin(event)
        // From here on the pointer clicks on nothing.
        element!.setPointerCapture(event.pointerId)
        element!.focus({ preventScroll: true })
        frame = requestAnimationFrame(follow)
      }
      draw()
    }
    function end(): void {
      stop?.()
      if (area.value !== null) hear?.(area.value, true)
      area.value = null
    }
    stop = () => {
      cancelAnimationFrame(frame)
      window.removeEventListener('pointermove', move)
      window.removeEventListener('pointerup', end)
      window.removeEventListener('pointercancel', end)
      stop = null
    }
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', end)
    window.addEventListener('pointercancel', end)
  }

  onBeforeUnmount(() => stop?.())
  return { area, down }
}

function placeOf(element: HTMLElement, { clientX, clientY }: PointerEvent): { x: number; y: number } {
  const box = element.getBoundingClientRect()
  const inside = (at: number, size: number): number => Math.max(0, Math.min(size, at))
  return {
    x: inside(clientX - box.left - element.clientLeft + element.scrollLeft, element.scrollWidth),
    y: inside(clientY - box.top - element.clientTop + element.scrollTop, element.scrollHeight)
  }
}
