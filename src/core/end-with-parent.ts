import { Worker } from 'node:worker_threads'

/** Ends this process soon after its parent has gone, even while native code or an endless loop keeps its main thread. */
export function endWithParent(): void {
  // Without limits to its memory: what Node itself needs to load a file differs between versions, and beyond a limit all would end.
  new Worker(new URL('./parent-watchdog.ts', import.meta.url), { workerData: process.ppid }).unref()
}
