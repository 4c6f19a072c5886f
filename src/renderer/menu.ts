import type { ObjectDirective } from 'vue'

/** What can be done about something, or copied from it. */
export type MenuItem = { label: string } & ({ does: () => unknown } | { copies: () => Copied | Promise<Copied> })

const COPY_ROW = 'Copy row'

/** What Ctrl+C copies: the row, else the first thing that can be copied. */
export function usualCopy(items: readonly MenuItem[]): MenuItem | undefined {
  return items.find(({ label }) => label === COPY_ROW) ?? items.find((item) => 'copies' in item)
}

/** Text, or a picture as PNG. */
export type Copied = string | Blob

/** @param target what was pointed at, or has the focus, within the element that items are for */
type ItemsOf = (target: Element, element: Element) => MenuItem[]

const registered = new WeakMap<Element, ItemsOf>()

/** What the menu offers of an element and all that is in it: `v-menu="(target) => items"`. */
export const vMenu: ObjectDirective<Element, ItemsOf> = {
  mounted: (element, { value }) => void registered.set(element, value),
  updated: (element, { value }) => void registered.set(element, value)
}

/** What an element, and what it is in, offers, the innermost first. */
export function itemsAt(target: Element): MenuItem[][] {
  const groups: MenuItem[][] = []
  for (let at: Element | null = target; at !== null; at = at.parentElement)
    groups.push(registered.get(at)?.(target, at) ?? [])
  return groups
}

/** What has the focus: the row or the cell of a list that its keys are about. */
export function focused(): Element | null {
  const active = document.activeElement
  if (active === null || active === document.body) return null
  const named = active.getAttribute('aria-activedescendant')
  const about = named === null ? null : document.getElementById(named)
  if (about !== null) return about
  const isList = active.matches('[role="grid"], [role="listbox"], [role="tree"]')
  return (isList ? active.querySelector('[data-current], [aria-selected="true"]') : null) ?? active
}

/** What any row of a table offers. */
export function rowItems(target: Element): MenuItem[] {
  const row = target.closest('[role="row"], tr')
  const cells = [...(row?.querySelectorAll('[role="gridcell"], td, th[scope="row"]') ?? [])]
  if (cells.length === 0) return []
  const cell = cells.find((each) => each.contains(target))
  const value = cell === undefined ? '' : textOf(cell)
  return [
    ...(value === '' ? [] : [{ label: 'Copy value', copies: () => value }]),
    { label: COPY_ROW, copies: () => cells.map(textOf).join('\t') }
  ]
}

/** As it is read, on one line. */
function textOf(cell: Element): string {
  return (cell.textContent ?? '').replace(/\s+/g, ' ').trim()
}
