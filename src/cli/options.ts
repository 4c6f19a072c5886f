import { type Command, InvalidArgumentError, Option } from 'commander'
import { MedoidError } from '../core/errors.ts'
import { parse } from '../core/schema.ts'
import type { Task } from '../jobs/definition.ts'
import { type About, aboutOf, type Given, type Parameters, type ParameterShape, shapeOf } from '../jobs/parameter.ts'
import { readText, readTexts } from '../jobs/pipeline/written-values.ts'

type Schema = Parameters[string]

/**
 * Gives a command the options and arguments of parameters: with the same limits, choices and defaults that a window has.
 * @param notNeeded parameters that may be left out of this command, though a job of it takes them: it has several jobs
 */
export function withParameters(command: Command, parameters: Parameters, notNeeded: readonly string[] = []): Command {
  for (const [name, schema] of Object.entries(parameters)) {
    const about = aboutOf(schema)
    const shape = shapeOf(schema)
    const isNeeded = shape.isNeeded && !notNeeded.includes(name)
    if (about.isArgument === true) addArgument(command, name, schema, about, shape, isNeeded)
    else if (!command.options.some((option) => option.attributeName() === keyOf(name, about)))
      command.addOption(optionFor(name, schema, about, shape, isNeeded))
  }
  return command
}

/** What a job is told: its parameters, as a person gave them or left them out, and the catalogue. */
export function given<P extends Parameters>(command: Command, { parameters }: { parameters: P }): Task<P> {
  return { ...read(command, parameters), catalogue: command.optsWithGlobals<{ catalogue: string }>().catalogue }
}

/** The parameters alone. */
export function read<P extends Parameters>(command: Command, parameters: P): Given<P> {
  const options = command.optsWithGlobals<Record<string, unknown>>()
  const places = command.registeredArguments.map((argument) => argument.name())
  const values = Object.entries(parameters).flatMap(([name, schema]) => {
    const about = aboutOf(schema)
    const key = keyOf(name, about)
    // Several jobs of a command may have an option with defaults of their own.
    const isGiven = command.getOptionValueSourceWithGlobals(key) !== 'default'
    const option = isGiven ? options[key] : shapeOf(schema).default
    const value: unknown = about.isArgument === true ? command.processedArgs[places.indexOf(name)] : option
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(values) as Given<P>
}

/** Options among some that a person gave, as they are written. */
export function amongGiven(command: Command, parameters: Parameters): string[] {
  return Object.entries(parameters).flatMap(([name, schema]) => {
    const about = aboutOf(schema)
    return command.getOptionValueSourceWithGlobals(keyOf(name, about)) === 'cli' ? [`--${about.option ?? name}`] : []
  })
}

function optionFor(name: string, schema: Schema, about: About, shape: ParameterShape, isNeeded: boolean): Option {
  const { usual, usualNote, help } = about
  const note = usualNote === undefined ? '' : `, ${usualNote}`
  const described = usual === undefined ? help : `${help} (default: ${String(usual)}${note})`
  const flag = `--${about.option ?? name}`
  if (shape.kind === 'switch') return new Option(flag, described).default(shape.default ?? false)
  const option = new Option(`${flag} <${about.placeholder ?? placeholders[shape.kind]}>`, described)
  if (isNeeded) option.makeOptionMandatory()
  if (shape.default !== undefined) {
    const isEmpty = Array.isArray(shape.default) && shape.default.length === 0
    option.default(shape.default, isEmpty ? 'none' : undefined)
  }
  if (shape.choices !== undefined) return option.choices(shape.choices)
  // The first that is given takes the place of what is there by default.
  let collected: unknown[] | undefined
  return option.argParser((text: string) => {
    if (shape.kind !== 'list') return refusing(() => parse(schema, readText(text, shape), 'It'))
    collected = refusing(() => {
      const items = readTexts(text, about.syntax ?? 'words')
      for (const [written, item] of items) parse(shape.item!, item, items.length > 1 ? `"${written}"` : 'It')
      const values = items.map(([, item]) => item)
      const isRepeated = about.syntax !== 'numbers' && about.syntax !== 'pairs'
      return parse(schema, isRepeated ? [...(collected ?? []), ...values] : values, 'It') as unknown[]
    })
    return collected
  })
}

const placeholders: Readonly<Record<Exclude<ParameterShape['kind'], 'switch'>, string>> = {
  number: 'number',
  choice: 'name',
  text: 'text',
  list: 'list'
}

function addArgument(
  command: Command,
  name: string,
  schema: Schema,
  { help }: About,
  shape: ParameterShape,
  isNeeded: boolean
): void {
  const place = shape.kind === 'list' ? `${name}...` : name
  command.argument(isNeeded ? `<${place}>` : `[${place}]`, help, (text: string, before: unknown) => {
    if (shape.kind !== 'list') return refusing(() => parse(schema, readText(text, shape), 'It'))
    const items = [
      ...((before as unknown[] | undefined) ?? []),
      refusing(() => parse(shape.item!, readText(text, shapeOf(shape.item!)), 'It'))
    ]
    return refusing(() => parse(schema, items, 'It'))
  })
}

/** What a schema refuses is a usage error. */
function refusing<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof MedoidError) throw new InvalidArgumentError(error.message)
    throw error
  }
}

/** Where commander keeps the value of an option. */
function keyOf(name: string, { option }: About): string {
  return option === undefined ? name : option.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
