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

/**
 * @param options.oneAtATime for what takes the host long, and cannot be broken off there: while it answers, of what is asked
 * meanwhile only the last is asked at all
 */
export function remote<T>(question: () => Promise<T>, { oneAtATime = false } = {}): Remote<T> {
  const data: Ref<T | null> = shallowRef(null)
  const error = ref<Error | null>(null)
  const busy = ref(false)
  let asked = 0
  /** Over when the questions before are answered. */
  let before: Promise<void> = Promise.resolve()

  async function load(): Promise<void> {
    const mine = ++asked
    busy.value = true
    if (!oneAtATime) return settle(mine)
    const turn = before.then(() => (mine === asked ? settle(mine) : undefined))
    before = turn
    return turn
  }

  async function settle(mine: number): Promise<void> {
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
