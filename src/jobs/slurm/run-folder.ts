import { existsSync, realpathSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { MedoidError } from '../../core/errors.ts'
import { type Plan, readPlan } from '../../core/shards/plan.ts'
import { isLeftover } from '../../core/shards/publish.ts'
import { runPaths, shardState } from '../../core/shards/shard-file.ts'
import type { Message } from '../../messages/message.ts'
import { PROGRAM_VERSION } from '../program.ts'
import type { StepName } from './steps.ts'

/** What is done of the work on an archive, from the files of its run folder alone. */

export interface RunFolder {
  /** Its real path, as SLURM tells it. */
  path: string
  plan: Plan
  archive: string
}

/** @throws MedoidError `plan-missing`, `plan-damaged`, `plan-newer`, `run-folder-unfit` */
export function openRunFolder(folder: string): RunFolder {
  const plan = readPlan(runPaths(folder).plan)
  const path = realpathSync(folder)
  // In the path of a log, SLURM takes them for patterns and escapes (sbatch(1), "filename pattern").
  if (/[%\\\n]/.test(path)) throw new MedoidError('run-folder-unfit', { path })
  return { path, plan, archive: join(path, 'archive.sqlite') }
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

function mergeFiles({ archive }: RunFolder): StepFiles {
  return { step: 'merge', isDone: [existsSync(archive)], unfit: [] }
}

/** Copies of attempts that were killed while they published a result, or that are about to. */
export async function leftovers({ path }: RunFolder): Promise<string[]> {
  const { shards } = runPaths(path)
  const names = existsSync(shards) ? await readdir(shards) : []
  return names.filter(isLeftover).map((name) => join('shards', name))
}

const FILES: Readonly<Record<StepName, (run: RunFolder) => StepFiles>> = { scan: scanFiles, merge: mergeFiles }

export function filesOf(step: StepName, run: RunFolder): StepFiles {
  return FILES[step](run)
}
