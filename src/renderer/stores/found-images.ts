import { computed, type Ref, ref, shallowRef, watch } from 'vue'
import type { Page } from '../../api/contract.ts'
import { remote } from '../remote.ts'

/** Images that are asked for at a time. */
export const IMAGES_A_PAGE = 120

/** The finding that somebody looks at, and its images, page by page. @param question asks for a part of them */
export function foundImages<F, I>(
  question: (finding: F, part: { offset: number; limit: number }, signal: AbortSignal) => Promise<Page<I>>
) {
  const chosen: Ref<F | null> = shallowRef(null)
  const page = ref(1)
  const images = remote<Page<I>>((signal) =>
    question(chosen.value!, { offset: (page.value - 1) * IMAGES_A_PAGE, limit: IMAGES_A_PAGE }, signal)
  )
  watch(chosen, () => {
    page.value = 1
    images.clear()
  })
  watch([chosen, page], () => {
    if (chosen.value !== null) void images.load()
  })
  /** Closing it takes the choice back. */
  const isOpen = computed({
    get: () => chosen.value !== null,
    set: (open) => {
      if (!open) chosen.value = null
    }
  })
  return { chosen, page, images, isOpen }
}
