import { startHelper } from '../processes/helper.ts'
import { givenUpIn } from '../processes/work-budget.ts'
import { type DecoderReply, type DecoderRequest, type MadePicture, type READY, undecoded } from './decoder-protocol.ts'

/** Megabytes of JavaScript objects that a decoder may have; pixels and codecs are beside them. */
const HEAP_MEGABYTES = 256
/** Room for what is soon garbage, in megabytes: V8's own choice grows with the machine. */
const YOUNG_MEGABYTES = 4
/** Characters of what a process wrote last that are kept, for the error where it crashes. */
const KEPT_OUTPUT = 2000

/** A process that makes something of the pixels of files, as its parent sees it. What starts one is the host's choice; see `forkDecoder`. */
export interface DecoderProcess<R = DecoderRequest, M = MadePicture> {
  send(request: R): void
  onMessage(listener: (message: DecoderReply<M> | typeof READY) => void): void
  /** Called once, when it has ended and all that it had sent has come. @param lastWords what it wrote to stderr, and how it ended */
  onEnd(listener: (lastWords: string) => void): void
  /** Ends it at once, whatever it does. */
  kill(): void
}

/** @param entry module that calls `serveDecoder` @param onStart hears its id, where it is known */
export function forkDecoder<R = DecoderRequest, M = MadePicture>(
  entry: URL,
  onStart?: (pid: number) => void
): DecoderProcess<R, M> {
  const helper = startHelper(entry, {
    execArgv: [`--max-old-space-size=${HEAP_MEGABYTES}`, `--max-semi-space-size=${YOUNG_MEGABYTES}`]
  })
  if (helper.pid !== undefined) onStart?.(helper.pid)
  let lastWords = ''
  let replies = 0
  return {
    send: (request) => helper.send(request),
    onMessage: (listener) => {
      helper.onMessage((message) => {
        if (typeof message !== 'string') replies++
        listener(message as DecoderReply<M> | typeof READY)
      })
      helper.onOutput((text) => {
        lastWords = (lastWords + text).slice(-KEPT_OUTPUT)
        const givenUp = givenUpIn(lastWords)
        if (givenUp === null) return
        lastWords = ''
        const { work, code } = givenUp
        // A reply may have been on its way by then.
        if (work === replies + 1) listener({ outcome: undecoded(code, {}), isFull: true })
      })
    },
    onEnd: (listener) => helper.onEnd((how) => listener(`${lastWords} ${how}`.trim())),
    kill: () => helper.kill()
  }
}
