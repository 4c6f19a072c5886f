import { defineStore } from 'pinia'
import { ref, shallowRef, watch } from 'vue'
import type { ChangedRun, RemovedRun } from '../../api/contract.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { useApp } from './app.ts'
import { keepFresh } from './refresh.ts'
import { useRuns } from './runs.ts'

/** What this window did, which it can undo. */
type Step = { did: 'removed'; run: number } | { did: 'named'; run: number; before: string }

/** What people call runs, and those that they removed. */
export const useRunNames = defineStore('run-names', () => {
  const app = useApp()
  const runs = useRuns()
  const removed = remote<RemovedRun[]>((signal) => ask('runs.removed', {}, signal))
  keepFresh([removed], { jobs: [], made: ['runs'] })
  const steps = shallowRef<readonly Step[]>([])
  /** What was done last, in words. */
  const told = ref('')
  watch(
    () => app.catalogue,
    () => {
      steps.value = []
      told.value = ''
    }
  )

  async function changed(change: Promise<ChangedRun>): Promise<ChangedRun> {
    const done = await change
    await Promise.all([runs.list.load(), removed.load()])
    return done
  }

  /** @throws HostError */
  async function rename(run: number, name: string): Promise<void> {
    const before = runs.list.data?.find((each) => each.run === run)?.name ?? ''
    if (name.trim() === before) return
    const now = await changed(ask('runs.rename', { run, name }))
    steps.value = [...steps.value, { did: 'named', run, before }]
    told.value = now.name === '' ? `Run ${run} has no name any more.` : `Run ${run} is now “${now.name}”.`
  }

  /** @throws HostError */
  async function remove(run: number): Promise<void> {
    const { within } = await changed(ask('runs.remove', { run }))
    steps.value = [...steps.value, { did: 'removed', run }]
    const others = within.length === 0 ? '' : ` Made inside its clusters, and still there: run ${within.join(', ')}.`
    told.value = `Run ${run} removed, with its maps, trees, evaluations and names.${others}`
  }

  /** @throws HostError */
  async function restore(run: number): Promise<void> {
    await changed(ask('runs.restore', { run }))
    steps.value = steps.value.filter((step) => step.did !== 'removed' || step.run !== run)
    told.value = `Run ${run} is back.`
  }

  /** Undoes what this window did last. @throws HostError */
  async function undo(): Promise<void> {
    const last = steps.value.at(-1)
    if (last === undefined) return
    // Also where it fails: somebody else has done it.
    steps.value = steps.value.slice(0, -1)
    if (last.did === 'removed') await restore(last.run)
    else await changed(ask('runs.rename', { run: last.run, name: last.before }))
    told.value = `Undone: run ${last.run} ${last.did === 'removed' ? 'is back' : last.before === '' ? 'has no name again' : `is “${last.before}” again`}.`
  }

  return { removed, steps, told, rename, remove, restore, undo }
})
