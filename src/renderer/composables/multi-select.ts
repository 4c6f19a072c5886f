import type { Ref } from 'vue'
import type { KeyPress } from './list-keys.ts'

/** Some things of a list, by numbers that they have wherever they stand. */
export type Chosen = ReadonlySet<number>

interface ChooserList {
  chosen: Ref<Chosen>
  count: () => number
  /** The place that keys are about, −1 where there is none yet. */
  current: () => number
  /** What stands at a place; undefined while it is on its way. */
  keyAt: (place: number) => number | undefined
  /** What stands at these places, the last one included. */
  keysOf: (first: number, last: number) => Promise<readonly number[]>
  /** Everything, in no order; else what stands at all places. */
  all?: () => Promise<readonly number[]>
  /** Hears why something that was to be chosen is not. */
  failed: (error: Error) => void
}

/** Of a click or a key. */
type Modifiers = Pick<KeyPress, 'ctrlKey' | 'metaKey'> & { shiftKey: boolean }

/**
 * Chooses several of a list: Ctrl or ⌘ with a click chooses one more or one less, Shift all between; with the keyboard Space, Shift with
 * arrows, and Ctrl+A. A click alone chooses none: what is done then is about the place that keys are about. Arrows alone leave what is
 * chosen as it is.
 */
export function useMultiSelect({ chosen, count, current, keyAt, keysOf, all, failed }: ChooserList) {
  /** Where Shift begins from; null: at the current place. */
  let anchor: number | null = null
  /** What the last action that takes time is; earlier ones come too late. */
  let last = 0

  function keysBetween(first: number, end: number): number[] | null {
    const keys: number[] = []
    for (let place = first; place <= end; place++) {
      const key = keyAt(place)
      if (key === undefined) return null
      keys.push(key)
    }
    return keys
  }

  function set(keys: Iterable<number>, base: Chosen): void {
    chosen.value = new Set([...base, ...keys])
  }

  async function wait(question: Promise<readonly number[]>, then: (keys: readonly number[]) => void): Promise<void> {
    const mine = ++last
    try {
      const keys = await question
      if (mine === last) then(keys)
    } catch (error) {
      if (mine === last) failed(error as Error)
    }
  }

  /** All from one place to another one, and what was chosen before. */
  function range(from: number, to: number, base: Chosen): void {
    const [first, end] = [Math.max(0, Math.min(from, to)), Math.max(from, to)]
    const keys = keysBetween(first, end)
    last++
    if (keys !== null) set(keys, base)
    else void wait(keysOf(first, end), (found) => set(found, base))
  }

  function toggle(place: number): void {
    last++
    anchor = place
    const key = keyAt(place)
    if (key === undefined) return
    const now = new Set(chosen.value)
    if (!now.delete(key)) now.add(key)
    chosen.value = now
  }

  function clear(): void {
    last++
    anchor = null
    if (chosen.value.size > 0) chosen.value = new Set()
  }

  /** Before the place becomes the current one. */
  function click(place: number, { shiftKey, ctrlKey, metaKey }: Modifiers): void {
    const isMore = ctrlKey || metaKey
    if (shiftKey) {
      anchor ??= Math.max(0, current())
      range(anchor, place, isMore ? chosen.value : new Set())
    } else if (isMore) {
      // Whoever clicked on one and chooses a second one means both.
      const first = chosen.value.size === 0 && anchor === current() && anchor !== place ? anchor : null
      if (first !== null) toggle(first)
      toggle(place)
    } else {
      clear()
      anchor = place
    }
  }

  /**
   * @param step where a key leads from a place; null: it leads nowhere
   * @param go makes a place the current one
   * @returns whether the key was one of these
   */
  function press(
    event: KeyPress & { shiftKey: boolean },
    step: (key: string, from: number) => number | null,
    go: (place: number) => void
  ): boolean {
    if (event.altKey || count() === 0) return false
    const isMore = event.ctrlKey || event.metaKey
    if (isMore && event.key.toLowerCase() === 'a') {
      void wait(all === undefined ? keysOf(0, count() - 1) : all(), (keys) => set(keys, new Set()))
    } else if (event.key === ' ') {
      const place = Math.max(0, current())
      if (event.shiftKey) range(anchor ?? place, place, isMore ? chosen.value : new Set())
      else toggle(place)
    } else {
      const to = step(event.key, current())
      if (to === null) return false
      if (!event.shiftKey) {
        anchor = null
        return false
      }
      anchor ??= Math.max(0, current())
      range(anchor, to, isMore ? chosen.value : new Set())
      go(to)
    }
    event.preventDefault()
    return true
  }

  /** What is done is about it: it is chosen or, where nothing is, keys are about it. */
  function isSelected(place: number): boolean {
    return chosen.value.size === 0 ? place === current() : has(place)
  }

  /** Begins to draw a rectangle. @returns hears which places are in it, and with true that it is done */
  function draw({ shiftKey, ctrlKey, metaKey }: Modifiers): (places: readonly number[], isDone: boolean) => void {
    const base: Chosen = shiftKey || ctrlKey || metaKey ? chosen.value : new Set<number>()
    return (places, isDone) => {
      const keys = places.map(keyAt)
      last++
      set(
        keys.filter((key) => key !== undefined),
        base
      )
      if (!isDone || places.length === 0) return
      anchor = places[0]
      if (!keys.includes(undefined)) return
      const [first, end] = [Math.min(...places), Math.max(...places)]
      void wait(keysOf(first, end), (found) =>
        set(
          places.map((place) => found[place - first]),
          base
        )
      )
    }
  }

  function has(place: number): boolean {
    const key = keyAt(place)
    return key !== undefined && chosen.value.has(key)
  }

  return { click, press, clear, draw, isSelected, has, toggle }
}

export type MultiSelect = ReturnType<typeof useMultiSelect>
