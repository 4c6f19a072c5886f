import { fork } from 'node:child_process'

/** A process that does something which may end it, as the one that started it sees it. */
export interface Helper {
  /** Undefined where it could not be started. */
  readonly pid: number | undefined
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** What it writes to stderr; what it writes to stdout is nobody's. */
  onOutput(listener: (text: string) => void): void
  /** Once, when it has ended and all that it had sent has come. @param how a signal, `exit code 1`, or why it could not be started */
  onEnd(listener: (how: string) => void): void
  /** Ends it at once, whatever it does. */
  kill(): void
}

interface HelperOptions {
  /** Flags of Node. */
  execArgv?: string[]
  /** Beside the variables of this process. */
  env?: Record<string, string>
}

/** @param entry module that speaks with `helperParent` */
export type StartHelper = (entry: URL, options?: HelperOptions) => Helper

let start: StartHelper = forkHelper

/** How helpers are started here is the host's to say: Electron, as it is released, starts no process of Node. */
export function startHelpersWith(other: StartHelper): void {
  start = other
}

export const startHelper: StartHelper = (entry, options) => start(entry, options)

function forkHelper(entry: URL, { execArgv = [], env = {} }: HelperOptions = {}): Helper {
  const child = fork(entry, {
    // Not the parent's: a debugger's port can be had once.
    execArgv,
    env: { ...process.env, ...env },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc']
  })
  child.stderr!.setEncoding('utf8')
  return {
    pid: child.pid,
    send: (message) => void child.send(message as object, () => {}),
    onMessage: (listener) => void child.on('message', listener),
    onOutput: (listener) => void child.stderr!.on('data', listener),
    onEnd: (listener) => {
      let how = ''
      let left = 2
      const ended = (): void => {
        if (--left === 0) listener(how)
      }
      child.on('error', (error) => {
        // A process that was never there has no end.
        if (child.pid === undefined) listener(error.message)
      })
      // Replies may still be on their way when the process has ended; they have come when the channel is closed.
      child.on('disconnect', ended)
      child.on('close', (status, signal) => {
        how = signal ?? `exit code ${status}`
        ended()
      })
    },
    kill: () => void child.kill('SIGKILL')
  }
}
