import { workerData } from 'node:worker_threads'

const EVERY = 1000

/** Ends the process when its parent has gone, whatever its main thread does. */
const parent = workerData as number

function hasGone(): boolean {
  // Orphans get another parent, but for Windows.
  if (process.ppid !== parent) return true
  try {
    return !process.kill(parent, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

setInterval(() => {
  if (hasGone()) process.kill(process.pid, 'SIGKILL')
}, EVERY)
