import { useEventListener } from '@vueuse/core'

/** Fields undo what was typed into them. */
const FIELD = 'input, textarea, [contenteditable="true"]'

/** Hears Ctrl+Z, and Ctrl+Shift+Z or Ctrl+Y, while a component is there; nothing while a dialog lies above it. */
export function useUndoKeys(undo: () => void, redo: () => void): void {
  useEventListener(window, 'keydown', (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented) return
    if (event.target instanceof Element && event.target.closest(FIELD) !== null) return
    if (document.querySelector('[aria-modal="true"]') !== null) return
    const key = event.key.toLowerCase()
    const way = key === 'z' ? (event.shiftKey ? redo : undo) : key === 'y' ? redo : null
    if (way === null) return
    event.preventDefault()
    way()
  })
}
