import * as v from 'valibot'
import { typedChoices } from '../core/catalogue/stored/typed-choices.ts'
import { MedoidError } from '../core/errors.ts'
import {
  fields,
  integer,
  list,
  number,
  oneOf,
  optional,
  orNull,
  parse,
  record as anything,
  text
} from '../core/schema.ts'
import { type Message, readMessage } from '../messages/message.ts'
import { JOB_NAMES, parametersOf } from './definitions/index.ts'
import { type JobRecord, STATES } from './record.ts'

/**
 * A message, or the sentence that an earlier version wrote in its place. One that this version cannot say is not known: a newer
 * one, or somebody else, may have written it.
 */
const message = v.pipe(
  v.unknown(),
  v.transform((value): Message => readMessage(value) ?? written(value))
)
const written = (value: unknown): Message =>
  typeof value === 'string'
    ? { code: 'as-written', parameters: { text: value.slice(0, LONGEST) } }
    : { code: 'unknown-message', parameters: { code: codeOf(value) } }
/** Characters that are shown of a sentence. */
const LONGEST = 1_000_000
const pid = integer(1, 2 ** 31 - 1)
const time = v.pipe(
  text({ max: 40 }),
  v.check((value) => Number.isFinite(Date.parse(value)), 'a time')
)

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
  clustering: optional(text({ max: 28 })),
  model: optional(integer(1, 2 ** 31)),
  evaluation: optional(integer(1, 2 ** 31)),
  files: optional(list(text())),
  catalogue: optional(text())
})

/** Versions before 0.2.0 called the job that makes the sample archive `demo`, as the command that goes further. */
const job = v.pipe(
  v.unknown(),
  v.transform((value) => (value === 'demo' ? 'sample' : value)),
  oneOf(...JOB_NAMES)
)

const record = fields({
  job,
  // Checked against what the job takes when it is to go on; until then they are shown to nobody.
  parameters: anything,
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
  notes: optional(list(message, 100)),
  message: v.pipe(
    v.unknown(),
    v.transform((value) => (value === '' || value === null ? null : v.parse(message, value)))
  ),
  outcome: orNull(outcome)
})

/**
 * A record as it was read from a file, which anybody may have written: its id is the file's name, its catalogue the one that it
 * lies beside, whatever the file says.
 * @throws MedoidError `invalid-arguments` saying what is wrong with it
 */
export function readRecord(id: string, catalogue: string, value: unknown): JobRecord {
  return { ...parse(record, value, 'The record'), id, catalogue }
}

/**
 * What a job that goes on is told, checked as if it were started anew.
 * @throws MedoidError `job-record-invalid`
 */
export function readParameters({ job, parameters }: JobRecord): Record<string, unknown> {
  try {
    return { ...parse<object>(parametersOf(job), typedChoices(parameters), 'parameters') }
  } catch (cause) {
    if (!(cause instanceof MedoidError)) throw cause
    throw new MedoidError('job-record-invalid', { reason: cause.message }, { cause })
  }
}

function codeOf(value: unknown): string {
  const code = (value as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code.slice(0, 100) : ''
}
