import { computed, ref } from 'vue'

/** Work of which each waits for the one before, whether that goes well or not. */
export function inTurns() {
  /** Work that is being done, or waits. */
  const waiting = ref(0)
  const isBusy = computed(() => waiting.value > 0)
  let last: Promise<unknown> = Promise.resolve()

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    waiting.value++
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine.finally(() => waiting.value--)
  }

  return { waiting, isBusy, inTurn }
}
