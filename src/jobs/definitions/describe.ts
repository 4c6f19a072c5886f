import { aboutOf, type Given, type Parameters, shapeOf } from '../parameter.ts'
import type { JobDefinition, Preset } from '../definition.ts'
import { JOB_NAMES, type JobName, jobNamed, type JOBS } from './index.ts'

/** A job as a window shows it: plain data, made of its definition. */
interface JobDescription<P extends Parameters = Parameters> {
  title: string
  stages: readonly string[]
  repeats: boolean
  parameters: { [N in keyof Given<P>]-?: ParameterDescription<NonNullable<Given<P>[N]>> }
  presets: readonly Preset<P>[]
}

export interface ParameterDescription<T = unknown> {
  label: string
  unit: string | null
  hint: string | null
  /** What a form begins with; null where a person or the archive says. */
  initial: T | null
  /** Of a number, or of each in a list. */
  min: number | null
  max: number | null
  /** In the order of the list; empty where there are none to choose from. */
  choices: { value: T & string; label: string }[]
}

export type JobDescriptions = { [J in JobName]: JobDescription<(typeof JOBS)[J]['parameters']> }

export function describeJobs(): JobDescriptions {
  return Object.fromEntries(JOB_NAMES.map((name) => [name, describe(jobNamed(name))])) as unknown as JobDescriptions
}

function describe({ title, stages, repeats = false, parameters, presets = [] }: JobDefinition): JobDescription {
  return {
    title,
    stages,
    repeats,
    parameters: Object.fromEntries(Object.entries(parameters).map(([name, schema]) => [name, field(schema)])) as never,
    presets
  }
}

function field(schema: Parameters[string]): ParameterDescription {
  const { label, unit = null, hint = null, usual, suggested, choices = {} } = aboutOf(schema)
  const { default: given, min = null, max = null, choices: values = [] } = shapeOf(schema)
  return {
    label,
    unit,
    hint,
    initial: suggested ?? usual ?? given ?? null,
    min,
    max,
    choices: values.map((value) => ({ value: value as never, label: choices[value] ?? value }))
  }
}
