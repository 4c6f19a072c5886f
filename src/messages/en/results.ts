import { count, counted } from '../format.ts'
import type { Difference } from './vectors.ts'

/** Results of the tasks of a job array, each a file in one folder. */
export const RESULTS = {
  'results-missing': (given: MissingResults) =>
    given.why === 'all'
      ? {
          problem: `There are no results of shards in ${given.folder}.`,
          remedy: 'Name the folder that the tasks wrote to.'
        }
      : {
          problem: `${given.folder}: ${counted(given.missing, 'results')} of ${count(given.shards)} ${given.missing === 1 ? 'is' : 'are'} missing.`,
          remedy: `Run these tasks of the array again: ${given.tasks}`
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

type MissingResults =
  | { why: 'all'; folder: string }
  /** Some of so many; their tasks as sbatch takes them: `0-3,7`. */
  | { why: 'some'; folder: string; missing: number; shards: number; tasks: string }

type UnfitResult =
  | { why: 'damaged'; path: string; problem: string }
  /** What the result was made with, and what is asked for. */
  | { why: 'settings'; path: string; settings: Difference[] }
