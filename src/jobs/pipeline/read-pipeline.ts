import * as v from 'valibot'
import { MedoidError } from '../../core/errors.ts'
import { nearNames } from '../../core/near-names.ts'
import { list, optional, parse, record, type Schema, text, tryParse } from '../../core/schema.ts'
import { type JobName, jobNamed } from '../definitions/index.ts'
import { type About, aboutOf, type Parameters, shapeOf } from '../parameter.ts'
import { readTexts } from './written-values.ts'
import { STEPS, stepOf } from './steps.ts'

/** A pipeline as its file has it, checked against the definitions of its steps. */
export interface Pipeline {
  /** Where the catalogue lies; undefined: where the command says. */
  catalogue?: string
  steps: PipelineStep[]
}

export interface PipelineStep {
  /** What other steps call it. */
  name?: string
  job: JobName
  /** What the file says, as the job takes it; the names of steps are still in place of numbers. */
  given: Record<string, unknown>
  /** Parameters that name the result of an earlier step. */
  references: StepReference[]
}

/** A parameter whose value is the number of what an earlier step makes. */
interface StepReference {
  parameter: string
  /** The place of that step, from 0. */
  step: number
  what: Named
  /** Of a clustering: the K that is asked for. */
  k?: number
}

type Named = NonNullable<About['names']>

/** More steps are no pipeline that a person writes. */
const MOST_STEPS = 1000
const STEP_NAME = /^[A-Za-z][\w-]{0,99}$/
const LAST = 'last'

const file = v.pipe(
  record,
  v.object(
    {
      schema: v.literal('medoid-pipeline', '"medoid-pipeline"'),
      schemaVersion: v.literal(1, '1: a newer Medoid may read others'),
      catalogue: optional(text()),
      steps: list(v.unknown(), MOST_STEPS)
    },
    // What is no object is refused before: something is missing in it.
    'given'
  )
) as Schema<{ catalogue?: string; steps: unknown[] }>

const step = v.pipe(
  record,
  v.strictObject(
    {
      command: text({ max: 100 }),
      name: optional(
        v.pipe(
          text({ max: 100 }),
          v.check(
            (name) => STEP_NAME.test(name) && name !== LAST,
            'a name that begins with a letter, of letters, digits, - and _, and is not last'
          )
        )
      ),
      with: optional(record)
    },
    'one of command, name and with, where command is needed'
  )
) as Schema<{ command: string; name?: string; with?: Record<string, unknown> }>

/**
 * @param source the text of the file @param path what messages call it
 * @throws MedoidError `pipeline-not-json`, `pipeline-invalid`, `pipeline-unknown-name`
 */
export function readPipeline(source: string, path: string): Pipeline {
  let document: unknown
  try {
    document = JSON.parse(source)
  } catch (error) {
    throw new MedoidError('pipeline-not-json', { path, reason: (error as Error).message }, { cause: error })
  }
  const { catalogue, steps } = checked(file, document, path, '')
  const read: PipelineStep[] = []
  for (const [i, given] of steps.entries()) read.push(readStep(given, path, `.steps[${i}]`, read))
  return { catalogue, steps: read }
}

function readStep(value: unknown, path: string, place: string, before: readonly PipelineStep[]): PipelineStep {
  const { command, name, with: given = {} } = checked(step, value, path, place)
  const job = STEPS.get(command)
  if (job === undefined) throw unknownName(path, `${place}.command`, command, 'command', [...STEPS.keys()])
  if (name !== undefined && before.some((each) => each.name === name)) {
    throw new MedoidError('pipeline-invalid', {
      path,
      place: `${place}.name`,
      expected: `another one than of the step before: ${name}`
    })
  }
  const { parameters } = jobNamed(job)
  const names = Object.keys(parameters)
  const references: StepReference[] = []
  const read: Record<string, unknown> = {}
  for (const [parameter, written] of Object.entries(given)) {
    const where = `${place}.with.${parameter}`
    if (!names.includes(parameter)) throw unknownName(path, where, parameter, 'parameter', names)
    const schema = parameters[parameter]
    const reference = referenceIn(parameter, schema, written, before, path, where)
    if (reference !== undefined) references.push(reference)
    read[parameter] =
      reference === undefined ? checked(schema, asTaken(schema, written, path, where), path, where) : written
  }
  for (const needed of names.filter((each) => shapeOf(parameters[each]).isNeeded && !(each in read))) {
    throw new MedoidError('pipeline-invalid', {
      path,
      place: `${place}.with.${needed}`,
      expected: `given: ${aboutOf(parameters[needed]).help}`
    })
  }
  return { name, job, given: read, references }
}

/** A list may be written as in the command line: `"5..30"`, `"Modality=CT"`. */
function asTaken(schema: Parameters[string], written: unknown, path: string, place: string): unknown {
  const { kind } = shapeOf(schema)
  const { syntax = 'words' } = aboutOf(schema)
  if (kind !== 'list' || syntax === 'words' || syntax === 'arguments') {
    return kind === 'list' && typeof written === 'string' ? [written] : written
  }
  const items = typeof written === 'string' ? [written] : written
  if (!Array.isArray(items)) return written
  return items.flatMap((item: unknown) => {
    if (typeof item !== 'string') return [item]
    try {
      return readTexts(item, syntax).map(([, value]) => value)
    } catch (error) {
      if (!(error instanceof MedoidError)) throw error
      throw new MedoidError('pipeline-value', { path, place, problem: error.message }, { cause: error })
    }
  })
}

function referenceIn(
  parameter: string,
  schema: Parameters[string],
  written: unknown,
  before: readonly PipelineStep[],
  path: string,
  place: string
): StepReference | undefined {
  const { names: what } = aboutOf(schema)
  // 3, 3.20 and 3.20@method name what is in the catalogue already.
  if (what === undefined || typeof written !== 'string' || /^\d/.test(written)) return undefined
  const [, name, k] = /^(.*?)(?:\.(\d{1,9}))?$/s.exec(written)!
  const gives = (each: PipelineStep): boolean => stepOf(jobNamed(each.job)).gives === what
  const found = before.findLastIndex((each) => gives(each) && (name === LAST || each.name === name))
  const known = [LAST, ...before.filter(gives).flatMap((each) => each.name ?? [])]
  if (found < 0) throw unknownName(path, place, name, what, known)
  if (k !== undefined && what !== 'run') throw unknownName(path, place, written, what, known)
  return { parameter, step: found, what, ...(k === undefined ? {} : { k: Number(k) }) }
}

function checked<T>(schema: Schema<T>, value: unknown, path: string, place: string): T {
  const result = tryParse(schema, value, place)
  if (!('problem' in result)) return result.value
  const { where, path: below, expected } = result.fault
  throw new MedoidError('pipeline-invalid', { path, place: where + below, expected })
}

function unknownName(
  path: string,
  place: string,
  name: string,
  what: 'command' | 'parameter' | Named,
  known: readonly string[]
): MedoidError {
  return new MedoidError('pipeline-unknown-name', {
    path,
    place,
    name,
    what,
    near: nearNames(known, name),
    known: [...known]
  })
}

/** The parameters of a step with its defaults. @param numbers by parameter, of what it refers to */
export function parametersOfStep(
  { job, given }: PipelineStep,
  numbers: Readonly<Record<string, string>>
): Record<string, unknown> {
  const { parameters } = jobNamed(job)
  return parse(v.strictObject(parameters) as Schema<Record<string, unknown>>, { ...given, ...numbers }, 'parameters')
}
