import { Worker } from 'node:worker_threads'

/** Ends this process soon after its parent has gone, even while native code or an endless loop keeps its main thread. */
export function endWithParent(): void {
  new Worker(new URL('./parent-watchdog.ts', import.meta.url), {
    workerData: process.ppid,
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1 }
  }).unref()
}
