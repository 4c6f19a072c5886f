import type { Database } from 'better-sqlite3'
import type { Message } from '../messages/message.ts'
import type { Job } from './contract.ts'
import type { About, Given, Parameters } from './parameter.ts'
import type { JobOutcome } from './record.ts'

/** Something that a command of the shell does: the only place that says what it takes. */
export interface CommandDefinition<P extends Parameters = Parameters, R = unknown> {
  /** How commands are called: `sources remove`. */
  command: string
  parameters: P
  load(this: void): Promise<Job<Task<P>, R>>
}

/** A command that a window starts, too: as a job in a process of its own, kept in its list. */
export interface JobDefinition<
  I extends string = string,
  P extends Parameters = Parameters,
  R = unknown
> extends CommandDefinition<P, R> {
  /** In calls and in the records that are kept; it never changes. */
  id: I
  /** In the list of jobs. */
  title: string
  /** To the catalogue: one at a time. */
  writes: boolean
  /** For long, on all cores or the graphics card: one at a time on this machine, as two would each take more than twice as long. */
  computes: boolean
  /** What its progress calls its stages, in their order. */
  stages: readonly string[]
  /** Goes through its stages several times. */
  repeats?: boolean
  /** Of a pipeline; false: a person does it once, to what they see. Left out: it rests on all that was there and done before, and changes nothing. */
  step?: StepTraits | false
  tell(this: void, result: R): Told
  /** What a form offers to begin with. */
  presets?: readonly Preset<P>[]
}

/** Parts of a catalogue that the result of a step may rest on. */
export type CataloguePart = 'values' | 'clusters' | 'names' | 'models'

/** What a job does as a step of a pipeline (`medoid run`), so that it is known when it has to be done again. */
export interface StepTraits {
  /** What its result rests on, besides its parameters. Left out: everything. */
  readsOnly?: readonly CataloguePart[]
  /** What it changes for the steps behind it. */
  changes?: readonly CataloguePart[]
  /** What of its outcome the parameters of other steps may name. */
  gives?: NonNullable<About['names']>
  /** What a process that was killed before it could tell has made since a time, of these parameters: then it is not made again. */
  madeSince?: () => Promise<
    (db: Database, since: string, parameters: Readonly<Record<string, unknown>>) => JobOutcome | null
  >
  /** It finds out by itself whether there is anything to do, and is always run. */
  isIncremental?: true
}

export interface Preset<P extends Parameters = Parameters> {
  title: string
  about: string
  values: Partial<Given<P>>
}

/** The parameters, and the catalogue, which hosts tell every job besides. */
export type Task<P extends Parameters> = Given<P> & { catalogue: string }

/** What a host keeps of a result: a message for the job list, and what to open next. */
export interface Told {
  message: Message
  outcome: JobOutcome
}

/** Lets the types of a definition be those of its schema and its job. */
export function defineJob<const I extends string, P extends Parameters, R>(
  definition: JobDefinition<I, P, R>
): JobDefinition<I, P, R> {
  return definition
}

export function defineCommand<P extends Parameters, R>(definition: CommandDefinition<P, R>): CommandDefinition<P, R> {
  return definition
}
