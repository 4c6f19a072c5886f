import { CancelledError, MedoidError } from '../core/errors.ts'
import type { ChildProcess, StartProcess } from '../jobs/process.ts'
import type { FromService, ToService } from './messages.ts'
import { failed, type Outcome, valueOf } from './reply.ts'

const ENTRY = new URL('./entry.ts', import.meta.url)

/**
 * How long the process may go on with a question that was cancelled, in milliseconds. SQLite and loops over columns hear nothing
 * meanwhile: on 670,000 images, the values of a feature take 7 s. A new process takes 0.4 s to start and to open such a catalogue, so that
 * one that is about to be done is left to it.
 */
const STOPS_WITHIN = 2000

type Question = ToService extends infer Q ? (Q extends ToService ? Omit<Q, 'id'> : never) : never

interface Asked {
  id: number
  question: Question
  /** Whether it changes the catalogue: once it has begun, its answer says what has become of it. */
  writes: boolean
  settle: (reply: Outcome<unknown>) => void
  /** Of one that was cancelled while the process was at it: runs out when that should have stopped. */
  timer?: NodeJS.Timeout
}

interface AskOptions {
  /** Tells that nobody waits for it any more. */
  signal?: AbortSignal
  writes?: boolean
}

/**
 * One process of the service: started when it is first asked, and again when it died. It is sent a question when it is done with the
 * one before, or waits for something itself: what is cancelled before that never runs.
 */
export class Lane {
  private readonly start: StartProcess
  private readonly name: string
  private readonly stopsWithin: number
  private process: ChildProcess | null = null
  private waiting: Asked[] = []
  /** What the process has been sent and has not answered. */
  private readonly sent = new Map<number, Asked>()
  /** The one of these that keeps it from hearing anything. */
  private current: Asked | null = null
  private lastId = 0

  constructor(start: StartProcess, name: string, stopsWithin = STOPS_WITHIN) {
    this.start = start
    this.name = name
    this.stopsWithin = stopsWithin
  }

  /** @throws CancelledError when it was cancelled, and what answering throws */
  async ask(question: Question, { signal, writes = false }: AskOptions = {}): Promise<unknown> {
    if (signal?.aborted) throw new CancelledError()
    let cancel: () => void = () => undefined
    const reply = await new Promise<Outcome<unknown>>((settle) => {
      const asked = { id: ++this.lastId, question, writes, settle }
      cancel = () => this.cancel(asked)
      signal?.addEventListener('abort', cancel, { once: true })
      this.waiting.push(asked)
      this.next()
    })
    signal?.removeEventListener('abort', cancel)
    return valueOf(reply)
  }

  /** Lets go of a catalogue. */
  release(file: string): void {
    if (this.process === null) return
    this.ask({ ask: 'release', file }).catch((error: MedoidError) => {
      // A process that has ended holds nothing any more.
      if (error.code !== 'service-ended') process.stderr.write(`medoid: ${error.stack}\n`)
    })
  }

  close(): void {
    for (const { settle } of this.waiting.splice(0)) settle(ENDED)
    this.process?.kill()
  }

  private next(): void {
    if (this.current !== null || this.waiting.length === 0) return
    const asked = (this.current = this.waiting.shift()!)
    this.sent.set(asked.id, asked)
    this.process ??= this.begin()
    try {
      this.process.send({ ...asked.question, id: asked.id })
    } catch (cause) {
      // What cannot even be sent, such as lists in lists without end, came from no window of ours.
      this.settle(
        asked.id,
        failed(new MedoidError('invalid-arguments', { where: 'The call', path: '', expected: 'plain data' }, { cause }))
      )
    }
  }

  private cancel(asked: Asked): void {
    const place = this.waiting.indexOf(asked)
    if (place >= 0) {
      this.waiting.splice(place, 1)
      asked.settle(CANCELLED)
    } else if (this.sent.has(asked.id) && !asked.writes) {
      asked.settle(CANCELLED)
      this.process?.send({ ask: 'cancel', id: asked.id } satisfies ToService)
      this.endUnlessOver(asked)
    }
  }

  private endUnlessOver(asked: Asked): void {
    asked.timer = setTimeout(() => {
      // What is being written comes first.
      if (this.current?.writes) this.endUnlessOver(asked)
      else this.end()
    }, this.stopsWithin)
    asked.timer.unref()
  }

  /** Ends the process; questions that somebody waits for go to the next one. */
  private end(): void {
    const child = this.process
    this.process = null
    child?.end()
    this.waiting.unshift(...this.taken().filter(({ timer }) => timer === undefined))
    this.next()
  }

  /** What the process was asked, which will not answer any more. It holds no catalogue that another one could let go of. */
  private taken(): Asked[] {
    const isRelease = ({ question }: Asked): boolean => question.ask === 'release'
    for (const { settle } of this.waiting.filter(isRelease)) settle(ENDED)
    this.waiting = this.waiting.filter((asked) => !isRelease(asked))
    const asked = [...this.sent.values()]
    this.sent.clear()
    this.current = null
    for (const { timer } of asked) clearTimeout(timer)
    return asked
  }

  private settle(id: number, reply: Outcome<unknown>): void {
    const asked = this.sent.get(id)
    this.sent.delete(id)
    clearTimeout(asked?.timer)
    asked?.settle(reply)
    this.goOn(id)
  }

  private goOn(id: number): void {
    if (this.current?.id !== id) return
    this.current = null
    this.next()
  }

  private begin(): ChildProcess {
    const child = this.start(ENTRY, this.name)
    child.onOutput((text) => void process.stderr.write(text))
    child.onMessage((message) => {
      if (this.process !== child) return
      const told = message as FromService
      if ('reply' in told) this.settle(told.id, told.reply)
      else this.goOn(told.id)
    })
    child.onExit(() => {
      if (this.process !== child) return
      this.process = null
      for (const { settle } of this.taken()) settle(ENDED)
      this.next()
    })
    return child
  }
}

const CANCELLED = failed(new CancelledError())
const ENDED = failed(new MedoidError('service-ended', {}))
