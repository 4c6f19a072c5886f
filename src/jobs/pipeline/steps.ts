import type { JobDefinition, StepTraits } from '../definition.ts'
import { JOB_NAMES, type JobName, jobNamed } from '../definitions/index.ts'

/** The jobs that can be steps of a pipeline, by their commands: all that a window starts but those that a person does once, to what they see. */
export const STEPS: ReadonlyMap<string, JobName> = new Map(
  JOB_NAMES.filter((name) => jobNamed(name).step !== false).map((name) => [jobNamed(name).command, name])
)

/** What a job does as a step. */
export function stepOf({ step = {} }: JobDefinition): StepTraits {
  return step === false ? {} : step
}
