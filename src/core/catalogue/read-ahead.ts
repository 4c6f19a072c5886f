import { closeSync, fstatSync, openSync } from 'node:fs'
import { systemMessage } from '../dicom/faults.ts'
import { type ByteSource, fileSource, FIRST_READ } from '../dicom/header-bytes.ts'
import type { HeaderOutcome, HeaderReader } from '../dicom/header.ts'
import { type FetchedFile, fetchFile } from './fetched-file.ts'
import { Latency } from './latency.ts'
import { storedTime } from './stored-time.ts'

/** What became of a file that was to be read; `unreadable` is the file system's word, not the format's. */
export interface ReadFile {
  /** In bytes. */
  size: number
  /** When it was changed, as the catalogue keeps it. */
  time: number
  outcome: HeaderOutcome | { status: 'unreadable'; message: string }
}

/** What is fetched and waits for its turn, in bytes, all reading threads together. */
const MOST_HELD = 32 << 20
/** Files that are fetched or being fetched, for each that is: one that takes long holds up those behind it, not the requests. */
const AHEAD = 2

interface Waiting {
  path: string | Buffer
  /** Nothing behind it is fetched before it is read. */
  alone: boolean
  fetch: Fetch | undefined
}

interface Fetch {
  head: Buffer
  /** null: to be read when its turn comes. */
  result: Promise<FetchedFile | null | { error: unknown }>
}

/**
 * Reads the headers of files in the order in which they were asked for. Where opening one takes long (a network share), the
 * next ones are fetched meanwhile, many at a time; what comes of each is the same.
 */
export class ReadAhead {
  private readonly reader: HeaderReader
  /** Reading threads, which share what may be under way and in memory. */
  private readonly threads: number
  private readonly latency = new Latency()
  private readonly waiting: Waiting[] = []
  /** How many of those are fetched or being fetched, the first ones, and how many of these are not there yet. */
  private fetches = 0
  private underWay = 0
  private held = 0
  private readonly heads: Buffer[] = []

  constructor(reader: HeaderReader, threads: number) {
    this.reader = reader
    this.threads = threads
  }

  /** One file by itself is one that may have ended a reader: what happens then is its doing. */
  add(paths: readonly (string | Uint8Array)[]): void {
    const alone = paths.length === 1
    for (const path of paths) {
      this.waiting.push({ path: typeof path === 'string' ? path : Buffer.from(path), alone, fetch: undefined })
    }
  }

  /** @returns the next file; a promise where it is still to come */
  next(): ReadFile | Promise<ReadFile> {
    this.fetchOn()
    const { path, fetch } = this.waiting.shift()!
    if (fetch === undefined) return this.readNow(path)
    this.fetches--
    return this.takeFetched(path, fetch)
  }

  private fetchOn(): void {
    const most = Math.ceil(this.latency.inFlight / this.threads)
    while (
      this.underWay < most &&
      this.fetches < Math.min(most * AHEAD, this.waiting.length) &&
      this.held < MOST_HELD / this.threads
    ) {
      const file = this.waiting[this.fetches]
      if (file.alone) return
      this.fetches++
      file.fetch = this.fetch(file.path)
    }
  }

  private fetch(path: string | Buffer): Fetch {
    const head = this.heads.pop() ?? Buffer.allocUnsafeSlow(FIRST_READ)
    const begun = performance.now()
    this.underWay++
    this.held += head.length
    const result = fetchFile(path, head, (source, size) => this.reader.tryOut(source, size))
      .then(
        (fetched) => {
          this.held += fetched?.beyondHead ?? 0
          return fetched
        },
        (error: unknown) => ({ error })
      )
      .finally(() => {
        this.underWay--
        this.latency.took(performance.now() - begun)
        this.fetchOn()
      })
    return { head, result }
  }

  private async takeFetched(path: string | Buffer, { head, result }: Fetch): Promise<ReadFile> {
    const fetched = await result
    try {
      if (fetched === null) return this.readNow(path)
      if ('error' in fetched) return unreadable(fetched.error)
      this.held -= fetched.beyondHead
      return this.read(fetched, fetched)
    } finally {
      this.held -= head.length
      this.heads.push(head)
    }
  }

  private readNow(path: string | Buffer): ReadFile {
    const begun = performance.now()
    let file: number
    try {
      file = openSync(path, 'r')
    } catch (error) {
      return unreadable(error)
    }
    try {
      const stat = fstatSync(file)
      if (this.latency.inFlight === 0) this.latency.took(performance.now() - begun)
      return this.read({ size: stat.size, time: storedTime(stat) }, fileSource(file))
    } catch (error) {
      return unreadable(error)
    } finally {
      closeSync(file)
    }
  }

  private read({ size, time }: { size: number; time: number }, source: ByteSource): ReadFile {
    const outcome = this.reader.readFrom(source, size)
    const issue = outcome.status === 'failed' ? outcome.issues[0] : undefined
    if (issue?.code !== 'file-unreadable') return { size, time, outcome }
    return { size, time, outcome: { status: 'unreadable', message: issue.message } }
  }
}

/** @throws any error that is not the system's */
function unreadable(error: unknown): ReadFile {
  return { size: 0, time: 0, outcome: { status: 'unreadable', message: systemMessage(error) } }
}
