import { MedoidError } from '../core/errors.ts'

/** Reads a value that came from outside: gives back a copy that is what it says, or throws. */
export type Schema<T> = (value: unknown, where: string) => T
export type Infer<S> = S extends Schema<infer T> ? T : never

/** Longer texts come from no person: a path has at most 4,096 bytes. */
const MAX_TEXT = 4096
const MAX_ITEMS = 10_000

export function text({ max = MAX_TEXT, empty = false } = {}): Schema<string> {
  return (value, where) => {
    if (typeof value !== 'string') throw invalid(where, 'a text')
    if (value.length > max) throw invalid(where, `a text of at most ${max} characters`)
    if (!empty && value.trim() === '') throw invalid(where, 'a text that is not empty')
    if (value.includes('\0')) throw invalid(where, 'a text without null characters')
    return value
  }
}

export function integer(min: number, max: number): Schema<number> {
  return (value, where) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
      throw invalid(where, `a whole number from ${min} to ${max}`)
    }
    return value
  }
}

/** Any but those that JSON cannot say. */
export const number: Schema<number> = (value, where) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw invalid(where, 'a number')
  return value
}

export const boolean: Schema<boolean> = (value, where) => {
  if (typeof value !== 'boolean') throw invalid(where, 'true or false')
  return value
}

export function oneOf<const T extends string>(...values: readonly T[]): Schema<T> {
  return (value, where) => {
    if (!values.includes(value as T)) throw invalid(where, `one of ${values.join(', ')}`)
    return value as T
  }
}

export function list<T>(item: Schema<T>, max = MAX_ITEMS): Schema<T[]> {
  return (value, where) => {
    if (!Array.isArray(value)) throw invalid(where, 'a list')
    if (value.length > max) throw invalid(where, `a list of at most ${max}`)
    return value.map((each, i) => item(each, `${where}[${i}]`))
  }
}

export function optional<T>(schema: Schema<T>): Schema<T | undefined> {
  return (value, where) => (value === undefined ? undefined : schema(value, where))
}

type Fields = Record<string, Schema<unknown>>
type Given<F extends Fields> = { [K in keyof F as undefined extends Infer<F[K]> ? never : K]: Infer<F[K]> } & {
  [K in keyof F as undefined extends Infer<F[K]> ? K : never]?: Infer<F[K]>
}

/** Exactly these fields: what is not among them is refused, not passed on. */
export function object<F extends Fields>(fields: F): Schema<Given<F>> {
  return (value, where) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(where, 'an object')
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(fields, name))
        throw invalid(`${where}.${name.slice(0, 40)}`, 'left out: it means nothing here')
    }
    const read: Record<string, unknown> = {}
    for (const [name, schema] of Object.entries(fields)) {
      const given = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
      const field = schema(given, `${where}.${name}`)
      if (field !== undefined) read[name] = field
    }
    return read as Given<F>
  }
}

function invalid(where: string, what: string): MedoidError {
  return new MedoidError('invalid-arguments', `${where} has to be ${what}.`)
}
