import { type Ref, ref, shallowReactive, shallowRef } from 'vue'
import { lastQuestion } from './last-question.ts'
import type { Remote } from './remote.ts'

interface Page {
  total: number
  rows: readonly unknown[]
}

/** A long list that the host is asked for page by page: those in sight are here. `data` is the last page that came, for what it tells of all. */
interface Paged<P extends Page> extends Remote<P> {
  /** Rows of the list; null until the first page. */
  total: Ref<number | null>
  /** @returns undefined while it is on its way */
  at: (place: number) => P['rows'][number] | undefined
  /** Says which places are in sight. */
  need: (first: number, last: number) => void
}

/** Rows that are asked for together. */
const SIZE = 100
/** Pages that are kept: what lies far from what is in sight is asked for again. */
const KEPT = 60

/**
 * @param question is asked for one page after the other, those in sight when its turn comes: scrolling fast leaves out what is passed by
 */
export function paged<P extends Page>(
  question: (page: { offset: number; limit: number }, signal: AbortSignal) => Promise<P>
): Paged<P> {
  const data: Ref<P | null> = shallowRef(null)
  const total = ref<number | null>(null)
  const { error, busy, ask, cancel } = lastQuestion()
  const pages = shallowReactive(new Map<number, P['rows']>())
  /** Pages that are shown until newer ones come. */
  const old = new Set<number>()
  let wanted: [first: number, last: number] = [0, 0]
  let wasLeft = false

  function missing(): number | null {
    for (let page = wanted[0]; page <= wanted[1]; page++) {
      const isIn = page === 0 || total.value === null || page * SIZE < total.value
      if (isIn && (!pages.has(page) || old.has(page))) return page
    }
    return null
  }

  async function run(): Promise<void> {
    if (busy.value) return
    wasLeft = false
    await ask(async (signal, isLast) => {
      for (let page = missing(); page !== null; page = missing()) {
        const answer = await question({ offset: page * SIZE, limit: SIZE }, signal)
        if (!isLast()) return
        data.value = answer
        total.value = answer.total
        pages.set(page, answer.rows)
        old.delete(page)
        error.value = null
        for (const far of pages.keys()) {
          if (pages.size <= KEPT) break
          if (far < wanted[0] - 1 || far > wanted[1] + 1) pages.delete(far)
        }
      }
    })
  }

  /** Asks anew for what is in sight; the rest is asked for when it comes there. */
  async function load(): Promise<void> {
    cancel()
    for (const page of pages.keys()) {
      if (page >= wanted[0] && page <= wanted[1]) old.add(page)
      else pages.delete(page)
    }
    // The first page tells how many there are now.
    if (missing() === null) old.add(0)
    wanted = total.value === null ? [0, 0] : wanted
    await run()
  }

  function clear(): void {
    cancel()
    wasLeft = false
    pages.clear()
    old.clear()
    data.value = null
    total.value = null
    error.value = null
    wanted = [0, 0]
  }

  function leave(): void {
    wasLeft = busy.value
    cancel()
  }

  function comeBack(): void {
    if (wasLeft) void run()
  }

  function at(place: number): P['rows'][number] | undefined {
    return pages.get(Math.floor(place / SIZE))?.[place % SIZE]
  }

  function need(first: number, last: number): void {
    wanted = [Math.floor(first / SIZE), Math.floor(last / SIZE)]
    if (error.value === null && total.value !== null) void run()
  }

  return { data, total, error, busy, load, clear, leave, comeBack, at, need }
}
