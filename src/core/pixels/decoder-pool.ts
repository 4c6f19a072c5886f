import { availableParallelism } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { MedoidError } from '../errors.ts'
import { type DecoderProcess, forkDecoder } from './decoder-process.ts'
import {
  type DecoderReply,
  type DecoderRequest,
  type MadePicture,
  type PictureOutcome,
  type Undecoded,
  undecoded
} from './decoder-protocol.ts'
import type { MessageCode } from '../../messages/message.ts'

const MAX_PROCESSES = 8
/** Images for which one more process is worth its start. */
const IMAGES_A_PROCESS = 50
/** Pictures that a process has been asked for at once, so that it need not wait for the next. */
const DEPTH = 4
/** Processes in a row that end before they have begun. */
const MAX_FAILED_STARTS = 3
/** How long an ended process is waited for: the system may not let it go, as when its disk does not answer. */
const TIMEOUT_MILLISECONDS = 5000

export interface DecoderPoolOptions {
  /** Starts a process; one of Node's unless told. */
  start?: () => DecoderProcess
}

interface Job<R, M> {
  request: R
  resolve: (outcome: M | Undecoded) => void
  reject: (error: Error) => void
}

/** Processes that are worth starting for so many images: as many as cores, at most 8. */
export function decodersFor(images: number): number {
  return Math.max(1, Math.min(MAX_PROCESSES, availableParallelism(), Math.ceil(images / IMAGES_A_PROCESS)))
}

/**
 * Makes something of the pixels of files in processes of their own: a codec that crashes, hangs or eats the memory takes its process
 * with it, and of the files only the one that it was at. That one is tried again when nothing else is being decoded, with the other processes
 * and their memory gone: only then it is its own fault. The processes end when the pool is closed, and when the process that made it ends.
 *
 * R: what a process is asked for; M: what it makes.
 */
export class HelperPool<R, M extends object> {
  private readonly members: Member<R, M>[]
  private readonly waiting: Job<R, M>[] = []
  /** What is to be tried again, alone. */
  private readonly suspects: Job<R, M>[] = []
  /** The one of them that is being tried. */
  private alone: Job<R, M> | null = null
  private readonly start: () => DecoderProcess<R, M>
  private failedStarts = 0
  private failure: Error | null = null

  constructor(size: number, start: () => DecoderProcess<R, M>) {
    this.start = start
    this.members = Array.from({ length: size }, () => new Member<R, M>())
  }

  /** Requests that can be answered at once; more of them wait here. */
  get capacity(): number {
    return this.members.length * DEPTH
  }

  /**
   * What is made of a file, or why nothing is.
   * @throws MedoidError `decoder-failed` where no process can be started; what the pool was closed with
   */
  make(request: R): Promise<M | Undecoded> {
    return new Promise((resolve, reject) => {
      if (this.failure !== null) return reject(this.failure)
      this.waiting.push({ request, resolve, reject })
      this.assign()
    })
  }

  /** Ends all processes. @param reason what pictures in the making are rejected with */
  async close(reason: Error = new Error('The decoders were closed.')): Promise<void> {
    this.fail(reason)
    const ended = Promise.all(this.members.map((member) => member.end()))
    await Promise.race([ended, delay(TIMEOUT_MILLISECONDS, undefined, { ref: false })])
  }

  private fail(reason: Error): void {
    this.failure ??= reason
    this.alone = null
    const begun = this.members.flatMap((member) => member.jobs.splice(0))
    for (const job of [...this.waiting.splice(0), ...this.suspects.splice(0), ...begun]) job.reject(this.failure)
    for (const member of this.members) member.abandon()
  }

  private assign(): void {
    if (this.alone !== null) return
    while (this.waiting.length > 0) {
      const idle = this.members.reduce((a, b) => (b.jobs.length < a.jobs.length ? b : a))
      if (idle.jobs.length >= DEPTH) return
      if (!this.give(idle, this.waiting.shift()!)) return
    }
    if (this.suspects.length === 0 || this.members.some(({ jobs }) => jobs.length > 0)) return
    for (const member of this.members) member.abandon()
    this.alone = this.suspects.shift()!
    this.give(this.members[0], this.alone)
  }

  /** @returns false where no process can be started: all has failed */
  private give(member: Member<R, M>, job: Job<R, M>): boolean {
    try {
      if (!member.isRunning) this.run(member)
    } catch (error) {
      this.waiting.unshift(job)
      this.fail(cannotStart((error as Error).message, error))
      return false
    }
    member.give(job)
    return true
  }

