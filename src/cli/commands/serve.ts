import { type Command, InvalidArgumentError } from 'commander'
import { defaultCatalogue } from '../../jobs/default-catalogue.ts'
import { DUPLICATE_SIGNAL_MILLISECONDS, ExitCode, print } from '../host.ts'

interface Options {
  port: number
  catalogue?: string
}

export function register(program: Command): void {
  program
    .command('serve')
    .summary('the window of Medoid in a browser, from this machine')
    .description(
      `Shows the window in a browser and prints the link to it. Only this machine reaches it, and only with that link; from another one:

  ssh -L 8420:127.0.0.1:8420 workstation medoid serve --port 8420`
    )
    .argument('[folder]', 'a folder to scan at once')
    .option('--port <number>', 'where it listens; without it, one that is free', port, 0)
    .option('--catalogue <file>', `the tag catalogue (default: ${defaultCatalogue()}, if it is there)`)
    .action(async (folder: string | undefined, { port, catalogue }: Options) => {
      const { serve } = await import('../../server/serve.ts')
      const host = await serve({ port, catalogue, folder })
      await print(`${host.link()}\n`)
      process.stderr.write('Open this link in a browser. It works once; Enter prints another, Ctrl-C ends.\n')
      const another = (): void => void print(`${host.link()}\n`)
      process.stdin.on('data', another)
      await ended(host.busy)
      process.stdin.off('data', another).pause()
      await host.close()
    })
}

function port(text: string): number {
  const value = Number(text)
  if (!/^\d{1,5}$/.test(text) || value > 65_535) throw new InvalidArgumentError('It must be a port from 0 to 65535.')
  return value
}

/** Resolves when somebody ends this process. */
function ended(busy: () => number): Promise<void> {
  return new Promise((resolve) => {
    let stopping = 0
    const stop = (): void => {
      if (stopping > 0 && performance.now() - stopping > DUPLICATE_SIGNAL_MILLISECONDS) process.exit(ExitCode.cancelled)
      if (stopping > 0) return
      stopping = performance.now()
      if (busy() > 0) process.stderr.write('Stopping jobs at a committed state; Ctrl-C again stops at once.\n')
      resolve()
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  })
}
