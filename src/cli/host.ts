import type { Command } from 'commander'
import { CancelledError, MedoidError } from '../core/errors.ts'
import type { Job } from '../jobs/contract.ts'
import { defaultCatalogue } from './default-catalogue.ts'
import { ProgressLine } from './progress.ts'

/** Design, section 8. */
export const ExitCode = { done: 0, failed: 1, usage: 2, cancelled: 130 } as const

/** One Ctrl-C may arrive twice: from the terminal, and from the one that started this process. */
const TWICE_MILLISECONDS = 300

/** What every command takes. */
export interface CommonOptions {
  catalogue: string
  json?: true
  progress?: true
}

/** Adds the options that every command takes. */
export function common(command: Command): Command {
  return command
    .option('--catalogue <file>', 'the tag catalogue', defaultCatalogue())
    .option('--json', 'one JSON document on stdout instead of text')
    .option('--progress', 'show progress on stderr even where it is no terminal')
}

/**
 * Runs a job for a person at a shell: Ctrl-C stops it at a committed state, progress goes to stderr, the result to stdout.
 * @param text the result for people
 */
export async function perform<P, R>(
  job: Job<P, R>,
  parameters: P,
  options: CommonOptions,
  text: (result: R) => string
): Promise<R> {
  const controller = new AbortController()
  const terminal = process.stderr.isTTY
  const progress = terminal || options.progress ? new ProgressLine(terminal) : undefined
  const onMessage = progress?.message ?? ((text: string) => void process.stderr.write(`${text}\n`))
  let stopped = 0
  const stop = (): void => {
    if (controller.signal.aborted) {
      if (performance.now() - stopped > TWICE_MILLISECONDS) process.exit(ExitCode.cancelled)
      return
    }
    stopped = performance.now()
    controller.abort()
    progress?.end()
    process.stderr.write('Stopping at a committed state; Ctrl-C again stops at once.\n')
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  try {
    const result = await job.run(parameters, { signal: controller.signal, onProgress: progress?.update, onMessage })
    progress?.end()
    await print(options.json ? `${JSON.stringify(result, null, 2)}\n` : `${text(result)}\n`)
    return result
  } finally {
    progress?.end()
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}

export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve())))
}

/** Tells a person what went wrong. @returns the exit code */
export function explainError(error: unknown): number {
  if (error instanceof CancelledError) {
    process.stderr.write(`${error.message}\n`)
    return ExitCode.cancelled
  }
  // What the system says of a file or a disk is the person's to mend, not ours.
  const { code, syscall } = error as NodeJS.ErrnoException
  if (error instanceof MedoidError) process.stderr.write(`medoid: ${error.message}\n`)
  else if (code !== undefined && syscall !== undefined) process.stderr.write(`medoid: ${(error as Error).message}\n`)
  else
    process.stderr.write(
      `medoid: this is a defect of Medoid, please report it: ${(error as Error).stack ?? String(error)}\n`
    )
  return ExitCode.failed
}
