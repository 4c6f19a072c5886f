import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { WorkBudget } from './processes/work-budget.ts'

/**
 * Ends this process soon after its parent has gone, even while native code or an endless loop keeps its main thread.
 * @param budget of its work: where that is exceeded, the parent is told and the process ends, too
 * @returns when the watch has begun; until then the main thread must not hang, since the other one needs it to start
 */
export async function endWithParent(budget?: WorkBudget): Promise<void> {
  // Without limits to its memory: what Node itself needs to load a file differs between versions, and beyond a limit all would end.
  const watchdog = new Worker(new URL('./parent-watchdog.ts', import.meta.url), {
    workerData: { parent: process.ppid, budget: budget?.shared }
  })
  watchdog.unref()
  await once(watchdog, 'message')
  watchdog.unref()
}
