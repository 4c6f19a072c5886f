import { onBeforeUnmount } from 'vue'
import { useApp } from '../stores/app.ts'
import { FIELD } from './shortcuts.ts'

/** Does what the menu of the desktop asks for, while a component is there; in a field, what is typed is undone and not a name. */
export function whileMenusAsk({ undo, redo }: { undo: () => void; redo: () => void }): void {
  const stop = useApp().onCommand((command) => {
    if (document.activeElement?.closest(FIELD)) return
    if (command === 'undo') undo()
    if (command === 'redo') redo()
  })
  onBeforeUnmount(stop)
}
