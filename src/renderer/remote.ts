import { type Ref, shallowRef } from 'vue'
import { lastQuestion } from './last-question.ts'

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
  const last = lastQuestion()
  const { error, busy } = last
  let wasLeft = false

  async function load(): Promise<void> {
    wasLeft = false
    await last.ask(async (signal, isLast) => {
      const answer = await question(signal)
      if (!isLast()) return
      data.value = answer
      error.value = null
    })
  }

  function cancel(): void {
    wasLeft = false
    last.cancel()
  }

  function clear(): void {
    cancel()
    data.value = null
    error.value = null
  }

  function leave(): void {
    wasLeft = busy.value
    last.cancel()
  }

  function comeBack(): void {
    if (wasLeft) void load()
  }
  return { data, error, busy, load, clear, leave, comeBack }
}
