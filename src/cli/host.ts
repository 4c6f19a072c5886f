import type { Command } from 'commander'
import { CancelledError, isSystemError, MedoidError } from '../core/errors.ts'
import type { Job } from '../jobs/contract.ts'
import { defaultCatalogue } from '../jobs/default-catalogue.ts'
import { type Message, readMessage, sayMessage } from '../messages/message.ts'
import { ProgressLine } from './progress.ts'
import { SHELL_TERMS } from './terms.ts'

/** Design, section 8. */
export const ExitCode = { done: 0, failed: 1, usage: 2, cancelled: 130 } as const

/** One Ctrl-C may arrive twice: from the terminal, and from the one that started this process. */
export const DUPLICATE_SIGNAL_MILLISECONDS = 300

/** Characters that are gathered before they are written. */
const PRINTED_AT_A_TIME = 65_536

/** How a command tells its result. */
export interface OutputOptions {
  json?: true
  progress?: true
}

/** What every command about a catalogue takes. */
export interface CommonOptions extends OutputOptions {
  catalogue: string
}

/** Adds the options that every command about a catalogue takes. */
export function common(command: Command): Command {
  return withOutput(command.option('--catalogue <file>', 'the tag catalogue', defaultCatalogue()))
}

export function withOutput(command: Command): Command {
  return command
    .option('--json', 'one JSON document on stdout instead of text')
    .option('--progress', 'show progress on stderr even where it is no terminal')
}

/**
 * Runs a job for a person at a shell: Ctrl-C stops it at a committed state, progress goes to stderr, the result to stdout.
 * @param text the result for people; in pieces where it may be longer than a string can be
 */
export async function perform<P, R>(
  job: Job<P, R>,
  parameters: P,
  options: OutputOptions,
  text: (result: R) => string | Iterable<string>
): Promise<R> {
  const controller = new AbortController()
  const terminal = process.stderr.isTTY
  const progress = terminal || options.progress ? new ProgressLine(terminal) : undefined
  const tell = progress?.message ?? ((text: string) => void process.stderr.write(`${text}\n`))
  const onMessage = (note: Message): void => tell(sayMessage(note, SHELL_TERMS))
  let stopped = 0
  const stop = (): void => {
    if (controller.signal.aborted) {
      if (performance.now() - stopped > DUPLICATE_SIGNAL_MILLISECONDS) process.exit(ExitCode.cancelled)
      return
    }
    stopped = performance.now()
    controller.abort()
    progress?.end()
    process.stderr.write('Stopping at a committed state; Ctrl-C again stops at once.\n')
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  // A terminal that is closed.
  process.on('SIGHUP', stop)
  try {
    const result = await job.run(parameters, { signal: controller.signal, onProgress: progress?.update, onMessage })
    progress?.end()
    await print(options.json ? jsonPieces(result) : text(result))
    await print('\n')
    return result
  } finally {
    progress?.end()
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
    process.off('SIGHUP', stop)
  }
}

/** Writes text to stdout, as fast as it is read there. */
export async function print(text: string | Iterable<string>): Promise<void> {
  let gathered = ''
  for (const piece of typeof text === 'string' ? [text] : text) {
    gathered += piece
    if (gathered.length < PRINTED_AT_A_TIME) continue
    await write(gathered)
    gathered = ''
  }
  if (gathered !== '') await write(gathered)
}

function write(text: string): Promise<void> {
  return new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve())))
}

/**
 * What `JSON.stringify(value, null, 2)` gives, in pieces: a string holds 500 million characters at most, and the values of a tag
 * can be more. Lists come item by item. A message has its sentence beside its code and parameters.
 * @param value plain data
 */
export function* jsonPieces(value: unknown, indent = ''): Generator<string> {
  const inner = `${indent}  `
  if (Array.isArray(value) && value.length > 0) {
    for (const [i, item] of value.entries()) {
      yield `${i === 0 ? '[' : ','}\n${inner}${indented(item ?? null, inner)}`
    }
    yield `\n${indent}]`
  } else if (isPlainObject(value)) {
    const entries = Object.entries(withSentence(value) as object).filter(([, member]) => member !== undefined)
    for (const [i, [name, member]] of entries.entries()) {
      yield `${i === 0 ? '{' : ','}\n${inner}${JSON.stringify(name)}: `
      yield* jsonPieces(member, inner)
    }
    yield entries.length === 0 ? '{}' : `\n${indent}}`
  } else yield indented(value, indent)
}

/** A message with its sentence; what is none as it is. */
function withSentence(value: unknown): unknown {
  if (!isPlainObject(value) || !('code' in value && 'parameters' in value) || 'message' in value) return value
  const message = readMessage(value)
  return message === null ? value : { ...value, message: sayMessage(message, SHELL_TERMS) }
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** Line ends within texts are escaped in JSON: those that are there are ours. */
function indented(value: unknown, indent: string): string {
  return JSON.stringify(value, (_, member: unknown) => withSentence(member), 2).replaceAll('\n', `\n${indent}`)
}

/** Tells a person what went wrong. @returns the exit code */
export function explainError(error: unknown): number {
  if (error instanceof CancelledError) {
    process.stderr.write(`${error.explain(SHELL_TERMS)}\n`)
    return ExitCode.cancelled
  }
  if (error instanceof MedoidError) process.stderr.write(`medoid: ${error.explain(SHELL_TERMS)}\n`)
  else if (isSystemError(error)) process.stderr.write(`medoid: ${error.message}\n`)
  else
    process.stderr.write(
      `medoid: this is a defect of Medoid, please report it: ${(error as Error).stack ?? String(error)}\n`
    )
  return ExitCode.failed
}
