import { Command } from 'commander'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { amongGiven, given, withParameters } from '../../src/cli/options.ts'
import { boolean, integer, list, oneOf, text } from '../../src/core/schema.ts'
import { parameter } from '../../src/jobs/parameter.ts'

const parameters = {
  run: parameter(text({ max: 5 }), { label: 'Run', help: 'the run', placeholder: 'R[.K]' }),
  size: parameter(v.optional(integer(2, 9), 5), { label: 'Size', help: 'how large' }),
  epochs: parameter(v.optional(integer(1, 9)), { label: 'Epochs', help: 'how often', usual: 4 }),
  k: parameter(v.optional(list(integer(1, 99), 3)), {
    label: 'K',
    help: 'how many',
    placeholder: 'list',
    syntax: 'numbers'
  }),
  tags: parameter(v.optional(list(text()), []), { label: 'Tags', help: 'which', placeholder: 'tags', syntax: 'names' }),
  format: parameter(v.optional(oneOf('csv', 'npy'), 'csv'), { label: 'Format', help: 'its format' }),
  key: parameter(v.optional(text()), { label: 'Key', help: 'the key', option: 'remap-uids', placeholder: 'file' }),
  fit: parameter(v.optional(boolean, false), { label: 'Fit', help: 'make it fit' }),
  cluster: parameter(v.optional(integer(0, 9)), { label: 'Cluster', help: 'which', isArgument: true })
}

function parsed(...args: string[]): Command {
  const command = new Command('test').exitOverride().configureOutput({ writeErr: () => undefined })
  command.option('--catalogue <file>', '', 'c.sqlite').action(() => undefined)
  return withParameters(command, parameters).parse(args, { from: 'user' })
}
const told = (...args: string[]) => given(parsed(...args), { parameters })

test('what nobody gives has the default of its schema, or is left to the job', () => {
  expect(told('--run', '1.4')).toEqual({
    catalogue: 'c.sqlite',
    run: '1.4',
    size: 5,
    tags: [],
    format: 'csv',
    fit: false
  })
})

test('options are named as their parameters, or as the definition says, and come under the name of the parameter', () => {
  const args = ['--run', '1', '--size', '9', '--k', '5, 6', '--remap-uids', 'key.json', '--fit', '--epochs', '2', '7']
  expect(told(...args)).toMatchObject({ size: 9, k: [5, 6], key: 'key.json', fit: true, epochs: 2, cluster: 7 })
})

test('names are gathered over options, numbers are replaced', () => {
  const args = ['--run', '1', '--tags', 'KVP,Rows', '--tags', 'Modality', '--k', '1,2', '--k', '3']
  expect(told(...args)).toMatchObject({ tags: ['KVP', 'Rows', 'Modality'], k: [3] })
})

test.each([
  [['--size', '1'], "option '--size <number>' argument '1' is invalid. It has to be a whole number from 2 to 9."],
  [['--size', 'two'], 'It has to be a whole number from 2 to 9.'],
  [['--size', '9007199254740993'], 'It has to be a whole number from 2 to 9.'],
  [['--k', '0'], "option '--k <list>' argument '0' is invalid. It has to be a whole number from 1 to 99."],
  [['--k', '5,,7'], '"" has to be a whole number from 1 to 99.'],
  [['--k', '1,2,3,4'], 'It has to be a list of at most 3.'],
  [['--k', '1..4'], 'It has to be a list of at most 3.'],
  [['--k', '9..7'], '9..7 runs downwards. Give the smaller number first, e.g. 5..30.'],
  [['--run', '1.2345'], 'It has to be a text of at most 5 characters.'],
  [['--format', 'xls'], 'Allowed choices are csv, npy.'],
  [['12'], 'It has to be a whole number from 0 to 9.']
])('%j is refused with what it has to be', (args, message) => {
  expect(() => parsed('--run', '1', ...args)).toThrow(message)
})

test.each([
  [['a', ' '], "command-argument value ' ' is invalid for argument 'folders'. It has to be a text that is not empty."],
  [['a', 'toolong'], 'It has to be a text of at most 5 characters.'],
  [['a', 'b', 'c', 'd'], 'It has to be a list of at most 3.']
])('arguments %j are refused as a usage error with what they have to be', (args, message) => {
  const folders = parameter(v.optional(list(text({ max: 5 }), 3), []), {
    label: 'Folders',
    help: 'which',
    isArgument: true,
    syntax: 'arguments'
  })
  const command = new Command('test').exitOverride().configureOutput({ writeErr: () => undefined })
  const code = 'commander.invalidArgument'
  expect(() => withParameters(command, { folders }).parse(args, { from: 'user' })).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(message) as string })
  )
})

test('what is needed has to be given, unless the command has another job without it', () => {
  expect(() => parsed()).toThrow("required option '--run <R[.K]>' not specified")
  const command = withParameters(new Command(), parameters, ['run']).parse([], { from: 'user' })
  expect(command.opts()).toMatchObject({ size: 5 })
})

test('help tells defaults: those of the schema, and what the job takes where nobody says', () => {
  const help = withParameters(new Command(), parameters).helpInformation()
  expect(help).toContain('--size <number>      how large (default: 5)')
  expect(help).toContain('--epochs <number>    how often (default: 4)')
  expect(help).toContain('--format <name>      its format (choices: "csv", "npy", default: "csv")')
})

test('options that were given are told from defaults', () => {
  const { size, key } = parameters
  expect(amongGiven(parsed('--run', '1'), { size, key })).toEqual([])
  expect(amongGiven(parsed('--run', '1', '--remap-uids', 'k'), { size, key })).toEqual(['--remap-uids'])
})
