import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Job } from './contract.ts'
import type { StatusParameters } from './definitions/slurm.ts'
import { readOptions } from './slurm/kept-options.ts'
import { type QueuedTask, queueOf } from './slurm/queue.ts'
import { filesOf, leftovers, openRunFolder, type RunFolder, type StepFiles } from './slurm/run-folder.ts'
import { type StepName, STEPS } from './slurm/steps.ts'
import { scriptOf } from './slurm/submissions.ts'

interface StepStatus {
  step: StepName
  tasks: number
  done: number
  /** Of those that are not done. */
  running: number
  waiting: number
  /** Numbers of tasks that are neither done nor in the queue. */
  missing: number[]
  /** What stands in the place of a result, and is none. */
  unfit: StepFiles['unfit']
}

export interface StatusReport {
  folder: string
  isComplete: boolean
  steps: StepStatus[]
  /** Whether SLURM said what is running and waiting. */
  isQueueKnown: boolean
  /** Copies of attempts, relative to the folder: of those that were killed, or of one that is about to give its result its name. */
  leftovers: string[]
}

/** What is done, from files; what is running and waiting, from SLURM, if it answers. */
export const statusJob: Job<StatusParameters, StatusReport> = {
  run: async ({ folder }) => {
    const run = openRunFolder(folder)
    const queue = await queueOf(run.path)
    const { tasks } = readOptions(run)
    const steps = STEPS.filter(({ name }) => isAsked(run, name)).map(({ name }) =>
      statusOf(filesOf(name, run, tasks), queue ?? [])
    )
    return {
      folder: run.path,
      isComplete: steps.every(({ tasks, done }) => done === tasks),
      steps,
      isQueueKnown: queue !== null,
      leftovers: leftovers(run)
    }
  }
}

/** Every archive is scanned and merged; what else is wanted of it, its scripts say. */
function isAsked(run: RunFolder, step: StepName): boolean {
  return step === 'scan' || step === 'merge' || existsSync(join(run.path, scriptOf(step)))
}

function statusOf({ step, isDone, unfit }: StepFiles, queue: readonly QueuedTask[]): StepStatus {
  const own = queue.filter((each) => each.step === step)
  const notDone = [...isDone.keys()].filter((task) => !isDone[task])
  const of = (isRunning: boolean): Set<number> =>
    new Set(own.filter((each) => each.isRunning === isRunning).map(({ task }) => task ?? 0))
  const [running, waiting] = [of(true), of(false)]
  const bad = new Set(unfit.map(({ task }) => task))
  return {
    step,
    tasks: isDone.length,
    done: isDone.length - notDone.length,
    running: notDone.filter((task) => running.has(task)).length,
    waiting: notDone.filter((task) => waiting.has(task) && !running.has(task)).length,
    missing: notDone.filter((task) => !running.has(task) && !waiting.has(task) && !bad.has(task)),
    unfit
  }
}
