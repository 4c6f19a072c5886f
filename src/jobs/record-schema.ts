import { MedoidError } from '../core/errors.ts'
import { jobParameters } from './parameters.ts'
import { type JobRecord, type JobState, STATES } from './record.ts'
import { type JobName, JOBS } from './registry.ts'
import { integer, list, number, oneOf, optional, type Schema, text } from './schema.ts'

/** A host says longer sentences of no job. */
const sentence = text({ max: 1_000_000, empty: true })
const pid = integer(1, 2 ** 31 - 1)
const time: Schema<string> = (value, where) => {
  const read = text({ max: 40 })(value, where)
  if (!Number.isFinite(Date.parse(read))) throw new MedoidError('invalid-arguments', `${where} has to be a time.`)
  return read
}

/** As `object`, but passes over what it does not know: an older or a newer Medoid may have written it. */
function fields<F extends Record<string, Schema<unknown>>>(known: F): Schema<Record<string, unknown>> {
  return (value, where) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new MedoidError('invalid-arguments', `${where} has to be an object.`)
    }
    const given = value as Record<string, unknown>
    const read = Object.entries(known).map(([name, schema]) => {
      return [name, schema(Object.hasOwn(given, name) ? given[name] : undefined, `${where}.${name}`)] as const
    })
    return Object.fromEntries(read.filter(([, field]) => field !== undefined))
  }
}

function orNull<T>(schema: Schema<T>): Schema<T | null> {
  return (value, where) => (value === null || value === undefined ? null : schema(value, where))
}

const progress = fields({
  stage: text({ empty: true }),
  done: number,
  total: optional(number),
  unit: text({ empty: true }),
  detail: optional(text({ empty: true })),
  rate: orNull(number),
  remaining: orNull(number)
})

const outcome = fields({
  run: optional(integer(1, 2 ** 31)),
  clustering: optional(text({ max: 21 })),
  model: optional(integer(1, 2 ** 31)),
  evaluation: optional(integer(1, 2 ** 31)),
  files: optional(list(text())),
  catalogue: optional(text())
})

const record = fields({
  job: oneOf(...(Object.keys(JOBS) as JobName[])),
  // Checked against what the job takes when it is to go on; until then they are shown to nobody.
  parameters: (value, where) => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
    throw new MedoidError('invalid-arguments', `${where} has to be an object.`)
  },
  state: oneOf(...STATES),
  created: time,
  changed: time,
  pid: orNull(pid),
  pidStarted: optional(text({ max: 100 })),
  host: optional(pid),
  hostStarted: optional(text({ max: 100 })),
  waitsFor: optional(text({ max: 100 })),
  stopping: optional(oneOf('paused', 'cancelled')),
  progress: orNull(progress),
  notes: optional(list(sentence, 100)),
  message: sentence,
  code: orNull(text({ max: 100 })),
  outcome: orNull(outcome)
})

/**
 * A record as it was read from a file, which anybody may have written: its id is the file's name, its catalogue the one that it
 * lies beside, whatever the file says.
 * @throws MedoidError `invalid-arguments` saying what is wrong with it
 */
export function readRecord(id: string, catalogue: string, value: unknown): JobRecord {
  return { ...record(value, 'The record'), id, catalogue } as unknown as JobRecord & { state: JobState }
}

/**
 * What a job that goes on is told, checked as if it were started anew.
 * @throws MedoidError `job-record-invalid`
 */
export function readParameters({ job, parameters }: JobRecord): Record<string, unknown> {
  try {
    return jobParameters[job](parameters, 'parameters') as Record<string, unknown>
  } catch (cause) {
    if (!(cause instanceof MedoidError)) throw cause
    throw new MedoidError(
      'job-record-invalid',
      `This job cannot go on, since what is kept of it is not what the job takes: ${cause.message} Start it anew.`,
      { cause }
    )
  }
}
