import { writeSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { BudgetWatch, type SharedBudget, tellGivenUp } from './processes/work-budget.ts'

const EVERY = 1000
const STDERR = 2

/** Ends the process when its parent has gone or its work has used too much, whatever its main thread does. */
const { parent, budget } = workerData as { parent: number; budget: SharedBudget | undefined }
const watch = budget === undefined ? null : new BudgetWatch(budget)

function hasGone(): boolean {
  // Orphans get another parent, but for Windows.
  if (process.ppid !== parent) return true
  try {
    return !process.kill(parent, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

function endNow(): void {
  process.kill(process.pid, 'SIGKILL')
}

function milliseconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000
}

setInterval(() => {
  if (hasGone()) endNow()
  const givenUp = watch?.look(milliseconds(process.cpuUsage()), milliseconds(process.threadCpuUsage()))
  if (!givenUp) return
  try {
    writeSync(STDERR, tellGivenUp(givenUp))
  } finally {
    endNow()
  }
}, EVERY)
parentPort!.postMessage('watching')
