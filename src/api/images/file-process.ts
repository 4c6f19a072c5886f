import { CancelledError, MedoidError } from '../../core/errors.ts'
import { type GivenUp, givenUpIn } from '../../core/processes/work-budget.ts'
import type { ChildProcess, StartProcess } from '../../jobs/process.ts'
import { failed, type Outcome, valueOf } from '../reply.ts'
import { Verdicts } from './verdicts.ts'
import type { FileAnswer, FileQuestion, FromFileProcess } from './messages.ts'

const ENTRY = new URL('./entry.ts', import.meta.url)
/** Questions that wait at most: a window asks for what it shows and a little ahead. */
const MAX_WAITING = 64

interface Open {
  question: FileQuestion
  settle: (reply: Outcome<unknown>) => void
  /** Whether a process has died of it. */
  isAgain: boolean
}

/**
 * The process that opens files for a viewer: begun when it is first asked, ended when a file takes more than its budget, and begun
 * anew after either. It is asked one thing at a time, so that only the file that broke it is lost, and that only when it does so
 * again. What such a file was found to be is remembered while it stays as it is.
 */
export class FileProcess {
  private readonly start: StartProcess
  private readonly verdicts = new Verdicts()
  private readonly waiting: Open[] = []
  private current: Open | null = null
  private process: ChildProcess | null = null
  /** Questions that the process has been asked. */
  private asked = 0

  constructor(start: StartProcess) {
    this.start = start
  }

  /** @throws MedoidError what the file has wrong; `opener-died`, `decoder-late`, `pixels-too-costly`, `too-many-questions` */
  async ask<Q extends FileQuestion>(question: Q, signal?: AbortSignal): Promise<FileAnswer<Q>> {
    if (signal?.aborted) throw new CancelledError()
    if (this.waiting.length >= MAX_WAITING) {
      throw new MedoidError('too-many-questions', {})
    }
    const known = this.verdicts.has(question) ? await this.verdicts.of(question) : null
    const reply =
      known ??
      (await new Promise<Outcome<unknown>>((settle) => {
        const asked = { question, settle, isAgain: false }
        signal?.addEventListener('abort', () => this.cancel(asked), { once: true })
        this.waiting.push(asked)
        this.next()
      }))
    if (known === null) await this.verdicts.remember(question, reply)
    return valueOf(reply) as FileAnswer<Q>
  }

  close(): void {
    this.end()
    for (const { settle } of [...this.waiting.splice(0)])
      settle({ ok: false, error: { code: 'host-closed', parameters: {} } })
  }

  /** One that the process is at goes on, since it has a budget, and what comes of it is dropped. */
  private cancel(asked: Open): void {
    const place = this.waiting.indexOf(asked)
    if (place >= 0) this.waiting.splice(place, 1)
    asked.settle(failed(new CancelledError()))
  }

  private next(): void {
    if (this.current !== null || this.waiting.length === 0) return
    this.current = this.waiting.shift()!
    const process = (this.process ??= this.begin())
    this.asked++
    process.send(this.current.question)
  }

  private finish(reply: Outcome<unknown>): void {
    const { current } = this
    this.current = null
    current?.settle(reply)
    this.next()
  }

  /** Puts the question that a process has died of to another one. */
  private askAgain(): void {
    const { current } = this
    this.current = null
    if (current !== null) this.waiting.unshift({ ...current, isAgain: true })
    this.next()
  }

  private begin(): ChildProcess {
    const child = this.start(ENTRY, 'medoid files')
    this.asked = 0
    let lastWords = ''
    child.onOutput((text) => {
      lastWords = (lastWords + text).slice(-2000)
      const givenUp = givenUpIn(lastWords)
      if (this.process !== child || givenUp === null) return
      this.end()
      // It may have answered meanwhile, and be at another question.
      if (givenUp.work === this.asked) this.finish(failure(givenUp))
      else this.askAgain()
    })
    child.onMessage((message) => {
      if (this.process !== child) return
      const told = message as FromFileProcess
      if (told.isFull) this.end()
      this.finish(told.reply)
    })
    child.onExit(() => {
      if (this.process !== child) return
      this.process = null
      if (this.current?.isAgain === false) return this.askAgain()
      const why = lastWords.trim().split('\n').at(-1)!.slice(0, 300)
      this.finish({ ok: false, error: { code: 'opener-died', parameters: { detail: why } } })
    })
    return child
  }

  private end(): void {
    const child = this.process
    this.process = null
    child?.end()
  }
}

function failure({ code }: GivenUp): Outcome<unknown> {
  return { ok: false, error: { code, parameters: {} } }
}
