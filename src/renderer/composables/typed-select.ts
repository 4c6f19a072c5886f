import type { SelectInst } from 'naive-ui'
import { useTemplateRef } from 'vue'

/**
 * For a list that is searched by typing: who comes to it with Tab types at once. Left to itself it takes Enter first, and what is
 * typed before that is heard as shortcuts of the view.
 * @param name of the list's `ref`
 * @returns what its focus is answered with
 */
export function useTypedSelect(name: string): () => void {
  const select = useTemplateRef<SelectInst>(name)
  return () => select.value?.focusInput()
}
