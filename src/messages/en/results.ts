import { count, counted } from '../format.ts'
import type { Difference } from './vectors.ts'

/** Results of the tasks of a job array, each a file in one folder. */
export const RESULTS = {
  'results-missing': ({ folder, missing, shards }: MissingResults) =>
    missing === null || shards === null
      ? { problem: `There are no results of shards in ${folder}.`, remedy: 'Name the folder that the tasks wrote to.' }
      : {
          problem: `${folder}: ${counted(missing.length, 'results')} of ${count(shards)} ${missing.length === 1 ? 'is' : 'are'} missing.`,
          remedy: `Run these tasks again: --array=${arrayOf(missing)}`
        },

  'result-unfit': (given: UnfitResult) =>
    given.why === 'damaged'
      ? {
          problem: `${given.path} is not a whole result: ${given.problem}.`,
          remedy: 'Delete it, and run its task again.'
        }
      : {
          problem: `${given.path} was made with other settings: ${given.settings.map(({ name, was, is }) => `${name} ${was ?? 'none'} (here ${is ?? 'none'})`).join(', ')}.`,
          remedy: 'Give those settings, write to another folder, or delete the file and run its task again.'
        },

  'several-devices': ({ devices }: { devices: string[] }) => ({
    problem: `The shards were computed on ${counted(devices.length, 'devices')} (${devices.join('; ')}): the last digits of their vectors may differ from those of one device.`
  })
}

interface MissingResults {
  folder: string
  /** Numbers of the tasks, ascending; null where there is no result at all. */
  missing: number[] | null
  /** How many there are to be. */
  shards: number | null
}

type UnfitResult =
  | { why: 'damaged'; path: string; problem: string }
  /** What the result was made with, and what is asked for. */
  | { why: 'settings'; path: string; settings: Difference[] }

/** Tasks of an array as sbatch takes them: `0-3,7`. @param tasks ascending */
function arrayOf(tasks: readonly number[]): string {
  const ranges: [from: number, to: number][] = []
  for (const task of tasks) {
    const last = ranges.at(-1)
    if (last?.[1] === task - 1) last[1] = task
    else ranges.push([task, task])
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(',')
}
