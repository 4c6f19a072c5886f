import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { useRoute } from 'vue-router'
import type { RunRow, SilhouettePlot } from '../../api/contract.ts'
import { BY_METHOD } from '../../api/for-windows.ts'
import { ask } from '../host.ts'
import type { PlaceName } from '../places.ts'
import { remote } from '../remote.ts'
import { clustersNow } from '../words.ts'
import { useApp } from './app.ts'
import { useJobs } from './jobs.ts'
import { keepFresh } from './refresh.ts'

/** Views where another clustering would come between a person and what they name, look at or write. */
const AT_WORK: ReadonlySet<unknown> = new Set<PlaceName>(['clusters', 'compare', 'image', 'evaluation', 'export'])

/** The sweeps of the catalogue, and the clustering `R.K` that the window is about. */
export const useRuns = defineStore('runs', () => {
  const list = remote<RunRow[]>((signal) => ask('runs.list', {}, signal))
  /** `R.K` is it as people left its clusters, `R.K@method` as the method made them. */
  const selected = ref<string | null>(null)
  /** Without how its clusters are shown. */
  const clustering = computed(() => (selected.value === null ? null : clusteringOf(selected.value)))
  const isAsMade = computed(() => selected.value !== clustering.value)
  /** A cluster that was opened elsewhere, or some images that begin in it: what the Clusters view begins with. */
  const picked = ref<{ cluster: number; instances: number[] | null } | null>(null)
  /** The best of a run that ended here and that nobody has seen yet. */
  const ended = ref<string | null>(null)
  const app = useApp()
  const route = useRoute()
  const silhouettes = remote<SilhouettePlot>((signal) =>
    ask('clusterings.silhouettes', { clustering: selected.value! }, signal)
  )
  keepFresh([list], { jobs: ['cluster', 'cut', 'assign', 'sample'], made: ['runs', 'edits'] })

  const run = computed(
    () => list.data.value?.find(({ sweep }) => sweep.some((each) => each.clustering === clustering.value)) ?? null
  )
  const row = computed(() => run.value?.sweep.find((each) => each.clustering === clustering.value) ?? null)

  /** What people made of the clusters that are shown; null where these are as the method made them. */
  const edited = computed(() => (isAsMade.value ? null : (row.value?.edited ?? null)))
  /** How many clusters are shown. */
  const clusterCount = computed(() => (row.value === null ? 0 : clustersNow({ k: row.value.k, edited: edited.value })))

  // What has just been clustered is what people want to see next, when they are not at work on another one.
  useJobs().onChange(({ job, state, outcome, catalogue }) => {
    if ((job !== 'cluster' && job !== 'cut') || state !== 'done' || catalogue !== app.catalogue) return
    if (outcome?.clustering !== undefined) ended.value = outcome.clustering
  })
  watch([ended, () => route.name], () => {
    if (ended.value !== null && !AT_WORK.has(route.name)) selected.value = ended.value
  })
  // The last run's best K is what most people want to see; what no longer is there cannot stay selected.
  watch(list.data, (runs) => {
    if (run.value !== null) return
    const last = runs?.[0]
    selected.value = last === undefined ? null : `${last.run}.${last.best.k}`
  })
  watch(selected, (now) => {
    ended.value = null
    silhouettes.clear()
    if (now !== null) void silhouettes.load()
  })

  return { list, selected, clustering, isAsMade, picked, run, row, edited, clusterCount, silhouettes }
})

/** `R.K`, however its clusters are shown. */
export function clusteringOf(name: string): string {
  return name.replace(BY_METHOD, '')
}
