import { readdirSync } from 'node:fs'
import { Command, type Option } from 'commander'
import type { GenericSchema } from 'valibot'
import { beforeAll, describe, expect, test } from 'vitest'
import { hostMethods } from '../../../src/api/host-methods.ts'
import { readCall } from '../../../src/api/method.ts'
import { describeJobs } from '../../../src/jobs/definitions/describe.ts'
import { COMMANDS, JOB_NAMES, jobNamed, JOBS } from '../../../src/jobs/definitions/index.ts'
import type { CommandDefinition } from '../../../src/jobs/definition.ts'
import { WINDOW_TERMS } from '../../../src/api/window-terms.ts'
import { SHELL_TERMS } from '../../../src/cli/terms.ts'
import { aboutOf, shapeOf } from '../../../src/jobs/parameter.ts'

/** One definition, three hosts: whatever is in it reaches the contract, the window and the shell, and nothing else does. */

const program = new Command('medoid')
beforeAll(async () => {
  const commands = new URL('../../../src/cli/commands/', import.meta.url)
  for (const file of readdirSync(commands)) register(await import(new URL(file, commands).href))
})
function register(module: unknown): void {
  ;(module as { register: (program: Command) => void }).register(program)
}

/** The option of a job's or a command's parameter. */
function optionOf(job: string, parameter: string): string {
  const definitions: readonly CommandDefinition[] = [...Object.values(JOBS), ...COMMANDS] as never
  const found = definitions.find(
    (each) => (each.command === job || ('id' in each && each.id === job)) && parameter in each.parameters
  )!
  return `--${aboutOf(found.parameters[parameter]).option ?? parameter}`
}

/** `sources remove` */
function commandOf(path: string): Command {
  return path.split(' ').reduce((command, word) => {
    const found = command.commands.find((each) => each.name() === word)
    if (found === undefined) throw new Error(`There is no command ${path}`)
    return found
  }, program)
}

/** Something that each kind of parameter takes. */
const example = (schema: GenericSchema): unknown => {
  const { kind, min, choices, item } = shapeOf(schema)
  if (kind === 'number') return min
  if (kind === 'choice') return choices![0]
  if (kind === 'switch') return true
  if (kind === 'list') return item!.type === 'number' ? [min] : []
  return '1'
}

