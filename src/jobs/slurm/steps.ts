/** What batch jobs do with an archive, step by step. */

export const STEP_NAMES = ['scan', 'merge'] as const
export type StepName = (typeof STEP_NAMES)[number]

export interface Step {
  name: StepName
  /** One task for each part. */
  isArray: boolean
  usesGpu: boolean
  /** Options of sbatch; those that a person gives come after them, and win. */
  directives: readonly string[]
  /** What Medoid is told, in the words of a shell, in the run folder. */
  command: string
  /** What a person can do about it. */
  whenOutOfTime: string
}

const MORE_TIME = 'Give it more time (--time).'

export const SCAN: Step = {
  name: 'scan',
  isArray: true,
  usesGpu: false,
  directives: ['--cpus-per-task=2', '--mem=4G'],
  command: 'scan --plan plan.json --shard "$task" --out shards',
  whenOutOfTime: 'Give it more time (--time), or plan more shards.'
}

export const MERGE: Step = {
  name: 'merge',
  isArray: false,
  usesGpu: false,
  directives: ['--cpus-per-task=2', '--mem=8G'],
  command: 'merge . --catalogue archive.sqlite',
  whenOutOfTime: MORE_TIME
}

/** A job's name tells what it does; of an array also the number of its first task, where that is not 0. */
export function jobName(step: StepName, offset: number): string {
  return `medoid-${step}${offset === 0 ? '' : `+${offset}`}`
}

/** @returns undefined where it is not one of ours */
export function readJobName(name: string): { step: StepName; offset: number } | undefined {
  const [, step, offset = '0'] = /^medoid-([a-z]+)(?:\+(\d{1,9}))?$/.exec(name) ?? []
  return (STEP_NAMES as readonly string[]).includes(step)
    ? { step: step as StepName, offset: Number(offset) }
    : undefined
}

export const STEPS: readonly Step[] = [SCAN, MERGE]
