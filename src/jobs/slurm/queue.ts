import { execFile } from 'node:child_process'
import { userInfo } from 'node:os'
import { promisify } from 'node:util'
import { readJobName, type StepName } from './steps.ts'

/** What SLURM says. Nothing depends on its answers: what is done, files say. */

/** A controller that is busy may take its time; one that is gone must not keep anybody waiting. */
const TIMEOUT_MILLISECONDS = 60_000
const MAX_OUTPUT = 256e6

/** What SLURM has where nobody has changed it (slurm.conf(5)). */
const USUAL_ARRAY_SIZE = 1001

export interface QueuedTask {
  /** Of the array, or of the job that is none. */
  job: string
  step: StepName
  /** null: of no array. */
  task: number | null
  isRunning: boolean
}

/** Runs one of SLURM's programs. @throws what execFile throws */
export async function slurm(program: string, args: readonly string[], cwd?: string): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, {
    cwd,
    timeout: TIMEOUT_MILLISECONDS,
    killSignal: 'SIGKILL',
    maxBuffer: MAX_OUTPUT,
    // Times and numbers in one notation.
    env: { ...process.env, LC_ALL: 'C' }
  })
  return stdout
}

/** This user's jobs that were submitted from a run folder. @param run its real path @returns null where SLURM does not answer */
export async function queueOf(run: string): Promise<QueuedTask[] | null> {
  try {
    const args = ['--noheader', '--array', `--user=${userInfo().uid}`, '--format=%F|%K|%T|%j|%Z']
    return readQueue(await slurm('squeue', args), run)
  } catch {
    // Not installed, not reachable, or not in time: which does not matter to what is done.
    return null
  }
}

/** @param text lines of `squeue --format=%F|%K|%T|%j|%Z` */
export function readQueue(text: string, run: string): QueuedTask[] {
  return text.split('\n').flatMap((line) => {
    const [job, index, state, name, ...folder] = line.split('|')
    const ours = name === undefined ? undefined : readJobName(name)
    // The folder may hold the separator.
    if (ours === undefined || folder.join('|') !== run) return []
    const task = /^\d+$/.test(index) ? Number(index) + ours.offset : null
    return [{ job, step: ours.step, task, isRunning: state !== 'PENDING' }]
  })
}

/** One more than the highest number that a task of an array may have. */
export async function maxArraySize(): Promise<number> {
  try {
    const [, size] = /^MaxArraySize\s*=\s*(\d+)/m.exec(await slurm('scontrol', ['show', 'config'])) ?? []
    return Number(size) > 0 ? Number(size) : USUAL_ARRAY_SIZE
  } catch {
    return USUAL_ARRAY_SIZE
  }
}
