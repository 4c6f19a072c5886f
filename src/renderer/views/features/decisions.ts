import { watch } from 'vue'

/** What can be decided in a row. */
const ACTION = '.row-action:last-of-type'

/**
 * Where somebody decides about one tag after the other: the row of the last goes away, and keys go on with the next one.
 * @param document what is shown after a decision
 */
export function useDecisions(document_: () => unknown): { decide: (event: Event, does: () => void) => void } {
  let decided: { list: HTMLElement; place: number } | null = null

  function decide(event: Event, does: () => void): void {
    const row = (event.currentTarget as HTMLElement).closest<HTMLElement>('li, [role="row"]')!
    const list = row.parentElement!
    decided = { list, place: [...list.children].indexOf(row) }
    does()
    if (!goOn(decided.list, decided.place + 1)) goOn(decided.list, decided.place - 1, -1)
  }

  watch(
    document_,
    () => {
      // What had the focus may be gone as well.
      if (decided === null || document.activeElement !== document.body) return
      const { list, place } = decided
      if (!goOn(list, place) && !goOn(list, list.children.length - 1, -1)) list.focus()
    },
    { flush: 'post' }
  )
  return { decide }
}

/** @returns whether there is a button from there on */
function goOn(list: HTMLElement, place: number, by = 1): boolean {
  for (let row = list.children[place]; row !== undefined; row = list.children[(place += by)]) {
    const button = row.querySelector<HTMLElement>(`:scope > ${ACTION}, :scope > [role="cell"] > ${ACTION}`)
    if (button === null) continue
    button.focus()
    return true
  }
  return false
}
