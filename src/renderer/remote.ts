import { onScopeDispose, type Ref, ref, shallowRef } from 'vue'

/** Something that the host is asked for, with what a view has to show meanwhile. */
export interface Remote<T> {
  /** null until the first answer; the last one while a new one is on its way. */
  data: Ref<T | null>
  error: Ref<Error | null>
  busy: Ref<boolean>
  /** Asks; a question on its way is cancelled, so that the last one counts. */
  load: () => Promise<void>
  clear: () => void
  /** Cancels what is on its way: the view is left. */
  leave: () => void
  /** Asks for what was cancelled by leaving: the view is open again. */
  comeBack: () => void
}

/** @param question is told when nobody waits for it any more: another one was asked, or what shows it is gone */
export function remote<T>(question: (signal: AbortSignal) => Promise<T>): Remote<T> {
  const data: Ref<T | null> = shallowRef(null)
  const error = ref<Error | null>(null)
  const busy = ref(false)
  let asked: AbortController | null = null
  let wasLeft = false
  onScopeDispose(cancel, true)

  async function load(): Promise<void> {
    cancel()
    const mine = (asked = new AbortController())
    busy.value = true
    try {
      const answer = await question(mine.signal)
      if (asked !== mine) return
      data.value = answer
      error.value = null
    } catch (problem) {
      if (asked === mine) error.value = problem as Error
    } finally {
      if (asked === mine) {
        asked = null
        busy.value = false
      }
    }
  }

  function cancel(): void {
    wasLeft = false
    asked?.abort()
    asked = null
    busy.value = false
  }

  function clear(): void {
    cancel()
    data.value = null
    error.value = null
  }

  function leave(): void {
    const isAsked = asked !== null
    cancel()
    wasLeft = isAsked
  }

  function comeBack(): void {
    if (wasLeft) void load()
  }
  return { data, error, busy, load, clear, leave, comeBack }
}
