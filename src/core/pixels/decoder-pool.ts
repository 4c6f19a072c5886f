import { availableParallelism } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { MedoidError } from '../errors.ts'
import { type DecoderProcess, forkDecoder } from './decoder-process.ts'
import type { DecoderReply, PictureOutcome } from './decoder-protocol.ts'

const MAX_PROCESSES = 8
/** Images for which one more process is worth its start. */
const IMAGES_A_PROCESS = 50
/** Pictures that a process has been asked for at once, so that it need not wait for the next. */
const DEPTH = 4
/** Milliseconds that a picture may take. */
const TIME_LIMIT = 30_000
/** Processes in a row that end before they have begun. */
const MAX_FAILED_STARTS = 3
/** Milliseconds until an ended process is not waited for: the system may not let it go, as when its disk does not answer. */
const PATIENCE = 5000

export interface DecoderPoolOptions {
  /** Starts a process; one of Node's unless told. */
  start?: () => DecoderProcess
  /** Milliseconds that a picture may take. */
  timeLimit?: number
}

interface Job {
  path: string | Buffer
  resolve: (outcome: PictureOutcome) => void
  reject: (error: Error) => void
}

/** Processes that are worth starting for so many images: as many as cores, at most 8. */
export function decodersFor(images: number): number {
  return Math.max(1, Math.min(MAX_PROCESSES, availableParallelism(), Math.ceil(images / IMAGES_A_PROCESS)))
}

/**
 * Makes pictures in processes of their own: a codec that crashes, hangs or eats the memory takes its process with it, and of the
 * pictures only the one that it was at. The processes end when the pool is closed, and when the process that made it ends.
 */
export class DecoderPool {
  private readonly members: Member[]
  private readonly waiting: Job[] = []
  private readonly timeLimit: number
  private readonly start: () => DecoderProcess
  private failedStarts = 0
  private failure: Error | null = null

  constructor(size: number, options: DecoderPoolOptions = {}) {
    this.start = options.start ?? (() => forkDecoder(new URL('./decoder-entry.ts', import.meta.url)))
    this.timeLimit = options.timeLimit ?? TIME_LIMIT
    this.members = Array.from({ length: size }, () => new Member(this.timeLimit))
  }

  /** Pictures that can be in the making at once; more of them wait here. */
  get capacity(): number {
    return this.members.length * DEPTH
  }

  /**
   * The picture of a file, or why there is none.
   * @throws MedoidError `decoder-failed` where no process can be started; what the pool was closed with
   */
  picture(path: string | Buffer): Promise<PictureOutcome> {
    return new Promise((resolve, reject) => {
      if (this.failure !== null) return reject(this.failure)
      this.waiting.push({ path, resolve, reject })
      this.assign()
    })
  }

  /** Ends all processes. @param reason what pictures in the making are rejected with */
  async close(reason: Error = new Error('The decoders were closed.')): Promise<void> {
    this.fail(reason)
    const ended = Promise.all(this.members.map((member) => member.end()))
    await Promise.race([ended, delay(PATIENCE, undefined, { ref: false })])
  }

  private fail(reason: Error): void {
    this.failure ??= reason
    for (const job of [...this.waiting.splice(0), ...this.members.flatMap((member) => member.jobs.splice(0))]) {
      job.reject(this.failure)
    }
    for (const member of this.members) member.abandon()
  }

  private assign(): void {
    while (this.waiting.length > 0) {
      const idle = this.members.reduce((a, b) => (b.jobs.length < a.jobs.length ? b : a))
      if (idle.jobs.length >= DEPTH) return
      try {
        if (!idle.isRunning) this.run(idle)
      } catch (error) {
        return this.fail(cannotStart((error as Error).message, error))
      }
      idle.give(this.waiting.shift()!)
    }
  }

  private run(member: Member): void {
    let isReady = false
    member.run(this.start(), {
      ready: () => {
        isReady = true
        this.failedStarts = 0
      },
      idle: () => this.assign(),
      ended: (lastWords, culprit, left) => {
        this.waiting.unshift(...left)
        // A process that could not begin is no picture's fault.
        if (!isReady && culprit !== undefined && !member.isLate) this.waiting.unshift(culprit)
        else culprit?.resolve(this.skip(member.isLate, lastWords))
        if (!isReady && ++this.failedStarts >= MAX_FAILED_STARTS) this.fail(cannotStart(lastWords))
        this.assign()
      }
    })
  }

  private skip(isLate: boolean, lastWords: string): PictureOutcome {
    if (isLate) {
      return { code: 'decoder-late', reason: `The decoder took longer than ${this.timeLimit / 1000} seconds.` }
    }
    const why = lastWords.split('\n').at(-1)
    return { code: 'decoder-died', reason: `The decoder died of this image${why ? ` (${why})` : ''}.` }
  }
}

function cannotStart(lastWords: string, cause?: unknown): MedoidError {
  const message = `Pictures cannot be decoded: the process that does so cannot begin. ${lastWords}`
  return new MedoidError('decoder-failed', message.trim(), { cause })
}

interface MemberEvents {
  ready(): void
  idle(): void
  /** @param culprit what it was at @param left what it had not begun */
  ended(lastWords: string, culprit: Job | undefined, left: Job[]): void
}

/** A place of the pool: one process after another. */
class Member {
  /** What its process has been asked for, in order; it is at the first. */
  readonly jobs: Job[] = []
  /** Whether the process was ended since its picture took too long. */
  isLate = false
  private process: DecoderProcess | null = null
  private events: MemberEvents | null = null
  private readonly timeLimit: number
  private timer: NodeJS.Timeout | null = null
  private ending: Promise<void> = Promise.resolve()

  constructor(timeLimit: number) {
    this.timeLimit = timeLimit
  }

  get isRunning(): boolean {
    return this.process !== null
  }

  run(process: DecoderProcess, events: MemberEvents): void {
    this.process = process
    this.events = events
    this.isLate = false
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

  give(job: Job): void {
    this.jobs.push(job)
    this.process!.send({ path: job.path })
    if (this.jobs.length === 1) this.watch()
  }

  /** Ends the process without a word to the pool. */
  abandon(): void {
    this.stopWatching()
    this.process?.kill()
    this.process = null
  }

  /** Settled when the process has ended. */
  end(): Promise<void> {
    return this.ending
  }

  private answer({ outcome, isFull }: DecoderReply): void {
    this.jobs.shift()?.resolve(outcome)
    if (isFull) {
      const { events, jobs } = this
      this.abandon()
      events!.ended('', undefined, jobs.splice(0))
      return
    }
    this.watch()
    this.events!.idle()
  }

  /** The time of the picture that it is at begins. */
  private watch(): void {
    if (this.jobs.length === 0) return this.stopWatching()
    if (this.timer !== null) this.timer.refresh()
    else
      this.timer = setTimeout(() => {
        this.isLate = true
        const process = this.process!
        this.leave('')
        // It may be waiting for a disk, and end when that answers: nobody waits for it.
        process.kill()
      }, this.timeLimit)
  }

  private stopWatching(): void {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
  }

  private leave(lastWords: string): void {
    this.stopWatching()
    this.process = null
    const [culprit, ...left] = this.jobs.splice(0)
    this.events!.ended(lastWords, culprit, left)
  }
}
