import { useThrottleFn } from '@vueuse/core'
import { watch } from 'vue'
import type { JobName, MadeByPeople } from '../../api/contract.ts'
import type { Remote } from '../remote.ts'
import { useApp } from './app.ts'
import { useJobs } from './jobs.ts'

/** How often a view follows a running job. */
const WHILE_RUNNING_MILLISECONDS = 2000

/** What changes what was asked for. */
interface Changes {
  jobs: readonly JobName[]
  /** Whether it changes while such a job runs, too. */
  whileRunning?: boolean
  /** What people make that it shows: of this window's own the stores hear otherwise. */
  made?: readonly MadeByPeople[]
}

/**
 * Keeps what was asked for true: asks again when another catalogue is opened, when the host is heard again, when one of these jobs
 * ends, now and then while it runs, and when another process made some of this. Only what a view has asked for once is kept so.
 */
export function keepFresh(
  remotes: readonly Remote<unknown>[],
  { jobs, whileRunning = false, made = [] }: Changes
): void {
  const app = useApp()
  const again = (some = remotes): void => {
    for (const each of some) if (each.data.value !== null || each.error.value !== null) void each.load()
  }
  // What is slower than that is not cancelled over and over.
  const sometimes = useThrottleFn(() => again(remotes.filter(({ busy }) => !busy.value)), WHILE_RUNNING_MILLISECONDS)
  watch(
    () => app.catalogue,
    () => {
      const asked = remotes.filter((each) => each.data.value !== null || each.error.value !== null || each.busy.value)
      for (const each of remotes) each.clear()
      if (app.catalogue !== null) for (const each of asked) void each.load()
    }
  )
  watch(
    () => app.comebacks,
    () => again()
  )
  app.onMadeElsewhere((what) => {
    if (what.some((each) => made.includes(each))) again()
  })
  useJobs().onChange(({ job, state, catalogue }) => {
    if (catalogue !== app.catalogue || !jobs.includes(job)) return
    if (state === 'running') {
      if (whileRunning) void sometimes()
    } else if (state !== 'waiting') again()
  })
}
