import { quoted } from '../../messages/command-line.ts'
import { arrayList, chunks } from './array.ts'
import type { QueuedTask } from './queue.ts'
import type { StepFiles } from './run-folder.ts'
import { jobName, type SlurmStep, type StepName } from './steps.ts'

/** A job that is to be submitted. */
export interface Submission {
  step: StepName
  /** How many tasks it has. */
  tasks: number
  /** Options of sbatch, besides those of the script and what it waits for. */
  options: string[]
  /** Relative to the run folder. */
  script: string
  /** Of the script. */
  arguments: string[]
  /** Which of the submissions before it have to end first, whether they go well or not: it looks for itself what is there. */
  after: number[]
  /** Jobs that were submitted earlier, of which the same is true. */
  afterJobs: string[]
}

export interface Wanted {
  step: SlurmStep
  files: StepFiles
}

/**
 * What has to be submitted for some steps, each after those before it: what is neither done nor in the queue.
 * @param most what an array may have (`maxArraySize`) @param simultaneous tasks of a step at once
 */
export function submissions(
  wanted: readonly Wanted[],
  queue: readonly QueuedTask[],
  { most, simultaneous }: { most: number; simultaneous?: number }
): Submission[] {
  const all: Submission[] = []
  let before: Pick<Submission, 'after' | 'afterJobs'> = { after: [], afterJobs: [] }
  for (const { step, files } of wanted) {
    const own = queue.filter((each) => each.step === step.name)
    const first = all.length
    all.push(...(step.isArray ? arraysOf(step, files, own) : single(step, files, own)))
    const after = all.slice(first).map((_, i) => first + i)
    const afterJobs = [...new Set(own.map(({ job }) => job))]
    // Where there is nothing to wait for in this step, the next one waits for what this one would have waited for.
    if (after.length + afterJobs.length > 0) before = { after, afterJobs }
  }
  return all

  function arraysOf(step: SlurmStep, { isDone, unfit }: StepFiles, own: readonly QueuedTask[]): Submission[] {
    const elsewhere = new Set([...own.map(({ task }) => task), ...unfit.map(({ task }) => task)])
    const missing = [...isDone.keys()].filter((task) => !isDone[task] && !elsewhere.has(task))
    const arrays = chunks(missing, most)
    const limit = simultaneous === undefined ? '' : `%${Math.max(1, Math.floor(simultaneous / arrays.length))}`
    return arrays.map(({ offset, tasks }) => ({
      step: step.name,
      tasks: tasks.length,
      options: [
        `--array=${arrayList(tasks)}${limit}`,
        ...(offset === 0 ? [] : [`--job-name=${jobName(step.name, offset)}`])
      ],
      script: scriptOf(step.name),
      arguments: offset === 0 ? [] : [String(offset)],
      ...before
    }))
  }

  function single(step: SlurmStep, { isDone }: StepFiles, own: readonly QueuedTask[]): Submission[] {
    // One that is in the queue does not wait for what is submitted only now: it would find that missing.
    if (isDone[0] || (own.length > 0 && before.after.length === 0)) return []
    return [{ step: step.name, tasks: 1, options: [], script: scriptOf(step.name), arguments: [], ...before }]
  }
}

/** Relative to the run folder. */
export function scriptOf(step: StepName): string {
  return `slurm/${step}.sbatch`
}

/** @param jobs numbers of the jobs that the submissions before it became */
export function sbatchArguments(submission: Submission, jobs: readonly string[]): string[] {
  const first = [...submission.afterJobs, ...submission.after.map((i) => jobs[i])]
  const dependency = first.length === 0 ? [] : [`--dependency=afterany:${first.join(':')}`]
  return ['--parsable', ...dependency, ...submission.options, submission.script, ...submission.arguments]
}

/** Commands of a POSIX shell that submit. */
export function shellCommands(folder: string, all: readonly Submission[]): string[] {
  if (all.length === 0) return []
  const lines = all.map((each, i) => {
    // In a federation of clusters the name of one follows behind a semicolon.
    const words = sbatchArguments(
      each,
      all.map((_, j) => `\${job${j + 1}%%;*}`)
    )
    const typed = words.map((word) => (word.startsWith('--dependency=') ? `"${word}"` : quoted(word)))
    return `job${i + 1}=$(sbatch ${typed.join(' ')})`
  })
  return [`cd ${quoted(folder)}`, ...lines]
}
