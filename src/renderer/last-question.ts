import { onScopeDispose, type Ref, ref } from 'vue'

/** What is asked for one after the other, of which the last one counts. */
interface LastQuestion {
  error: Ref<Error | null>
  busy: Ref<boolean>
  /**
   * Cancels what is on its way, and asks.
   * @param work takes over the answer, unless `isLast` says that another one was asked or nobody waits any more; what it throws is
   * the error then
   */
  ask: (work: (signal: AbortSignal, isLast: () => boolean) => Promise<void>) => Promise<void>
  cancel: () => void
}

export function lastQuestion(): LastQuestion {
  const error = ref<Error | null>(null)
  const busy = ref(false)
  let asked: AbortController | null = null
  onScopeDispose(cancel, true)

  async function ask(work: Parameters<LastQuestion['ask']>[0]): Promise<void> {
    cancel()
    const mine = (asked = new AbortController())
    const isLast = (): boolean => asked === mine
    busy.value = true
    try {
      await work(mine.signal, isLast)
    } catch (problem) {
      if (isLast()) error.value = problem as Error
    } finally {
      if (isLast()) {
        asked = null
        busy.value = false
      }
    }
  }

  function cancel(): void {
    asked?.abort()
    asked = null
    busy.value = false
  }

  return { error, busy, ask, cancel }
}