  private run(member: Member<R, M>): void {
    let isReady = false
    member.run(this.start(), {
      ready: () => {
        isReady = true
        this.failedStarts = 0
      },
      done: (job, outcome) => this.settle(job, outcome),
      idle: () => this.assign(),
      ended: (lastWords, culprit, left) => {
        this.waiting.unshift(...left)
        // A process that could not begin is no picture's fault.
        if (culprit !== undefined && !isReady) this.putBack(culprit)
        else if (culprit !== undefined) this.settle(culprit, died(lastWords))
        if (!isReady && ++this.failedStarts >= MAX_FAILED_STARTS) this.fail(cannotStart(lastWords))
        this.assign()
      }
    })
  }

  /** What may be the fault of the machine is tried again. */
  private settle(job: Job<R, M>, outcome: M | Undecoded): void {
    const isAgain = job === this.alone
    if (isAgain) this.alone = null
    if (!isAgain && isUndecoded(outcome) && MACHINES_FAULT.has(outcome.code)) this.suspects.push(job)
    else job.resolve(outcome)
  }

  private putBack(job: Job<R, M>): void {
    if (job === this.alone) {
      this.alone = null
      this.suspects.unshift(job)
    } else this.waiting.unshift(job)
  }
}

/** Makes pictures, see `HelperPool`. */
export class DecoderPool extends HelperPool<DecoderRequest, MadePicture> {
  constructor(size: number, options: DecoderPoolOptions = {}) {
    super(size, options.start ?? (() => forkDecoder(new URL('./decoder-entry.ts', import.meta.url))))
  }

  /**
   * The picture of a file, or why there is none.
   * @param colour whether to make it in colour, too
   * @throws as `make`
   */
  picture(path: string | Buffer, colour = false): Promise<PictureOutcome> {
    return this.make({ path, colour })
  }
}

export function isUndecoded(outcome: object): outcome is Undecoded {
  return 'code' in outcome
}

/** Reasons that lie in the machine, perhaps. */
const MACHINES_FAULT = new Set<string>(['decoder-died', 'out-of-memory'] satisfies MessageCode[])

function died(lastWords: string): Undecoded {
  return undecoded('decoder-died', { how: lastWords.split('\n').at(-1)! })
}

function cannotStart(lastWords: string, cause?: unknown): MedoidError {
  return new MedoidError('decoder-failed', { why: 'not-started', reason: lastWords }, { cause })
}

interface MemberEvents<R, M> {
  ready(): void
  done(job: Job<R, M>, outcome: M | Undecoded): void
  idle(): void
  /** @param culprit what it was at @param left what it had not begun */
  ended(lastWords: string, culprit: Job<R, M> | undefined, left: Job<R, M>[]): void
}

/** A place of the pool: one process after another. */
class Member<R, M> {
  /** What its process has been asked for, in order; it is at the first. */
  readonly jobs: Job<R, M>[] = []
  private process: DecoderProcess<R, M> | null = null
  private events: MemberEvents<R, M> | null = null
  private ending: Promise<void> = Promise.resolve()

  get isRunning(): boolean {
    return this.process !== null
  }

  run(process: DecoderProcess<R, M>, events: MemberEvents<R, M>): void {
    this.process = process
    this.events = events
    let ended!: () => void
    this.ending = new Promise((resolve) => (ended = resolve))
    process.onMessage((message) => {
      if (this.process !== process) return
      if (typeof message === 'string') events.ready()
      else this.answer(message)
    })
    process.onEnd((lastWords) => {
      ended()
      if (this.process === process) this.leave(lastWords)
    })
  }

  give(job: Job<R, M>): void {
    this.jobs.push(job)
    this.process!.send(job.request)
  }

  /** Ends the process without a word to the pool. It may be waiting for a disk, and end when that answers: nobody waits for it. */
  abandon(): void {
    const { process } = this
    this.process = null
    process?.kill()
  }

  /** Settled when the process has ended. */
  end(): Promise<void> {
    return this.ending
  }

  private answer({ outcome, isFull }: DecoderReply<M>): void {
    const events = this.events!
    const job = this.jobs.shift()
    if (job !== undefined) events.done(job, outcome)
    if (isFull) {
      this.abandon()
      events.ended('', undefined, this.jobs.splice(0))
    } else events.idle()
  }

  private leave(lastWords: string): void {
    this.process = null
    const [culprit, ...left] = this.jobs.splice(0)
    this.events!.ended(lastWords, culprit, left)
  }
}
