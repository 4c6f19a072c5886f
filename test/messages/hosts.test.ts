import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { outcomeOf, replyOf } from '../../src/api/reply.ts'
import { explainError } from '../../src/cli/host.ts'
import { MedoidError } from '../../src/core/errors.ts'
import { ENGLISH } from '../../src/messages/en/index.ts'
import { isCode, type Message, readMessage } from '../../src/messages/message.ts'
import { OWN } from './examples/example.ts'
import { EXAMPLES } from './examples/index.ts'

// Every message through both hosts, as they tell it to people.

let stderr = ''
beforeEach(() => {
  stderr = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => (stderr += String(text)).length > 0)
})
afterEach(() => vi.restoreAllMocks())

function inShell(message: Message): string {
  explainError(MedoidError.from(message))
  return stderr
}

/** As it comes from the process of the service, whose messages are copied. */
async function inWindow(message: Message): Promise<string> {
  const outcome = await outcomeOf(() => {
    throw MedoidError.from(message)
  })
  const reply = replyOf(structuredClone(outcome))
  if (reply.ok) throw new Error('nothing was thrown')
  expect(reply.error).toMatchObject(message)
  return reply.error.message
}

/** Options, and commands by their names. */
const SPOKEN_AT_A_SHELL = new RegExp(
  String.raw`(?<![\w/])--[a-z]|\bmedoid (${readdirSync(join(import.meta.dirname, '../../src/cli/commands'))
    .map((file) => file.replace('.ts', ''))
    .join('|')})\b|Ctrl-C`
)

/** What is left of a sentence without somebody's own values. */
const ours = (sentence: string): string => sentence.replaceAll(OWN, '…')
const owned = (sentence: string): number => sentence.split(OWN).length - 1

test('every code has an example', () => {
  const shown = new Set(EXAMPLES.map(({ code }) => code))
  expect(Object.keys(ENGLISH).filter((code) => !shown.has(code))).toEqual([])
  expect([...shown].filter((code) => !isCode(code))).toEqual([])
})

describe.each(EXAMPLES)('$code ($variant)', ({ code, parameters }) => {
  const message = { code, parameters } as Message
  const own = owned(JSON.stringify(parameters).replaceAll('\\"', '"'))

  test('the shell names options and commands, and no control of the window', () => {
    const said = inShell(message)
    expect(ours(said)).not.toMatch(/“(?!…)/)
    expect(ours(said)).not.toMatch(
      /\bin (Archive|Clustering|Clusters|Evaluation|Export|Jobs)\b|the (Features|Tags) view/
    )
    expect(owned(said) > 0).toBe(own > 0)
  })

  test('the window names controls, and no option or command', async () => {
    const said = await inWindow(message)
    expect(ours(said)).not.toMatch(SPOKEN_AT_A_SHELL)
    // Which catalogue a training belongs to a window knows.
    if (code !== 'cancelled') expect(owned(said) > 0).toBe(own > 0)
  })

  test('it is read again from a record', () => {
    expect(readMessage(JSON.parse(JSON.stringify(message)))).toEqual(message)
  })
})

test('nobody but a host names options and commands of the shell', () => {
  const spoken = /['"`\s]--[a-z]+|(?<!var)\(--[a-z]+\)|\bmedoid [a-z]+ --/
  const found = ['core', 'api', 'messages'].flatMap((folder) => {
    const root = join(import.meta.dirname, '../../src', folder)
    return readdirSync(root, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
      if (!/\.(ts|vue)$/.test(name)) return []
      const lines = readFileSync(join(root, name), 'utf8').split('\n')
      return lines.flatMap((line, i) =>
        spoken.test(line) && !/^\s*(\/?\*|\/\/)/.test(line) && !isNoSentence(`${folder}/${name}`)
          ? [`${folder}/${name}:${i + 1}: ${line.trim()}`]
          : []
      )
    })
  })
  expect(found).toEqual([])
})

/** Style sheets and Node have names with two hyphens. */
function isNoSentence(file: string): boolean {
  return ['core/report/style.ts', 'core/report/sections/archive.ts', 'core/pixels/decoder-process.ts'].includes(file)
}
