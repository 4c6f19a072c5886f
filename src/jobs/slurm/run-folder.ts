import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { MedoidError } from '../../core/errors.ts'
import { type Plan, readPlan } from '../../core/shards/plan.ts'
import { isLeftover } from '../../core/shards/publish.ts'
import { runPaths, shardState } from '../../core/shards/shard-file.ts'
import type { Message } from '../../messages/message.ts'
import { PROGRAM_VERSION } from '../program.ts'
import { TRAINED } from './batch-script.ts'
import { USUAL_TASKS } from './script-options.ts'
import type { StepName } from './steps.ts'

/** What is done of the work on an archive, from the files of its run folder alone. */

export interface RunFolder {
  /** Its real path, as SLURM tells it. */
  path: string
  plan: Plan
}

/** @throws MedoidError `plan-missing`, `plan-damaged`, `plan-newer`, `run-folder-unfit` */
export function openRunFolder(folder: string): RunFolder {
  const plan = readPlan(runPaths(folder).plan)
  const path = realpathSync(folder)
  // In the path of a log, SLURM takes them for patterns and escapes (sbatch(1), "filename pattern").
  if (/[%\\\n]/.test(path)) throw new MedoidError('run-folder-unfit', { path })
  return { path, plan }
}

export interface StepFiles {
  step: StepName
  /** Whether each task is done; one, where it is no array. */
  isDone: boolean[]
  /** What stands in the place of a result, and is none. */
  unfit: { task: number; why: Message }[]
}

function scanFiles({ path, plan }: RunFolder): StepFiles {
  const { shards } = runPaths(path)
  const states = plan.ranges.map((_, shard) => shardState(shards, plan, shard, PROGRAM_VERSION))
  return {
    step: 'scan',
    isDone: states.map(({ state }) => state === 'done'),
    unfit: states.flatMap((each, task) => (each.state === 'unfit' ? [{ task, why: each.why }] : []))
  }
}

/** A step that gives one file. */
function oneFile(step: StepName, file: string): StepFiles {
  return { step, isDone: [existsSync(file)], unfit: [] }
}

/** Whether a file is of these settings, the task that would make it finds out. */
function numberedFiles(step: StepName, folder: string, tasks: number): StepFiles {
  const names = existsSync(folder) ? readdirSync(folder) : []
  const there = new Set(names.map((name) => Number(/^(\d{5,6})\.[a-z]+$/.exec(name)?.[1] ?? NaN)))
  return { step, isDone: Array.from({ length: tasks }, (_, task) => there.has(task)), unfit: [] }
}

/** @param tasks of steps whose parts no plan counts */
export function filesOf(step: StepName, run: RunFolder, tasks = USUAL_TASKS): StepFiles {
  switch (step) {
    case 'scan':
      return scanFiles(run)
    case 'merge':
      return oneFile(step, join(run.path, 'archive.sqlite'))
    case 'train':
      return oneFile(step, join(run.path, TRAINED))
    case 'embed':
      return numberedFiles(step, join(run.path, 'embedded'), tasks)
    case 'evaluate':
      return numberedFiles(step, join(run.path, 'evaluated'), tasks)
  }
}

/** Folders of results of tasks, relative to the run folder. */
const FOLDERS = ['', 'shards', 'embedded', 'evaluated']

/** Copies of attempts that were killed while they published a result, or that are about to; relative to the run folder. */
export function leftovers({ path }: RunFolder): string[] {
  const there = FOLDERS.filter((folder) => existsSync(join(path, folder)))
  return there.flatMap((folder) =>
    readdirSync(join(path, folder))
      .filter(isLeftover)
      .map((name) => join(folder, name))
  )
}
