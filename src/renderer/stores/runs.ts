import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { RunRow, SilhouettePlot } from '../../api/contract.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { keepFresh } from './refresh.ts'

/** The sweeps of the catalogue, and the clustering `R.K` that the window is about. */
export const useRuns = defineStore('runs', () => {
  const list = remote<RunRow[]>(() => ask('runs.list', {}))
  const selected = ref<string | null>(null)
  /** A cluster that was opened elsewhere, or some images that begin in it: what the Clusters view begins with. */
  const picked = ref<{ cluster: number; instances: number[] | null } | null>(null)
  const silhouettes = remote<SilhouettePlot>(() => ask('clusterings.silhouettes', { clustering: selected.value! }))
  keepFresh([list], ['cluster', 'assign', 'demo'])

  const run = computed(
    () => list.data.value?.find(({ sweep }) => sweep.some(({ clustering }) => clustering === selected.value)) ?? null
  )
  const row = computed(() => run.value?.sweep.find(({ clustering }) => clustering === selected.value) ?? null)

  // The last run's best K is what most people want to see; what no longer is there cannot stay selected.
  watch(list.data, (runs) => {
    if (run.value !== null) return
    const last = runs?.[0]
    selected.value = last === undefined ? null : `${last.run}.${last.best.k}`
  })
  watch(selected, (now) => {
    silhouettes.clear()
    if (now !== null) void silhouettes.load()
  })

  return { list, selected, picked, run, row, silhouettes }
})
