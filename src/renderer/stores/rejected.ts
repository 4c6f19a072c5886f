import { defineStore } from 'pinia'
import { ref, shallowRef, watch } from 'vue'
import type { Chosen } from '../composables/multi-select.ts'
import { ask } from '../host.ts'
import { paged } from '../paged.ts'
import { useEdits } from './edits.ts'
import { keepFresh } from './refresh.ts'
import { rejectedRows } from './rejected-rows.ts'
import { useRuns } from './runs.ts'

/** The images that people rejected from the clustering that the window is about. */
export const useRejected = defineStore('rejected', () => {
  const runs = useRuns()
  const edits = useEdits()
  const list = paged((page, signal) => ask('clusterings.rejected', { clustering: runs.clustering!, ...page }, signal))
  const { total, at, need } = list
  /** Place of the image that keys are about. */
  const current = ref(0)
  const chosen = shallowRef<Chosen>(new Set())
  keepFresh([list], { jobs: ['assign', 'scan', 'remove-source'], made: ['edits'] })

  watch(
    () => runs.clustering,
    () => {
      list.clear()
      current.value = 0
    }
  )
  watch(
    () => edits.history.data?.last,
    (now, before) => {
      if (before !== undefined && now !== before && total.value !== null) void list.load()
    }
  )
  watch(total, (now) => {
    chosen.value = new Set()
    if (now !== null) current.value = Math.max(0, Math.min(current.value, now - 1))
  })

  /** The numbers of the images at some places, the last one included. @throws HostError */
  async function numbersOf(first: number, last: number): Promise<number[]> {
    return (await rejectedRows(runs.clustering!, first, last)).map(({ instance }) => instance)
  }

  return { list, total, at, need, current, chosen, numbersOf }
})
