import { onBeforeUnmount, onMounted } from 'vue'
import type { KeyGroup, KeyOf } from '../keys.ts'
import { PLACES } from '../places.ts'

/** A key, or two one after the other: `/`, `?`, `g a`, `Escape`. */
type Shortcuts = Readonly<Record<string, () => void>>

/** A second key counts for so long. */
const SEQUENCE_MILLISECONDS = 1200

/**
 * Listens for the keys of a group while a component is there; while somebody types into a field, only Escape is heard.
 * @param shortcuts one for every key that keys.ts has in the group, and for sequences of keys
 */
export function useShortcuts<G extends KeyGroup>(
  _group: G,
  shortcuts: Readonly<Record<KeyOf<G>, () => void>> & { readonly [sequence: `g ${string}`]: () => void }
): void {
  const all: Shortcuts = shortcuts
  let before = ''
  let at = 0

  function press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (isField(event.target) && event.key !== 'Escape') return
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

  onMounted(() => window.addEventListener('keydown', press))
  onBeforeUnmount(() => window.removeEventListener('keydown', press))
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  )
}
