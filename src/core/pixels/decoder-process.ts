import { fork } from 'node:child_process'
import type { DecoderReply, DecoderRequest, READY } from './decoder-protocol.ts'

/** Megabytes of JavaScript objects that a decoder may have; pixels and codecs are beside them. */
const HEAP_MEGABYTES = 256
/** Room for what is soon garbage, in megabytes: V8's own choice grows with the machine. */
const YOUNG_MEGABYTES = 4
/** Characters of a process's last words that are kept. */
const LAST_WORDS = 2000

/** A process that makes pictures, as its parent sees it. What starts one is the host's choice; see `forkDecoder`. */
export interface DecoderProcess {
  send(request: DecoderRequest): void
  onMessage(listener: (message: DecoderReply | typeof READY) => void): void
  /** Called once, when it has ended and all that it had sent has come. @param lastWords what it wrote to stderr, and how it ended */
  onEnd(listener: (lastWords: string) => void): void
  /** Ends it at once, whatever it does. */
  kill(): void
}

/** A process of Node. @param entry module that calls `servePictures` @param onStart hears its id */
export function forkDecoder(entry: URL, onStart?: (pid: number) => void): DecoderProcess {
  const child = fork(entry, {
    // Not the parent's: a debugger's port can be had once.
    execArgv: [`--max-old-space-size=${HEAP_MEGABYTES}`, `--max-semi-space-size=${YOUNG_MEGABYTES}`],
    // Paths may be bytes, pictures are.
    serialization: 'advanced',
    // Codecs print; nothing of it may come between the results of a command.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc']
  })
  if (child.pid !== undefined) onStart?.(child.pid)
  let lastWords = ''
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-LAST_WORDS)
  })
  return {
    send: (request) => void child.send(request, () => {}),
    onMessage: (listener) => child.on('message', listener as (message: unknown) => void),
    onEnd: (listener) => {
      let left = 2
      const ended = (): void => {
        if (--left === 0) listener(lastWords.trim())
      }
      child.on('error', (error) => {
        lastWords += error.message
        // A process that was never there has no end.
        if (child.pid === undefined) listener(lastWords)
      })
      // Replies may still be on their way when the process has ended; they have come when the channel is closed.
      child.on('disconnect', ended)
      child.on('close', (_code, signal) => {
        if (signal !== null) lastWords += ` ${signal}`
        ended()
      })
    },
    kill: () => void child.kill('SIGKILL')
  }
}
