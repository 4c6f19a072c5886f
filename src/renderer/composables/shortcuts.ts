import { onBeforeUnmount, onMounted } from 'vue'
import type { KeyGroup, KeyOf } from '../keys.ts'
import { PLACES } from '../places.ts'

/** A key, or two one after the other, or one with Ctrl or ⌘: `/`, `?`, `g a`, `Escape`, `Mod+z`. */
type Shortcuts = Readonly<Record<string, () => void>>

/** A second key counts for so long. */
const SEQUENCE_MILLISECONDS = 1200
/** What lies above the view and has all keys while it is there: lists that are dropped down, menus, dialogs. */
const ABOVE = '.n-base-select-menu, .n-dropdown-menu, [role="menu"], [aria-modal="true"]'
/** What takes letters while it has the focus: fields, and lists that drop down. Our own galleries and tables take none. */
export const FIELD = 'input, textarea, select, [contenteditable="true"], [role="combobox"], .n-base-selection'

/** What Space presses while it has the focus. */
const PRESSED = 'button, a, summary, [role="button"], [role="switch"], [role="checkbox"], [role="radio"], [role="tab"]'

/**
 * Listens for the keys of a group while a component is there. While somebody types into a field or stands on a list that drops down, only
 * Escape is heard; while such a list is open, or a menu or a dialog, nothing is.
 * @param shortcuts one for every key that keys.ts has in the group, and for sequences of keys
 */
export function useShortcuts<G extends KeyGroup>(
  _group: G,
  shortcuts: Readonly<Record<KeyOf<G>, () => void>> & { readonly [sequence: `g ${string}`]: () => void }
): void {
  const all: Shortcuts = shortcuts
  let before = ''
  let at = 0
  let isCovered = false

  /** Before anybody hears the key: what Escape closes is closed when it comes here. */
  function look(): void {
    isCovered = [...document.querySelectorAll(ABOVE)].some(
      (each) => each.checkVisibility() && each.closest('[class*="-leave-active"]') === null
    )
  }

  function press(event: KeyboardEvent): void {
    if (event.altKey || event.defaultPrevented || isCovered) return
    if (event.key !== 'Escape' && event.target instanceof Element && event.target.closest(FIELD) !== null) return
    if (event.ctrlKey || event.metaKey) {
      const wanted = all[`Mod+${event.shiftKey ? event.key.toUpperCase() : event.key.toLowerCase()}`]
      if (wanted !== undefined) event.preventDefault()
      return wanted?.()
    }
    if (event.key === ' ' && event.target instanceof Element && event.target.closest(PRESSED) !== null) return
    const recent = event.timeStamp - at < SEQUENCE_MILLISECONDS ? before : ''
    // Behind G, the key of a place is that and nothing else, whoever hears it.
    const isPlace = recent === 'g' && PLACES.some(({ key }) => key === event.key)
    const found = isPlace ? all[`g ${event.key}`] : all[event.key]
    before = event.key
    at = event.timeStamp
    if (found === undefined) return
    event.preventDefault()
    found()
  }

  onMounted(() => {
    window.addEventListener('keydown', look, true)
    window.addEventListener('keydown', press)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('keydown', look, true)
    window.removeEventListener('keydown', press)
  })
}
