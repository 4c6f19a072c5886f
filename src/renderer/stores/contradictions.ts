import { defineStore } from 'pinia'
import { ref, shallowRef, watch } from 'vue'
import type { FoundContradiction, Page } from '../../api/contract.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { PICTURES_A_PAGE } from './pictures.ts'
import { keepFresh } from './refresh.ts'

const CHANGES = ['scan', 'remove-source', 'sample'] as const

/** Values that contradict each other, and the images of those that are chosen, page by page. */
export const useContradictions = defineStore('contradictions', () => {
  const found = remote<FoundContradiction[]>((signal) => ask('contradictions.find', {}, signal))
  const chosen = shallowRef<FoundContradiction['groups'][number] | null>(null)
  const page = ref(1)
  const images = remote<Page<{ instance: number }>>((signal) => {
    const { where } = chosen.value!
    return ask(
      'contradictions.images',
      { where, offset: (page.value - 1) * PICTURES_A_PAGE, limit: PICTURES_A_PAGE },
      signal
    )
  })
  keepFresh([found], { jobs: CHANGES })
  watch(chosen, () => {
    page.value = 1
    images.clear()
  })
  watch([chosen, page], () => {
    if (chosen.value !== null) void images.load()
  })
  return { found, chosen, page, images }
})