describe.each(JOB_NAMES.map((name) => [name, jobNamed(name)] as const))('%s', (name, definition) => {
  const parameters = Object.entries(definition.parameters)
  const needed = Object.fromEntries(
    parameters.flatMap(([key, schema]) => (shapeOf(schema).isNeeded ? [[key, example(schema)]] : []))
  )
  const start = (given: object) =>
    readCall(hostMethods, 'jobs.start', { job: name, parameters: { ...needed, ...given } }).given

  test('has a title, stages that differ, and words for every parameter and choice', () => {
    expect(definition.title).toMatch(/^[A-Z]/)
    expect(new Set(definition.stages).size).toBe(definition.stages.length)
    for (const [, schema] of parameters) {
      const { label, help, choices } = aboutOf(schema)
      expect(label).toMatch(/^[A-Z]/)
      expect(help).not.toBe('')
      if (choices !== undefined) expect(Object.keys(choices).sort()).toEqual([...shapeOf(schema).choices!].sort())
    }
  })

  test('is started through the contract with its defaults, and with each of its parameters', () => {
    const defaults = Object.fromEntries(
      parameters.flatMap(([key, schema]) => {
        const { default: usual } = shapeOf(schema)
        return usual === undefined ? [] : [[key, usual]]
      })
    )
    expect(start({})).toEqual({ job: name, parameters: { ...defaults, ...needed } })
    for (const [key, schema] of parameters) {
      expect(start({ [key]: example(schema) })).toMatchObject({ parameters: { [key]: example(schema) } })
    }
    expect(() => start({ nothing: 1 })).toThrow('parameters.nothing has to be left out')
  })

  test('its limits are those of the contract and of the window', () => {
    const described = describeJobs()[name].parameters as Record<string, { min: number | null; max: number | null }>
    for (const [key, schema] of parameters) {
      const { kind, min = null, max = null, isWhole } = shapeOf(schema)
      expect(described[key]).toMatchObject({ min, max })
      if (kind !== 'number' || isWhole !== true) continue
      expect(start({ [key]: max })).toMatchObject({ parameters: { [key]: max } })
      expect(() => start({ [key]: max! + 1 })).toThrow(`from ${min} to ${max}`)
      expect(() => start({ [key]: min! - 1 })).toThrow(`from ${min} to ${max}`)
    }
  })

  test('the window has all of its parameters, as plain data with their labels', () => {
    const described = describeJobs()[name]
    expect(structuredClone(described)).toEqual(described)
    expect(JSON.parse(JSON.stringify(described))).toEqual(described)
    expect(described).toMatchObject({ title: definition.title, stages: definition.stages })
    expect(Object.keys(described.parameters)).toEqual(parameters.map(([key]) => key))
    for (const [key, schema] of parameters) {
      const { choices = [] } = shapeOf(schema)
      const { label } = aboutOf(schema)
      expect(label).toBe(aboutOf(jobNamed(name).parameters[key]).label)
      expect(described.parameters).toHaveProperty(key, expect.objectContaining({ label }))
      const offered = (described.parameters as Record<string, { choices: { value: string }[] }>)[key].choices
      expect(offered.map(({ value }) => value)).toEqual(choices)
    }
  })

  test('what a form begins with is something that the contract takes', () => {
    const described = describeJobs()[name]
    const begins = Object.entries<{ initial: unknown }>(described.parameters)
    for (const [key, { initial }] of begins) {
      if (initial !== null) expect(() => start({ [key]: initial })).not.toThrow()
    }
    for (const { values } of described.presets) expect(() => start(values)).not.toThrow()
  })

  test('the shell has a command with an option or an argument for each, the same default and the same choices', () => {
    const command = commandOf(definition.command)
    for (const [key, schema] of parameters) {
      const about = aboutOf(schema)
      const { kind, default: usual, choices } = shapeOf(schema)
      if (about.isArgument === true) {
        expect(command.registeredArguments.map((argument) => argument.name())).toContain(key)
        continue
      }
      const option = command.options.find(({ long }) => long === optionOf(name, key)) as Option
      expect(option, `${definition.command} ${key}`).toBeDefined()
      expect(option.defaultValue).toEqual(kind === 'switch' ? (usual ?? false) : usual)
      expect(option.argChoices).toEqual(choices)
      expect(option.description).toContain(about.help)
    }
  })

  test('its job can be loaded', async () => {
    expect(await definition.load()).toEqual(expect.objectContaining({ run: expect.any(Function) as unknown }))
  })
})

test('what only the shell offers has a command with its options, and a job', async () => {
  for (const { command, parameters, load } of COMMANDS) {
    const offered = commandOf(command)
    for (const [key, schema] of Object.entries<GenericSchema>(parameters)) {
      const { isArgument, label } = aboutOf(schema)
      expect(label).toMatch(/^[A-Z]/)
      if (isArgument === true) expect(offered.registeredArguments.map((each) => each.name())).toContain(key)
      else expect(offered.options.map(({ long }) => long)).toContain(optionOf(command, key))
    }
    expect(await load()).toEqual(expect.objectContaining({ run: expect.any(Function) as unknown }))
  }
})

test('no command has an option that no definition knows, but those of the shell itself', () => {
  const OWN = ['--catalogue', '--json', '--progress', '--format', '--quarantine', '--out', '--port', '--example']
  const known = new Set(
    [...JOB_NAMES.map((name) => jobNamed(name)), ...COMMANDS].flatMap(({ command, parameters }) =>
      Object.keys(parameters).map((key): string | undefined => optionOf(command, key))
    )
  )
  const all = (command: Command): Option[] => [...command.options, ...command.commands.flatMap(all)]
  expect(
    all(program)
      .map(({ long }) => long)
      .filter((long) => !OWN.includes(long!) && !known.has(long))
  ).toEqual([])
})

test.each([
  ['sample', '“Images in the sample”', '--sample'],
  ['batch', '“Batch size”', '--batch'],
  ['remap-uids', '“Key file”', '--remap-uids'],
  ['code', '“Code”', '--code']
])('messages call %s %s in the window and %s in the shell', (setting, label, option) => {
  expect([WINDOW_TERMS.setting(setting), SHELL_TERMS.setting(setting)]).toEqual([label, option])
})

test('the sample has the limit of the core: 100,000 rows', () => {
  const { sample } = jobNamed('cluster').parameters
  expect(shapeOf(sample)).toMatchObject({ min: 2, max: 100_000 })
})
