import * as v from 'valibot'
import type { ParametersOf } from '../messages/message.ts'
import { MedoidError } from './errors.ts'

/** What a value has to be that came from outside: from a window, a file or a catalogue. `Infer` is the type of what `parse` gives. */
export type Schema<T> = v.GenericSchema<unknown, T>
export type Infer<S extends Schema<unknown>> = v.InferOutput<S>

/** Longer texts come from no person: a path has at most 4,096 bytes. */
const MAX_TEXT = 4096
const MAX_ITEMS = 10_000

/**
 * A copy of a value that is what the schema says.
 * @param where what the message calls the value
 * @throws MedoidError `invalid-arguments` saying which part of it is wrong, and what it has to be
 */
export function parse<T>(schema: Schema<T>, value: unknown, where: string): T {
  const result = tryParse(schema, value, where)
  if ('problem' in result) throw new MedoidError('invalid-arguments', result.fault)
  return result.value
}

/** As `parse`, for callers with an error of their own: `problem` says which part is wrong, without a full stop. */
export function tryParse<T>(
  schema: Schema<T>,
  value: unknown,
  where: string
): { value: T } | { problem: string; fault: ParametersOf<'invalid-arguments'> } {
  const result = v.safeParse(schema, value, { abortEarly: true })
  if (result.success) return { value: result.output }
  const [issue] = result.issues
  const path = issue.path ?? []
  const place = path.map(({ type, key }) => (type === 'array' ? `[${String(key)}]` : `.${String(key).slice(0, 40)}`))
  const fault = { where, path: place.join(''), expected: issue.message }
  return { problem: `${where}${fault.path} has to be ${issue.message}`, fault }
}

export function text({ max = MAX_TEXT, empty = false } = {}) {
  return v.pipe(
    v.string('a text'),
    v.maxLength(max, `a text of at most ${max} characters`),
    v.check((value) => empty || value.trim() !== '', 'a text that is not empty'),
    v.check((value) => !value.includes('\0'), 'a text without null characters')
  )
}

/** Any text of any length: for documents whose size something else bounds. */
export const anyText = v.string('a text')

export function integer(min: number, max: number) {
  const what = `a whole number from ${min} to ${max}`
  return v.pipe(v.number(what), v.integer(what), v.minValue(min, what), v.maxValue(max, what))
}

/** From 0 to below 1. */
export function share() {
  const what = 'a share from 0 to below 1, e.g. 0.1'
  return v.pipe(v.number(what), v.minValue(0, what), v.ltValue(1, what))
}

/** Any but those that JSON cannot say. */
export const number = v.pipe(v.number('a number'), v.finite('a number'))

export const boolean = v.boolean('true or false')

export function oneOf<const T extends string>(...values: readonly T[]) {
  return v.picklist(values, `one of ${values.join(', ')}`)
}

export function list<T>(item: Schema<T>, max = MAX_ITEMS) {
  // The length first: a list that is too long is not looked through.
  const short = v.check((value: unknown[]) => value.length <= max, `a list of at most ${max}`)
  return v.pipe(v.array(v.unknown(), 'a list'), short, v.array(item))
}

export function optional<T>(schema: Schema<T>) {
  return v.optional(schema)
}

/** null, also where nothing is said. */
export function orNull<T>(schema: Schema<T>) {
  return v.nullish(schema, null)
}

/** Exactly these fields: what is not among them is refused, not passed on. */
export function object<F extends v.ObjectEntries>(fields: F) {
  const strict = v.strictObject(own(fields), 'left out: it means nothing here')
  return v.pipe(record, strict as v.GenericSchema<Record<string, unknown>, v.InferOutput<typeof strict>>)
}

/** As `object`, but what it does not know is left out: an older or a newer Medoid may have written it. */
export function fields<F extends v.ObjectEntries>(known: F) {
  const loose = v.object(own(known), 'an object')
  return v.pipe(record, loose as v.GenericSchema<Record<string, unknown>, v.InferOutput<typeof loose>>)
}

/** Any object but a list, with any fields. */
export const record = v.custom<Record<string, unknown>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'an object'
)

/** Without names that every object inherits, such as `constructor`. */
function own<F extends object>(fields: F): F {
  return Object.assign(Object.create(null), fields) as F
}
