import { onBeforeUnmount, onMounted } from 'vue'

/** A key, or two one after the other: `/`, `?`, `g a`, `Escape`. */
export type Shortcuts = Record<string, () => void>

/** A second key counts for so long. */
const SEQUENCE_MILLISECONDS = 1200

/** Listens for keys while a component is there; while somebody types into a field, only Escape is heard. */
export function useShortcuts(shortcuts: Shortcuts): void {
  let before = ''
  let at = 0

  function press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (isField(event.target) && event.key !== 'Escape') return
    const recent = event.timeStamp - at < SEQUENCE_MILLISECONDS ? before : ''
    const found = shortcuts[`${recent} ${event.key}`] ?? shortcuts[event.key]
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
