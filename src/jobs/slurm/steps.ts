/** What batch jobs do with an archive, step by step. */

export const STEP_NAMES = ['scan', 'merge', 'train', 'embed', 'evaluate'] as const
export type StepName = (typeof STEP_NAMES)[number]

export interface SlurmStep {
  name: StepName
  /** One task for each part. */
  isArray: boolean
  usesGpu: boolean
  /** Options of sbatch; those that a person gives come after them, and win. */
  directives: readonly string[]
  /** What it does with the catalogue of the archive, of which it has a copy on a disk of its node. */
  catalogue: 'none' | 'makes' | 'reads' | 'changes'
  /** Whether it can begin anew at any time: training would begin another model. */
  restarts: boolean
  /** What Medoid is told, in the words of a shell, in the run folder. */
  command: string
  /** What a person can do about it. */
  whenOutOfTime: string
}

const MORE_TIME = 'Give it more time (--time).'

export const SCAN: SlurmStep = {
  name: 'scan',
  isArray: true,
  usesGpu: false,
  directives: ['--cpus-per-task=2', '--mem=4G'],
  catalogue: 'none',
  restarts: true,
  command: 'scan --plan plan.json --shard "$task" --out shards',
  whenOutOfTime: 'Give it more time (--time), or plan more shards.'
}

export const MERGE: SlurmStep = {
  name: 'merge',
  isArray: false,
  usesGpu: false,
  directives: ['--cpus-per-task=2', '--mem=8G'],
  catalogue: 'makes',
  restarts: true,
  command: 'merge .',
  whenOutOfTime: MORE_TIME
}

export const TRAIN: SlurmStep = {
  name: 'train',
  isArray: false,
  usesGpu: true,
  directives: ['--cpus-per-task=8', '--mem=32G'],
  catalogue: 'changes',
  restarts: false,
  command: 'train',
  whenOutOfTime: 'What was learnt is in archive.sqlite: submit again with --train "--resume MODEL".'
}

export const EMBED: SlurmStep = {
  name: 'embed',
  isArray: true,
  usesGpu: true,
  directives: ['--cpus-per-task=4', '--mem=16G'],
  catalogue: 'reads',
  restarts: true,
  command: 'embed --shard "$task/$tasks" --out embedded',
  whenOutOfTime: 'Give it more time (--time), or make more tasks (--tasks).'
}

const EVALUATE: SlurmStep = {
  name: 'evaluate',
  isArray: true,
  usesGpu: true,
  directives: ['--cpus-per-task=4', '--mem=16G'],
  catalogue: 'reads',
  restarts: true,
  command: 'evaluate --shard "$task/$tasks" --out evaluated',
  whenOutOfTime: MORE_TIME
}

export const STEPS: readonly SlurmStep[] = [SCAN, MERGE, TRAIN, EMBED, EVALUATE]

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
