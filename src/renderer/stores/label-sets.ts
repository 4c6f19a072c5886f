import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { ChangedLabelSets, LabelComparison, LabelSetRow } from '../../api/contract.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { useApp } from './app.ts'
import { keepFresh } from './refresh.ts'
import { useRuns } from './runs.ts'

/** Labels from elsewhere, and the clusters beside those that are looked at. */
export const useLabelSets = defineStore('label-sets', () => {
  const app = useApp()
  const runs = useRuns()
  const list = remote<LabelSetRow[]>((signal) => ask('labelSets.list', {}, signal))
  const chosen = ref<number | null>(null)
  /** Those that somebody chose as long as they are there, else the newest. */
  const current = computed({
    get: () => list.data.value?.find(({ id }) => id === chosen.value) ?? list.data.value?.at(-1) ?? null,
    set: (set) => (chosen.value = set?.id ?? null)
  })
  const comparison = remote<LabelComparison>((signal) =>
    ask('labelSets.compare', { clustering: runs.selected!, id: current.value!.id }, signal)
  )
  keepFresh([list], { jobs: ['import-labels', 'scan', 'remove-source'], made: ['labels'] })
  keepFresh([comparison], {
    jobs: ['assign', 'cluster', 'scan', 'remove-source'],
    made: ['names', 'edits', 'labels']
  })
  /** What this window removed, the last one last. */
  const removed = ref<LabelSetRow[]>([])
  const told = ref('')

  watch(
    () => app.catalogue,
    () => {
      chosen.value = null
      removed.value = []
      told.value = ''
    }
  )
  watch([() => runs.selected, () => current.value?.id], compare)

  function compare(): void {
    comparison.clear()
    if (runs.selected !== null && current.value !== null) void comparison.load()
  }

  async function load(): Promise<void> {
    await list.load()
    if (comparison.data.value === null) compare()
  }

  /** @throws HostError */
  async function remove(set: LabelSetRow): Promise<void> {
    take(await ask('labelSets.remove', { id: set.id }))
    removed.value = [...removed.value, set]
    told.value = `“${set.name}” removed.`
  }

  /** Restores what this window removed last. @throws HostError */
  async function undo(): Promise<void> {
    const last = removed.value.at(-1)
    if (last === undefined) return
    // Also where it fails: somebody else has restored them, or other labels have got the name.
    removed.value = removed.value.slice(0, -1)
    take(await ask('labelSets.restore', { id: last.id }))
    told.value = `Undone: “${last.name}” is back.`
  }

  function take({ sets }: ChangedLabelSets): void {
    list.data.value = sets
  }

  return { list, current, comparison, removed, told, load, remove, undo }
})
