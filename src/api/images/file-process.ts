import { MedoidError } from '../../core/errors.ts'
import type { ChildProcess, StartProcess } from '../../jobs/process.ts'
import type { Reply } from '../contract.ts'
import { valueOf } from '../reply.ts'
import type { FileAnswer, FileQuestion, FromFileProcess } from './messages.ts'

const ENTRY = new URL('./entry.ts', import.meta.url)
/** Milliseconds that one question may take. */
const TIME_LIMIT = 30_000
/** Questions that wait at most: a window asks for what it shows and a little ahead. */
const MAX_WAITING = 64

interface Open {
  question: FileQuestion
  settle: (reply: Reply<unknown>) => void
}

/**
 * The process that opens files for a viewer: begun when it is first asked, ended when a file takes too long, and begun anew
 * after either. It is asked one thing at a time, so that only the file that broke it is lost.
 */
export class FileProcess {
  private readonly start: StartProcess
  private readonly timeLimit: number
  private readonly waiting: Open[] = []
  private current: Open | null = null
  private process: ChildProcess | null = null
  private pid: number | undefined
  private timer: NodeJS.Timeout | undefined

  constructor(start: StartProcess, timeLimit = TIME_LIMIT) {
    this.start = start
    this.timeLimit = timeLimit
  }

  /** @throws MedoidError what the file has wrong; `decoder-died`, `decoder-late`, `too-many-questions` */
  async ask<Q extends FileQuestion>(question: Q): Promise<FileAnswer<Q>> {
    if (this.waiting.length >= MAX_WAITING) {
      throw new MedoidError('too-many-questions', 'Too many images are asked for at once. Try again in a moment.')
    }
    const reply = await new Promise<Reply<unknown>>((settle) => {
      this.waiting.push({ question, settle })
      this.next()
    })
    return valueOf(reply) as FileAnswer<Q>
  }

  close(): void {
    this.end()
    for (const { settle } of [...this.waiting.splice(0)]) settle(failure('host-closed', 'Medoid was closed.'))
  }

  private next(): void {
    if (this.current !== null || this.waiting.length === 0) return
    this.current = this.waiting.shift()!
    const process = (this.process ??= this.begin())
    process.send(this.current.question)
    this.timer = setTimeout(() => {
      this.end()
      this.finish(
        failure('decoder-late', `The file was given up: it took longer than ${this.timeLimit / 1000} seconds.`)
      )
    }, this.timeLimit)
  }

  private finish(reply: Reply<unknown>): void {
    clearTimeout(this.timer)
    const { current } = this
    this.current = null
    current?.settle(reply)
    this.next()
  }

  private begin(): ChildProcess {
    const child = this.start(ENTRY, 'medoid files')
    this.pid = child.pid
    let lastWords = ''
    child.onOutput((text) => {
      lastWords = (lastWords + text).slice(-2000)
    })
    child.onMessage((message) => {
      if (this.process !== child) return
      const told = message as FromFileProcess
      if ('pid' in told) {
        this.pid = told.pid
        return
      }
      if (told.isFull) this.end()
      this.finish(told.reply)
    })
    child.onExit(() => {
      if (this.process !== child) return
      this.process = null
      const why = lastWords.trim().split('\n').at(-1)!.slice(0, 300)
      this.finish(failure('decoder-died', `The process that opens files died of this one${why ? ` (${why})` : ''}.`))
    })
    return child
  }

  /** Ends it at once, whatever it does: one that hangs does not hear that it should. */
  private end(): void {
    const { process: child, pid } = this
    this.process = null
    if (child === null) return
    try {
      if (pid === undefined) child.kill()
      else process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
}

function failure(code: string, message: string): Reply<unknown> {
  return { ok: false, error: { code, message } }
}
