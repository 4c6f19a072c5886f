import { until } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { Arguments, JobName, ShownJob } from '../../api/contract.ts'
import { ask } from '../host.ts'

/** States that a job leaves by itself, or when somebody has it go on. */
const GOES_ON: ReadonlySet<ShownJob['state']> = new Set(['waiting', 'running', 'paused'])

/** The jobs of the open catalogue, as the host tells of them. */
export const useJobs = defineStore('jobs', () => {
  const list = ref<ShownJob[]>([])
  /** Whether the host has told of them: before that, nobody knows whether one runs. */
  const isKnown = ref(false)
  const listeners = new Set<(job: ShownJob) => void>()
  const live = computed(() => list.value.filter(({ state }) => state === 'running' || state === 'waiting'))

  async function load(): Promise<void> {
    list.value = await ask('jobs.list', {})
    isKnown.value = true
  }

  function hear(job: ShownJob): void {
    const at = list.value.findIndex(({ id }) => id === job.id)
    if (at < 0) list.value.unshift(job)
    else list.value[at] = job
    for (const listener of listeners) listener(job)
  }

  /** @throws HostError */
  async function start(given: Arguments<'jobs.start'>): Promise<ShownJob> {
    const job = await ask('jobs.start', given)
    // Its own news may have been faster than the answer.
    if (!list.value.some(({ id }) => id === job.id)) hear(job)
    return job
  }

  /** Waits until a job is over. @returns null where the list has lost it: another catalogue was opened */
  function over(id: string): Promise<ShownJob | null> {
    const found = computed(() => list.value.find((job) => job.id === id) ?? null)
    return until(found).toMatch((job) => job === null || !GOES_ON.has(job.state))
  }

  async function stop(id: string, to: 'paused' | 'cancelled'): Promise<void> {
    await ask('jobs.stop', { id, to })
  }

  /** Ends for good what was cancelled and did not stop. @throws HostError */
  async function end(id: string): Promise<void> {
    await ask('jobs.end', { id })
  }

  async function resume(id: string): Promise<void> {
    await ask('jobs.resume', { id })
  }

  async function forget(id: string): Promise<void> {
    await ask('jobs.forget', { id })
    list.value = list.value.filter((job) => job.id !== id)
  }

  /** The last job of a kind. */
  function last(name: JobName): ShownJob | undefined {
    return list.value.find(({ job }) => job === name)
  }

  /** The last job of these kinds as long as there is something to see of it, or to do about it. */
  function unfinished(...names: JobName[]): ShownJob | undefined {
    const found = list.value.find(({ job }) => names.includes(job))
    return found?.state === 'done' || found?.state === 'cancelled' ? undefined : found
  }

  /** Hears of every change of a job, for stores whose data it changes. */
  function onChange(listener: (job: ShownJob) => void): void {
    listeners.add(listener)
  }

  return { list, isKnown, live, load, hear, start, over, stop, end, resume, forget, last, unfinished, onChange }
})
