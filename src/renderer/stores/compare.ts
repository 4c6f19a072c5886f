import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { ComparedClusterings } from '../../api/contract.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { keepFresh } from './refresh.ts'
import { useRuns } from './runs.ts'

/** The clustering that the window is about beside another one. */
export const useCompare = defineStore('compare', () => {
  const runs = useRuns()
  const chosen = ref<string | null>(null)
  const all = computed(() => runs.list.data?.flatMap(({ sweep }) => sweep.map(({ clustering }) => clustering)) ?? [])
  /** The one that somebody chose as long as it is there, else what most people want to see beside the first. */
  const second = computed({
    get: () => (all.value.includes(chosen.value!) ? chosen.value : usual()),
    set: (clustering) => (chosen.value = clustering)
  })
  const result = remote<ComparedClusterings>((signal) =>
    ask('clusterings.compare', { first: runs.selected!, second: second.value! }, signal)
  )
  keepFresh([result], { jobs: ['assign', 'cluster', 'evaluate', 'scan', 'remove-source'], made: ['names', 'edits'] })
  watch([() => runs.selected, second], () => {
    result.clear()
    load()
  })

  /** The best K of the newest other run, else another K of the same one. */
  function usual(): string | null {
    const other = runs.list.data?.find(({ run }) => run !== runs.run?.run)
    if (other !== undefined) return `${other.run}.${other.best.k}`
    return all.value.find((clustering) => clustering !== runs.selected) ?? null
  }

  function load(): void {
    if (runs.selected !== null && second.value !== null) void result.load()
  }

  function swap(): void {
    const [first, other] = [runs.selected, second.value]
    runs.selected = other
    chosen.value = first
  }

  return { second, all, result, load, swap }
})
