import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import { ask } from '../host.ts'
import { paged } from '../paged.ts'
import { useEdits } from './edits.ts'
import { keepFresh } from './refresh.ts'
import { useRuns } from './runs.ts'

/** The images that people rejected from the clustering that the window is about. */
export const useRejected = defineStore('rejected', () => {
  const runs = useRuns()
  const edits = useEdits()
  const list = paged((page, signal) =>
    ask('clusterings.rejected', { clustering: runs.clustering!, ...page }, signal)
  )
  /** Place of the image that keys are about. */
  const current = ref(0)
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
      if (before !== undefined && now !== before && list.total.value !== null) void list.load()
    }
  )
  watch(list.total, (now) => {
    if (now !== null) current.value = Math.max(0, Math.min(current.value, now - 1))
  })

  return { list, current, total: list.total, at: list.at, need: list.need }
})
