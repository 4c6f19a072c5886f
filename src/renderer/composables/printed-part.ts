import { type Ref, watch } from 'vue'
import { usePreferences } from '../stores/preferences.ts'
import { type PartOfList, printedPart } from '../words.ts'

/**
 * Has the page of a list say on paper which of it is there: only what is in sight, and a little more, is in the document.
 * @param part null: nothing of it is shown
 */
export function usePrintedPart(scroller: Ref<HTMLElement | null>, part: () => PartOfList | null): void {
  const preferences = usePreferences()
  watch(
    () => preferences.isPrinting,
    (now) => {
      const element = scroller.value
      const page = element?.closest<HTMLElement>('.page')
      if (!element || !page) return
      const sight = now ? part() : null
      const words = sight && printedPart(sight)
      if (words) {
        element.style.setProperty('--printed-height', `${element.clientHeight}px`)
        element.dataset.inPart = ''
        page.dataset.printed = words
      } else {
        delete element.dataset.inPart
        delete page.dataset.printed
      }
    }
  )
}
