import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import type { Chosen } from '../composables/multi-select.ts'
import { useApp } from './app.ts'
import { useClusters } from './clusters.ts'
import { useRuns } from './runs.ts'
import { useSelection } from './selection.ts'

/** The images and the clusters that somebody chose one by one, for a change. */
export const useChosen = defineStore('chosen', () => {
  const app = useApp()
  const runs = useRuns()
  const clusters = useClusters()
  const selection = useSelection()
  const images = shallowRef<Chosen>(new Set())
  const ofClusters = shallowRef<Chosen>(new Set())

  function clear(): void {
    if (images.value.size > 0) images.value = new Set()
    if (ofClusters.value.size > 0) ofClusters.value = new Set()
  }

  watch([() => app.catalogue, () => runs.selected], clear)
  // Nothing is changed that is not shown.
  watch([() => selection.scope, () => selection.choices], () => (images.value = new Set()))
  watch(
    () => clusters.byId,
    (now) => {
      if ([...ofClusters.value].every((id) => now.has(id))) return
      ofClusters.value = new Set([...ofClusters.value].filter((id) => now.has(id)))
    }
  )

  return { images, clusters: ofClusters, clear }
})
