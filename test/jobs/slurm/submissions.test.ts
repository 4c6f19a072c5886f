import { describe, expect, test } from 'vitest'
import type { QueuedTask } from '../../../src/jobs/slurm/queue.ts'
import { MERGE, SCAN } from '../../../src/jobs/slurm/steps.ts'
import { sbatchArguments, shellCommands, submissions, type Wanted } from '../../../src/jobs/slurm/submissions.ts'

const CLUSTER = { most: 1001 }

/** A scan of which some of 8 tasks are done, and its merge. */
function wanted(done: number[], { unfit = [] as number[], merged = false } = {}): Wanted[] {
  const isDone = Array.from({ length: 8 }, (_, task) => done.includes(task))
  const why = { code: 'plan-missing', parameters: { path: 'x' } } as const
  return [
    { step: SCAN, files: { step: 'scan', isDone, unfit: unfit.map((task) => ({ task, why })) } },
    { step: MERGE, files: { step: 'merge', isDone: [merged], unfit: [] } }
  ]
}
const queued = (task: number | null, job = '7'): QueuedTask => ({
  job,
  step: task === null ? 'merge' : 'scan',
  task,
  isRunning: false
})
const typed = (...given: Parameters<typeof submissions>): string[] =>
  submissions(...given).map((each) => sbatchArguments(each, ['101', '102', '103']).join(' '))

describe('submits', () => {
  test('all tasks at first, and a merge when they have ended, well or not', () => {
    expect(typed(wanted([]), [], CLUSTER)).toEqual([
      '--parsable --array=0-7 slurm/scan.sbatch',
      '--parsable --dependency=afterany:101 slurm/merge.sbatch'
    ])
  })

  test('only what is missing', () => {
    expect(typed(wanted([0, 1, 2, 5]), [], CLUSTER)[0]).toBe('--parsable --array=3-4,6-7 slurm/scan.sbatch')
  })

  test('nothing that waits or runs, and the merge after these', () => {
    expect(typed(wanted([0, 1, 2, 3]), [queued(4), queued(5), queued(6, '9')], CLUSTER)).toEqual([
      '--parsable --array=7 slurm/scan.sbatch',
      '--parsable --dependency=afterany:7:9:101 slurm/merge.sbatch'
    ])
  })

  test('the merge alone, after what runs, where no task is missing', () => {
    const rest = [4, 5, 6, 7].map((task) => queued(task))
    expect(typed(wanted([0, 1, 2, 3]), rest, CLUSTER)).toEqual([
      '--parsable --dependency=afterany:7 slurm/merge.sbatch'
    ])
  })

  test('the merge at once where all shards are there, and nothing where it is done or waits', () => {
    const all = [0, 1, 2, 3, 4, 5, 6, 7]
    expect(typed(wanted(all), [], CLUSTER)).toEqual(['--parsable slurm/merge.sbatch'])
    expect(typed(wanted(all), [queued(null)], CLUSTER)).toEqual([])
    expect(typed(wanted(all, { merged: true }), [], CLUSTER)).toEqual([])
  })

  test('another merge where the one in the queue does not wait for what is submitted only now', () => {
    expect(typed(wanted([0, 1, 2, 3, 4, 5, 6]), [queued(null, '8')], CLUSTER)).toEqual([
      '--parsable --array=7 slurm/scan.sbatch',
      '--parsable --dependency=afterany:101 slurm/merge.sbatch'
    ])
  })

  test('no task whose place something else has taken: it would only fail', () => {
    expect(typed(wanted([0, 1, 2, 3], { unfit: [4, 5] }), [], CLUSTER)[0]).toBe(
      '--parsable --array=6-7 slurm/scan.sbatch'
    )
  })

  test('several arrays where the cluster allows no numbers so high, which share the tasks at once', () => {
    expect(typed(wanted([]), [], { most: 3, simultaneous: 7 })).toEqual([
      '--parsable --array=0-2%2 slurm/scan.sbatch',
      '--parsable --array=0-2%2 --job-name=medoid-scan+3 slurm/scan.sbatch 3',
      '--parsable --array=0-1%2 --job-name=medoid-scan+6 slurm/scan.sbatch 6',
      '--parsable --dependency=afterany:101:102:103 slurm/merge.sbatch'
    ])
  })
})

test('a shell does the same: in the folder, each job after those before it', () => {
  expect(shellCommands(`/data/Dr. X's run`, submissions(wanted([]), [], { most: 4 }))).toEqual([
    `cd '/data/Dr. X'\\''s run'`,
    'job1=$(sbatch --parsable --array=0-3 slurm/scan.sbatch)',
    'job2=$(sbatch --parsable --array=0-3 --job-name=medoid-scan+4 slurm/scan.sbatch 4)',
    'job3=$(sbatch --parsable "--dependency=afterany:${job1%%;*}:${job2%%;*}" slurm/merge.sbatch)'
  ])
})
