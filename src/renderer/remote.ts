import { type Ref, ref, shallowRef } from 'vue'

/** Something that the host is asked for, with what a view has to show meanwhile. */
export interface Remote<T> {
  /** null until the first answer; the last one while a new one is on its way. */
  data: Ref<T | null>
  error: Ref<Error | null>
  busy: Ref<boolean>
  /** Asks; of several questions on their way the last one counts. */
  load: () => Promise<void>
  clear: () => void
}

export function remote<T>(question: () => Promise<T>): Remote<T> {
  const data: Ref<T | null> = shallowRef(null)
  const error = ref<Error | null>(null)
  const busy = ref(false)
  let asked = 0
  async function load(): Promise<void> {
    const mine = ++asked
    busy.value = true
    try {
      const answer = await question()
      if (mine !== asked) return
      data.value = answer
      error.value = null
    } catch (problem) {
      if (mine === asked) error.value = problem as Error
    } finally {
      if (mine === asked) busy.value = false
    }
  }
  function clear(): void {
    asked++
    data.value = null
    error.value = null
    busy.value = false
  }
  return { data, error, busy, load, clear }
}
