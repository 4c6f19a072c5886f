import { ref, shallowRef } from 'vue'
import type { TagSearchPage } from '../../api/contract.ts'
import { lastQuestion } from '../last-question.ts'

type Place = NonNullable<TagSearchPage['next']>
const BEGINNING: Place = { tag: 0, chunk: 0 }

/** A tag, whichever of the two it is told by. */
export function tagKey({ tag, path, privateCreator }: Record<'tag' | 'path' | 'privateCreator', string>): string {
  return `${tag} ${path} ${privateCreator}`
}

/**
 * A search among all values of the catalogue, which comes page by page: what was found until now is there, and how far it is.
 * @param question asks for the page that begins at a place
 */
export function valueSearch(question: (search: string, from: Place, signal: AbortSignal) => Promise<TagSearchPage>) {
  /** By `tagKey`: some values that are sought. */
  const found = shallowRef<ReadonlyMap<string, readonly string[]>>(new Map())
  /** Share of the tags that were looked at; null: nothing is searched for. */
  const share = ref<number | null>(null)
  const { error, busy, ask, cancel: stop } = lastQuestion()
  let wanted = ''
  /** Where to go on; null: all was looked at. */
  let next: Place | null = null
  let wasLeft = false

  /** Begins anew; of an empty search nothing is looked for. */
  async function start(search: string): Promise<void> {
    stop()
    wanted = search
    found.value = new Map()
    error.value = null
    share.value = null
    next = search.trim() === '' ? null : BEGINNING
    if (next !== null) await goOn()
  }

  /** Looks at what is left after it was stopped, or did not go well. */
  async function goOn(): Promise<void> {
    error.value = null
    share.value ??= 0
    await ask(async (signal, isLast) => {
      while (next !== null) {
        const page = await question(wanted, next, signal)
        if (!isLast()) return
        if (page.found.length > 0) {
          const all = new Map(found.value)
          for (const each of page.found) {
            const key = tagKey(each)
            all.set(key, [...new Set([...(all.get(key) ?? []), ...each.values])])
          }
          found.value = all
        }
        share.value = page.total === 0 ? 1 : page.done / page.total
        next = page.next
      }
    })
  }

  /** Nobody looks any more: see `whileOpen`. */
  function leave(): void {
    wasLeft = busy.value
    stop()
  }

  function comeBack(): void {
    if (wasLeft && next !== null) void goOn()
    wasLeft = false
  }

  /** Whether all values were looked at. */
  const isDone = (): boolean => next === null

  return { found, share, error, busy, start, goOn, stop, leave, comeBack, isDone }
}
